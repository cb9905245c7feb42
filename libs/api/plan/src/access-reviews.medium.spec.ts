import { ReviewCalls } from '@samenplan/api/access';
import { accessLogLine, accessReview, grant, recipient } from '@samenplan/shared/contracts';
import { z } from 'zod';
import { inDays, TestServer, type Caller } from './testing/server';

const grants = z.object({ items: z.array(grant) });
const lines = z.object({ items: z.array(accessLogLine) });
const problem = z.object({ code: z.string() });

describe('looking back at who sees what', () => {
  let server: TestServer;
  let client: Caller;
  let planId: string;
  let sectionId: string;
  let nurse: Caller;
  let poh: Caller;
  let colleague: string;
  let teamId: string;
  let stranger: Caller;

  beforeAll(async () => {
    server = await TestServer.start();
    const professional = await server.people.professional('Nel', 'wijkverpleegkundige');
    nurse = await server.login(professional.id);
    poh = await server.login((await server.people.professional('Piet', 'POH')).id);
    colleague = await server.people.person('Kees', ['professional']);
    const place = await server.people.affiliation(colleague, professional.place);
    teamId = await server.people.team('Team Zuid', professional.place, [place]);
    stranger = await server.login(await server.people.person('Sjaak', ['professional']));
  });
  beforeEach(async () => {
    ({ caller: client, planId } = await server.client('Cora'));
    sectionId = await server.section(client, planId, 'Wonen');
  });
  afterAll(() => server.stop());

  const look = (caller = client): ReturnType<Caller['get']> => caller.get(`/plans/${planId}/access-review`);
  const looked = async (): Promise<z.infer<typeof accessReview>> => accessReview.parse((await look()).body);
  const keep = (body: object, caller = client): ReturnType<Caller['call']> =>
    caller.call('POST', `/plans/${planId}/access-reviews`, body);

  const call = (server: TestServer): Promise<number> => server.app.get(ReviewCalls, { strict: false }).run();
  /** Who was told what about this plan, each once however often it was added. */
  async function told(): Promise<Record<string, { readonly who: string[]; readonly times: number }>> {
    const { rows } = await server.owner.query<{ kind: string; who: string[]; times: number }>(
      `select kind, array_agg(person_id::text) as who, max(times) as times from notice
        where plan_id = $1 and kind in ('right-ends-soon', 'look-back') group by kind`,
      [planId],
    );
    return Object.fromEntries(rows.map(({ kind, who, times }) => [kind, { who: who.sort(), times }]));
  }
  const age = (days: number, endsIn: number): Promise<unknown> =>
    server.owner.query(
      `update access_rule set starts_at = starts_at - make_interval(days => $2), created_at = created_at - make_interval(days => $2),
        ends_at = clock_timestamp() + make_interval(days => $3) where plan_id = $1`,
      [planId, days, endsIn],
    );

  it('lets all stay with one answer, and moves the ends that come sooner', async () => {
    const soon = await server.share(client, planId, nurse.id, 'read', sectionId);
    const later = await server.share(client, planId, poh.id, 'write', sectionId);
    const [first, last] = [inDays(90), inDays(200)];
    await client.call('PATCH', `/plans/${planId}/grants/${later}`, { endsAt: last });
    const before = await looked();
    expect([before.lastAt, before.due, before.grants.map(({ id }) => id)]).toEqual([null, false, [soon, later]]);
    const answer = await keep({ grantIds: [soon, later], endsAt: first });
    expect(answer.status).toBe(201);
    const ends = grants.parse(answer.body).items.map(({ id, endsAt }) => [id, endsAt]);
    expect(ends).toEqual([
      [soon, first],
      [later, last],
    ]);
    expect((await looked()).lastAt).not.toBeNull();
    const log = lines.parse((await client.get(`/plans/${planId}/access-log`)).body).items.map(({ type }) => type);
    expect(log.filter((type) => type === 'access-reviewed')).toHaveLength(1);
    expect(log.indexOf('access-reviewed')).toBeLessThan(log.indexOf('grant-changed'));
  });

  it('changes nothing when something else is shown than what stood on the screen', async () => {
    const seen = await server.share(client, planId, nurse.id, 'read', sectionId);
    const unseen = await server.share(client, planId, poh.id, 'read', sectionId);
    for (const grantIds of [[seen], [seen, unseen, sectionId], [sectionId]]) {
      const answer = await keep({ grantIds, endsAt: inDays(90) });
      expect([answer.status, problem.parse(answer.body).code]).toEqual([409, 'conflict']);
    }
    const now = await looked();
    expect([now.lastAt, ...now.grants.map(({ endsAt }) => Date.parse(endsAt ?? '') < Date.parse(inDays(31)))]).toEqual([
      null,
      true,
      true,
    ]);
  });

  it.each([
    ['in the past', -1],
    ['in a hundred years', 36_500],
  ])('refuses an end %s', async (_, days) => {
    const id = await server.share(client, planId, nurse.id, 'read', sectionId);
    const answer = await keep({ grantIds: [id], endsAt: inDays(days) });
    expect([answer.status, problem.parse(answer.body).code]).toEqual([422, 'end-invalid']);
    expect((await looked()).lastAt).toBeNull();
  });

  it('is for who decides: others in the plan may not, and nobody else learns of it', async () => {
    const id = await server.share(client, planId, nurse.id, 'write');
    expect([(await look(nurse)).status, (await keep({ grantIds: [id] }, nurse)).status]).toEqual([403, 403]);
    expect([(await look(stranger)).status, (await keep({ grantIds: [id] }, stranger)).status]).toEqual([404, 404]);
  });

  it('is asked of the client when three months went by, once a month, and not after an answer', async () => {
    const id = await server.share(client, planId, nurse.id, 'read', sectionId);
    await age(80, 300);
    await call(server);
    expect([(await looked()).due, await told()]).toEqual([false, {}]);
    await age(20, 300);
    const beside = await server.beside();
    await Promise.all([call(server), beside.app.get(ReviewCalls, { strict: false }).run()]);
    await call(server);
    await beside.app.close();
    expect([(await looked()).due, await told()]).toEqual([true, { 'look-back': { who: [client.id], times: 1 } }]);
    const monthLater = "update access_review_call set asked_at = asked_at - interval '32 days' where plan_id = $1";
    await server.owner.query(monthLater, [planId]);
    await call(server);
    expect((await told())['look-back']?.times).toBe(2);
    await keep({ grantIds: [id] });
    await server.owner.query(monthLater, [planId]);
    await call(server);
    expect([(await looked()).due, (await told())['look-back']?.times]).toEqual([false, 2]);
  });

  it('is not asked where nothing is shown any more', async () => {
    const id = await server.share(client, planId, nurse.id, 'read', sectionId);
    await age(100, 300);
    await client.call('DELETE', `/plans/${planId}/grants/${id}`);
    await call(server);
    expect([(await looked()).due, await told()]).toEqual([false, {}]);
  });

  it('tells both sides before an end, once, and again when the end was moved', async () => {
    await server.share(client, planId, nurse.id, 'read', sectionId);
    await age(60, 15);
    await call(server);
    expect(await told()).toEqual({});
    await age(0, 13);
    await call(server);
    await call(server);
    expect(await told()).toEqual({ 'right-ends-soon': { who: [client.id, nurse.id].sort(), times: 1 } });
    await age(0, 12);
    await call(server);
    expect((await told())['right-ends-soon']?.times).toBe(2);
  });

  it('tells nobody of the end of a short time before its last quarter', async () => {
    await server.share(client, planId, nurse.id, 'read', sectionId);
    await age(4, 4);
    await call(server);
    expect(await told()).toEqual({});
    await age(3, 2);
    await call(server);
    expect((await told())['right-ends-soon']?.who).toHaveLength(2);
  });

  it('tells everybody in a team of its end, and nobody of what was stopped', async () => {
    const id = await server.share(client, planId, nurse.id, 'read', sectionId);
    await client.call('POST', `/plans/${planId}/grants`, {
      recipient: { type: 'team', id: teamId },
      effect: 'share',
      level: 'read',
      endsAt: inDays(30),
    });
    await age(60, 10);
    await client.call('DELETE', `/plans/${planId}/grants/${id}`);
    await call(server);
    expect((await told())['right-ends-soon']?.who).toEqual([client.id, colleague].sort());
  });

  it('proposes what suits a function, and shows nothing by that', async () => {
    const { id, place } = await server.people.professional('Anke', 'schuldhulpverlener');
    await server.owner.query("update job_function set proposed_domains = '{finances}' where id = $1", [
      place.functionId,
    ]);
    const anke = await server.login(id);
    const money = await server.section(client, planId, 'Geld', { kind: 'domain', domain: 'finances' });
    const found = await client.want(z.object({ items: z.array(recipient) }), 'GET', '/recipients?search=Anke');
    expect(found.items.map(({ proposedDomains }) => proposedDomains)).toEqual([['finances']]);
    expect((await anke.get(`/plans/${planId}/sections/${money}`)).status).toBe(404);
  });
});
