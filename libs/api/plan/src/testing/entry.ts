import { randomUUID } from 'node:crypto';
import { entryRoutes } from '@samenplan/shared/contracts';
import { z } from 'zod';
import { Caller, type TestServer } from './server';

const begun = entryRoutes.createAssistedClient.response;
type Begun = z.infer<typeof begun>;

/** The cookie that an answer set, as a browser would send it. */
export function cookieOf(response: Response, name: string): string | undefined {
  const set = response.headers.getSetCookie().find((line) => line.startsWith(`${name}=`));
  return set?.split(';', 1)[0];
}

/** Clients without a login and those who help them, as the tests of first entry need them. */
export class EntryWorld {
  #number = 0;

  constructor(private readonly server: TestServer) {}

  async helper(name = 'Joost'): Promise<Caller> {
    return this.server.login((await this.server.people.professional(name, 'maatschappelijk werker')).id);
  }

  /** A client for whom `helper` begins a plan. */
  async client(helper: Caller, birthDate = '1950-03-01'): Promise<Begun & { readonly name: string }> {
    const name = `Cliënt ${(this.#number += 1)}`;
    const body = { name, birthDate, title: 'Mijn plan', agreed: true };
    return { name, ...(await helper.want(begun, 'POST', '/assisted-clients', body)) };
  }

  /** Both cookies, as the browser of the helper then sends them. */
  async assisted(helper: Caller, planId: string): Promise<Caller> {
    const response = await this.raw(helper, `/plans/${planId}/assisted-sessions`, { present: true });
    const cookie = cookieOf(response, 'samenplan-assisted');
    if (response.status !== 201 || cookie === undefined) throw new Error(`Answered ${response.status}`);
    return new Caller(await this.clientOf(planId), `${helper.cookie}; ${cookie}`, this.server.address);
  }

  raw(caller: Caller, path: string, body: object): Promise<Response> {
    return fetch(`${this.server.address}/api/v1${path}`, {
      method: 'POST',
      headers: { cookie: caller.cookie, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  }

  async clientOf(planId: string): Promise<string> {
    const { rows } = await this.server.owner.query<{ id: string }>(
      'select client_id as id from plan_access where plan_id = $1',
      [planId],
    );
    return z.object({ id: z.string() }).parse(rows[0]).id;
  }

  /** Somebody who just logged in for the first time. */
  async newcomer(name = 'Nieuw'): Promise<Caller> {
    const id = await this.server.people.person(name);
    await this.bind(id);
    return this.server.login(id);
  }

  /** A login at the provider. */
  async bind(personId: string): Promise<void> {
    await this.server.owner.query("insert into login values ('https://idp.example', $1, $2)", [randomUUID(), personId]);
  }

  async loginsOf(personId: string): Promise<number> {
    const sql = 'select from login where person_id = $1';
    return (await this.server.owner.query(sql, [personId])).rowCount ?? 0;
  }
}
