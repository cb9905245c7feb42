import { randomUUID } from 'node:crypto';
import { routes, type RouteShape } from '@samenplan/shared/contracts';
import { statementsOf, type Statements } from '@samenplan/api/platform/testing';
import { z } from 'zod';
import { inDays, TestServer, type Answer, type Caller } from './testing/server';

type Watched = { readonly answer: Answer; readonly statements: Statements };

/** Every route that names a plan, a section or anything in it, taken from the contracts: a new route is here by itself. */
const addressed = Object.entries(routes as Record<string, RouteShape>).filter(
  // Organisations and what belongs to oneself name no plan: administration.medium.spec and the matrix of apps/api.
  ([, { path, tag }]) => path.includes('{') && tag !== 'organisation' && !path.startsWith('/me/'),
);

const invitationOf = (sectionId: string): object => ({
  name: 'Huisarts',
  organisation: 'Praktijk',
  function: 'huisarts',
  shares: [{ sectionId, level: 'read' }],
  endsAt: inDays(1),
  way: 'letter',
});

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
  proposeSuccessor: (personId) => ({ affiliationId: personId }),
  answerSuccession: () => ({ answer: 'no' }),
  createInvitation: (_, sectionId) => invitationOf(sectionId),
  renewInvitation: () => ({ way: 'letter' }),
  answerAccessQuestion: () => ({ answer: 'no' }),
  beginAssistedSession: () => ({ present: true }),
  allowAssistedSession: (personId) => ({ helperId: personId }),
  enterPaperDecision: (personId) => ({
    decidedOn: inDays(0).slice(0, 10),
    witness: { name: 'Ans' },
    choices: [{ recipient: { type: 'person', id: personId }, effect: 'withhold' }],
  }),
  answerPaperConfirmation: () => ({ answer: 'yes' }),
  askLogQuestion: (_, sectionId) => ({ lineId: sectionId, text: 'Waarom?' }),
  answerLogQuestion: () => ({ text: 'Daarom' }),
  addMandate: (personId) => ({ personId, kind: 'gemachtigde', scope: 'all', endsAt: inDays(9) }),
  changeMandate: () => ({ act: 'agree' }),
  closeSection: (personId, sectionId) => ({ sectionId, personId, reason: 'Beter zo' }),
  createAccessReview: (_, sectionId) => ({ grantIds: [sectionId] }),
};

const queries: Readonly<Record<string, string>> = { exportAccessLog: '?format=fhir' };

describe('somebody without a right', () => {
  let server: TestServer;
  let client: Caller;
  let stranger: Caller;
  let ids: Record<string, string>;

  beforeAll(async () => {
    server = await TestServer.start();
    const nel = await server.people.professional('Nel', 'wijkverpleegkundige');
    const nurse = await server.login(nel.id);
    stranger = await server.login((await server.people.professional('Sjaak', 'maatschappelijk werker')).id);
    const { caller, planId } = await server.client('Cora');
    client = caller;
    const sectionId = await server.section(client, planId, 'Wonen');
    const grantId = await server.share(client, planId, nurse.id, 'read', sectionId);
    const asked = await nurse.call('POST', `/plans/${planId}/access-requests`, { sectionId, level: 'write' });
    const invited = await client.call('POST', `/plans/${planId}/invitations`, invitationOf(sectionId));
    await nurse.call('POST', '/access-questions', { about: { planId }, domain: 'housing', level: 'read' });
    const asks = await client.want(
      z.object({ items: z.array(z.object({ id: z.string() })) }),
      'GET',
      '/access-questions',
    );
    const started = await nurse.call('POST', '/plan-starts', {});
    await client.call('PUT', `/plans/${planId}/coordinator`, { personId: nurse.id });
    const affiliationId = await server.people.affiliation(
      await server.people.person('Kim', ['professional']),
      nel.place,
    );
    const proposed = await nurse.call('POST', `/plans/${planId}/successions`, { affiliationId });
    const decisionId = randomUUID();
    await server.owner.query(
      `insert into helped_decision (id, plan_id, client_id, kind, helper_id, witness_id, status, decided_on, details)
        values ($1, $2, $3, 'paper', $4, $5, 'waiting', now()::date, 'x')`,
      [decisionId, planId, client.id, nurse.id, await server.people.person('Getuige')],
    );
    const mandateId = randomUUID();
    await server.owner.query(
      "insert into mandate (id, client_id, person_id, kind, scope, starts_at) values ($1, $2, $3, 'mentor', 'money', now())",
      [mandateId, client.id, await server.people.person('Mentor')],
    );
    const closureId = randomUUID();
    await server.owner.query(
      "insert into section_closure (id, plan_id, section_id, person_id, reason, closed_by) values ($1, $2, $3, $4, 'x', $5)",
      [closureId, planId, sectionId, await server.people.person('Ouder'), client.id],
    );
    const idOf = ({ body }: { body: unknown }): string => (body as { id: string }).id;
    await nurse.get(`/plans/${planId}/sections/${sectionId}`);
    const lines = z.object({ items: z.array(z.object({ id: z.string() })) });
    const log = await client.want(lines, 'GET', `/plans/${planId}/access-log?personId=${nurse.id}`);
    const lineId = log.items[0]?.id;
    const question = await client.call('POST', `/plans/${planId}/log-questions`, { lineId, text: 'Waarom?' });
    ids = {
      planId,
      sectionId,
      grantId,
      requestId: idOf(asked),
      invitationId: idOf({ body: (invited.body as { invitation: unknown }).invitation }),
      questionId: asks.items[0]?.id ?? '',
      startId: idOf(started),
      successionId: idOf(proposed),
      decisionId,
      mandateId,
      closureId,
      personId: nurse.id,
      logQuestionId: idOf(question),
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
    const path = route.path.replaceAll(/\{(\w+)\}/g, (_, key: string) => given[key] ?? '') + (queries[name] ?? '');
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
      !/\{(sectionId|grantId|requestId|invitationId)\}/.test(route.path) &&
      !['createGrant', 'createAccessRequest', 'createInvitation'].includes(name);
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
