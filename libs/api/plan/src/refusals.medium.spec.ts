import { randomUUID } from 'node:crypto';
import { routes, type RouteShape } from '@samenplan/shared/contracts';
import { statementsOf, type Statements } from '@samenplan/api/platform/testing';
import { inDays, TestServer, type Answer, type Caller } from './testing/server';

type Watched = { readonly answer: Answer; readonly statements: Statements };

/** Every route that names a plan, a section or anything in it, taken from the contracts: a new route is here by itself. */
const addressed = Object.entries(routes as Record<string, RouteShape>).filter(([, route]) => route.path.includes('{'));

const bodies: Readonly<Record<string, (personId: string, sectionId: string) => object>> = {
  changePlan: () => ({ title: 'x' }),
  setCoordinator: (personId) => ({ personId }),
  createSection: () => ({ title: 'x', kind: 'own' }),
  changeSection: () => ({ title: 'x', archived: true }),
  createGrant: (personId, sectionId) => ({
    recipient: { type: 'person', id: personId },
    sectionId,
    effect: 'share',
    level: 'write',
    endsAt: inDays(1),
  }),
  changeGrant: () => ({ level: 'write' }),
  createAccessRequest: (_, sectionId) => ({ sectionId, level: 'write' }),
  answerAccessRequest: () => ({ answer: 'yes' }),
};

describe('somebody without a right', () => {
  let server: TestServer;
  let client: Caller;
  let stranger: Caller;
  let ids: Record<string, string>;

  beforeAll(async () => {
    server = await TestServer.start();
    const nurse = await server.login((await server.people.professional('Nel', 'wijkverpleegkundige')).id);
    stranger = await server.login((await server.people.professional('Sjaak', 'maatschappelijk werker')).id);
    const { caller, planId } = await server.client('Cora');
    client = caller;
    const sectionId = await server.section(client, planId, 'Wonen');
    const grantId = await server.share(client, planId, nurse.id, 'read', sectionId);
    const asked = await nurse.call('POST', `/plans/${planId}/access-requests`, { sectionId, level: 'write' });
    const started = await nurse.call('POST', '/plan-starts', {});
    const idOf = ({ body }: { body: unknown }): string => (body as { id: string }).id;
    ids = {
      planId,
      sectionId,
      grantId,
      requestId: idOf(asked),
      startId: idOf(started),
      personId: nurse.id,
      version: '1',
    };
  });
  afterAll(() => server.stop());

  const ask = async (
    caller: Caller,
    name: string,
    route: RouteShape,
    given: Record<string, string>,
  ): Promise<Answer> => {
    const path = route.path.replaceAll(/\{(\w+)\}/g, (_, key: string) => given[key] ?? '');
    const { status, body } = await caller.call(route.method, path, bodies[name]?.(caller.id, given['sectionId'] ?? ''));
    return { status, body: { ...(body as object), traceId: '' } };
  };
  /** What a stranger gets, and the work that it took. */
  const watch = async (name: string, route: RouteShape, given: Record<string, string>): Promise<Watched> => {
    let answer: Answer = { status: 0, body: undefined };
    const statements = await statementsOf(stranger.id, async () => {
      answer = await ask(stranger, name, route, given);
    });
    return { answer, statements };
  };
  const snapshot = async (): Promise<unknown> =>
    (
      await server.owner.query(
        `select (select json_agg(r order by id) from access_rule r)::text as rules, (select json_agg(s order by id) from section s)::text as sections,
      (select json_agg(a order by section_id) from section_access a)::text as access, (select json_agg(p order by id) from plan p)::text as plans,
      (select json_agg(q order by id) from access_request q)::text as questions, (select json_agg(t order by id) from plan_start t)::text as starts,
      (select count(*) from access_log where person_id = $1) as lines`,
        [stranger.id],
      )
    ).rows[0];

  it.each(addressed)(
    'gets from %s the same answer, after the same statements, as for what does not exist, and changes nothing',
    async (name, route) => {
      const unknown = Object.fromEntries(Object.keys(ids).map((key) => [key, key === 'version' ? '1' : randomUUID()]));
      const before = await snapshot();
      const [refused, nothing] = [await watch(name, route, ids), await watch(name, route, unknown)];
      expect(refused).toEqual(nothing);
      expect(refused.answer.status).toBe(404);
      expect(refused.statements.some((sql) => sql.includes('access_refusal'))).toBe(true);
      expect(await snapshot()).toEqual(before);
    },
  );

  it.each(
    addressed.filter(([, { path }]) => path.startsWith('/plans/{planId}/') && !path.endsWith('previews/{personId}')),
  )('can not reach things of another plan with %s through a plan of their own', async (name, route) => {
    const { caller, planId } = await server.client('Eigen');
    const { status } = await ask(caller, name, route, { ...ids, planId });
    const reachesOwn =
      !/\{(sectionId|grantId|requestId)\}/.test(route.path) && !['createGrant', 'createAccessRequest'].includes(name);
    if (reachesOwn) return;
    expect(status).toBe(404);
  });

  it('leaves one line per hour of what they tried, the same for what exists and what does not', async () => {
    const attempted = await server.login((await server.people.professional('Gast', 'therapeut')).id);
    const unknown = randomUUID();
    for (const id of [ids['planId'] ?? '', unknown, ids['planId'] ?? '', unknown])
      expect((await attempted.get(`/plans/${id}`)).status).toBe(404);
    const { rows } = await server.owner.query<{ object: string }>(
      'select object_id as object from access_refusal where person_id = $1',
      [attempted.id],
    );
    expect(rows.map(({ object }) => object).sort()).toEqual([ids['planId'], unknown].sort());
  });

  it('can not fill the database with guesses', async () => {
    const guesser = await server.login((await server.people.professional('Gokker', 'therapeut')).id);
    const answers: number[] = [];
    for (let round = 0; round < 22; round += 1)
      answers.push(
        ...(await Promise.all(
          Array.from({ length: 12 }, async () => (await guesser.get(`/plans/${randomUUID()}`)).status),
        )),
      );
    expect(answers).toContain(429);
    const { rows } = await server.owner.query<{ count: string }>(
      'select count(*) from access_refusal where person_id = $1',
      [guesser.id],
    );
    expect(Number(rows[0]?.count)).toBeLessThan(230);
  });
});
