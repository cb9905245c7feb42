import { randomBytes, randomUUID } from 'node:crypto';
import { Logins } from '@samenplan/api/identity';
import { apiPrefix, routes, type RouteAnswer, type RouteCall, type RouteShape } from '@samenplan/shared/contracts';
import { Client } from 'pg';
import { startTestApp, type TestApp } from '../testing/test-app';

/** Everybody who calls every route. What each may see of the plan stands in {@link MatrixScene.begin}. */
export const actors = [
  'client',
  'representative',
  'moneyRepresentative',
  'coordinator',
  'writer',
  'reader',
  'informal',
  'colleague',
  'otherClient',
  'administrator',
  'networkCoordinator',
  'directoryEditor',
  'privacyOfficer',
] as const;
export type Actor = (typeof actors)[number];

export interface Caller {
  readonly id: string;
  readonly cookie: string;
  /** Own place in the organisation; absent outside it. */
  readonly affiliationId: string;
}

/** A request with everything filled in. */
export interface Filled {
  readonly params?: object;
  readonly query?: object;
  readonly body?: object;
}

const SUBSTANTIAL = 'http://eidas.europa.eu/LoA/substantial';
const days = (count: number): string => new Date(Date.now() + count * 86_400_000).toISOString();
export const nextMonth = (): string => days(30);

/**
 * One plan with somebody of every kind around it: two sections are shown to some (`shared`, `money`), one to nobody
 * but who decides (`hidden`). Beside it a plan and an organisation that are none of anybody's business here.
 */
export class MatrixScene {
  readonly people = new Map<Actor, Caller>();
  planId = '';
  shared = '';
  hidden = '';
  foreignPlan = '';
  foreignSection = '';
  organisationId = randomUUID();
  foreignOrganisation = randomUUID();
  functionId = randomUUID();

  private constructor(
    private readonly app: TestApp,
    readonly owner: Client,
  ) {}

  static async begin(): Promise<MatrixScene> {
    const app = await startTestApp();
    const owner = new Client({ connectionString: app.database.ownerUrl });
    await owner.connect();
    const scene = new MatrixScene(app, owner);
    await scene.#fill();
    return scene;
  }

  async end(): Promise<void> {
    await this.owner.end();
    await this.app.close();
  }

  who(actor: Actor): Caller {
    const caller = this.people.get(actor);
    if (caller === undefined) throw new Error(`${actor} is not there yet`);
    return caller;
  }

  /** What a route answers somebody, or (null) nobody. */
  async ask(caller: Caller | null, route: RouteShape, { params = {}, query = {}, body }: Filled): Promise<Response> {
    const values = new Map<string, string>(Object.entries(params));
    const path = route.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(values.get(name) ?? ''));
    const search = new URLSearchParams(Object.entries(query)).toString();
    const response = await fetch(`${this.app.url}${apiPrefix}${path}${search === '' ? '' : `?${search}`}`, {
      method: route.method,
      headers: {
        origin: this.app.url,
        ...(caller === null ? {} : { cookie: caller.cookie }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return response;
  }

  /** The answer to what must succeed. */
  async done<R extends RouteShape>(actor: Actor, route: R, call: RouteCall<R>): Promise<RouteAnswer<R>> {
    const response = await this.ask(this.who(actor), route, call);
    if (!response.ok)
      throw new Error(`${actor} ${route.method} ${route.path}: ${response.status} ${await response.text()}`);
    return (response.status === 204 ? undefined : await response.json()) as RouteAnswer<R>;
  }

  /** Somebody new without any right, to share with or to appoint. */
  async somebody(role = 'informal'): Promise<Caller> {
    const id = randomUUID();
    await this.owner.query(
      "insert into person (id, name, birth_date, contact_code) values ($1, $2, '1980-05-17', $3)",
      [id, `Iemand ${id.slice(0, 4)}`, contactCode()],
    );
    await this.owner.query('insert into person_role values ($1, $2)', [id, role]);
    await this.owner.query(
      "insert into login (issuer, subject, person_id) values ('https://login.example', $1::text, $1::uuid)",
      [id],
    );
    return { id, cookie: await this.#logIn(id), affiliationId: randomUUID() };
  }

  /** @returns id of one more login of somebody */
  async logInAgain(actor: Actor): Promise<string> {
    const { id } = this.who(actor);
    await this.#logIn(id);
    const { rows } = await this.owner.query<{ id: string }>(
      'select id from login_session where person_id = $1 order by created_at desc limit 1',
      [id],
    );
    return rows[0]?.id ?? '';
  }

  async #logIn(personId: string): Promise<string> {
    const logins = this.app.app.get(Logins, { strict: false });
    const token = await logins.begin(personId, { acr: SUBSTANTIAL, idToken: null, provedAt: new Date() });
    return `${logins.cookie.name}=${token}`;
  }

  /** A place of somebody in the organisation of the writer. */
  async place(personId: string): Promise<string> {
    const id = randomUUID();
    await this.owner.query(
      'insert into affiliation (id, person_id, organisation_id, function_id) values ($1, $2, $3, $4)',
      [id, personId, this.organisationId, this.functionId],
    );
    return id;
  }

  async mandate(personId: string, scope: 'all' | 'money', kind = 'mentor'): Promise<string> {
    const id = randomUUID();
    await this.owner.query(
      `insert into mandate (id, client_id, person_id, kind, scope, starts_at) values ($1, $2, $3, $4, $5, '2024-01-01')`,
      [id, this.who('client').id, personId, kind, scope],
    );
    return id;
  }

  /** @returns id of the rule */
  async share(personId: string, level: 'read' | 'write', sectionId?: string): Promise<string> {
    const where = sectionId === undefined ? {} : { sectionId };
    const body = {
      recipient: { type: 'person', id: personId },
      effect: 'share',
      level,
      endsAt: nextMonth(),
      ...where,
    } as const;
    return (await this.done('client', routes.createGrant, { params: { planId: this.planId }, body })).id;
  }

  async #fill(): Promise<void> {
    for (const id of [this.organisationId, this.foreignOrganisation])
      await this.owner.query("insert into organisation (id, name, kind) values ($1, $2, 'care')", [id, `Zorg ${id}`]);
    await this.owner.query(
      `insert into job_function (id, organisation_id, name, duties, purpose, legal_basis)
        values ($1, $2, 'verzorgende', '{professional-secrecy}', 'zorg', 'Wmo')`,
      [this.functionId, this.organisationId],
    );
    const roles: Partial<Record<Actor, string>> = {
      client: 'client',
      otherClient: 'client',
      representative: 'representative',
      moneyRepresentative: 'representative',
      informal: 'informal',
      administrator: 'administrator',
      networkCoordinator: 'network-coordinator',
      directoryEditor: 'directory-editor',
      privacyOfficer: 'privacy-officer',
    };
    for (const actor of actors) {
      const role = roles[actor] ?? 'professional';
      const caller = await this.somebody(role);
      const affiliationId = role === 'professional' ? await this.place(caller.id) : caller.affiliationId;
      this.people.set(actor, { ...caller, affiliationId });
    }
    await this.owner.query('insert into administration (id, person_id, organisation_id) values ($1, $2, $3)', [
      randomUUID(),
      this.who('administrator').id,
      this.organisationId,
    ]);
    const plan = async (actor: Actor): Promise<string> =>
      (await this.done(actor, routes.createPlan, { body: { title: 'Mijn plan' } })).id;
    const section = async (actor: Actor, planId: string, more: object): Promise<string> => {
      const body = { title: 'Onderdeel', kind: 'domain', domain: 'housing', ...more } as const;
      return (await this.done(actor, routes.createSection, { params: { planId }, body })).id;
    };
    this.planId = await plan('client');
    this.foreignPlan = await plan('otherClient');
    this.shared = await section('client', this.planId, {});
    this.hidden = await section('client', this.planId, { domain: 'mental-health' });
    this.foreignSection = await section('otherClient', this.foreignPlan, {});
    await this.mandate(this.who('representative').id, 'all');
    await this.mandate(this.who('moneyRepresentative').id, 'money', 'bewindvoerder');
    await section('client', this.planId, { domain: 'finances' });
    await this.share(this.who('coordinator').id, 'write');
    await this.share(this.who('writer').id, 'write', this.shared);
    for (const actor of ['reader', 'informal'] as const) await this.share(this.who(actor).id, 'read', this.shared);
    await this.done('client', routes.createGrant, {
      params: { planId: this.planId },
      body: {
        recipient: { type: 'person', id: this.who('coordinator').id },
        sectionId: this.hidden,
        effect: 'withhold',
      },
    });
    await this.coordinate();
  }

  /** The coordinator coordinates (again). */
  async coordinate(): Promise<void> {
    await this.done('client', routes.setCoordinator, {
      params: { planId: this.planId },
      body: { personId: this.who('coordinator').id },
    });
  }
}

/** Ten characters of the alphabet of codes. */
export const contactCode = (): string =>
  [...randomBytes(10)].map((byte) => '23456789ABCDEFGHJKLMNPQRSTUVWXYZ'[byte % 32]).join('');
