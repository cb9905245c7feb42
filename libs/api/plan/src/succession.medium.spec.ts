import { accessLogLine, plan, planContacts, type PlanContacts } from '@samenplan/shared/contracts';
import { z } from 'zod';
import { nobody, Office } from './testing/office';
import { inDays, TestServer, type Caller } from './testing/server';

const made = z.object({ id: z.string() });
const page = z.object({ items: z.array(accessLogLine) });
type Colleague = Awaited<ReturnType<Office['colleague']>>;

describe('a successor for a coordinator who leaves', () => {
  let server: TestServer;
  let office: Office;
  let client: Caller;
  let planId: string;
  let joost: Colleague;
  let kim: Colleague;

  beforeAll(async () => {
    server = await TestServer.start();
    office = await Office.open(server);
  });
  beforeEach(async () => {
    ({ caller: client, planId } = await server.client('Cora'));
    [joost, kim] = [await office.colleague('Joost'), await office.colleague('Kim')];
    await server.share(client, planId, joost.caller.id, 'write');
    await client.call('PUT', `/plans/${planId}/coordinator`, { personId: joost.caller.id });
  });
  afterAll(() => server.stop());

  const contacts = (caller: Caller): Promise<PlanContacts> =>
    caller.want(planContacts, 'GET', `/plans/${planId}/contacts`);
  const propose = (caller: Caller, affiliationId: string): ReturnType<Caller['call']> =>
    caller.call('POST', `/plans/${planId}/successions`, { affiliationId });
  const answer = (caller: Caller, id: string, body: object): ReturnType<Caller['call']> =>
    caller.call('PATCH', `/plans/${planId}/successions/${id}`, body);
  const proposed = async (): Promise<string> => made.parse((await propose(joost.caller, kim.affiliationId)).body).id;
  const coordinator = async (): Promise<string | undefined> =>
    (await client.want(plan, 'GET', `/plans/${planId}`)).coordinator?.name;

  it('is proposed by the coordinator, and comes when the client says yes, with what the client shows', async () => {
    expect((await contacts(joost.caller)).candidates.map(({ name }) => name)).toContain('Kim');
    const id = await proposed();
    expect((await contacts(client)).succession).toMatchObject({
      id,
      by: 'Joost',
      successor: { name: 'Kim' },
      sees: false,
    });
    expect((await kim.caller.get(`/plans/${planId}`)).status).toBe(404);
    expect(await coordinator()).toBe('Joost');
    expect((await answer(client, id, { answer: 'yes' })).status).toBe(400);
    expect((await answer(client, id, { answer: 'yes', share: { level: 'write', endsAt: inDays(60) } })).status).toBe(
      204,
    );
    expect(await coordinator()).toBe('Kim');
    expect((await kim.caller.want(plan, 'GET', `/plans/${planId}`)).may.addSection).toBe(true);
    expect((await answer(client, id, { answer: 'no' })).status).toBe(404);
    const types = (await client.want(page, 'GET', `/plans/${planId}/access-log`)).items.map(({ type }) => type);
    expect(types).toEqual(
      expect.arrayContaining(['successor-offered', 'successor-answered', 'coordinator-set', 'grant-created']),
    );
    const { rows } = await server.owner.query<{ kind: string }>(
      "select kind from notice where plan_id = $1 and kind like 'successor%' order by kind",
      [planId],
    );
    expect(rows.map(({ kind }) => kind)).toEqual(['successor-answered', 'successor-offered']);
  });

  it('changes nothing when the client says no, and when the coordinator takes it back', async () => {
    const first = await proposed();
    expect((await propose(joost.caller, kim.affiliationId)).status).toBe(409);
    expect((await answer(client, first, { answer: 'no' })).status).toBe(204);
    const second = await proposed();
    expect((await client.call('DELETE', `/plans/${planId}/successions/${second}`)).status).toBe(404);
    expect((await joost.caller.call('DELETE', `/plans/${planId}/successions/${second}`)).status).toBe(204);
    expect((await answer(client, second, { answer: 'yes' })).status).toBe(404);
    expect(await coordinator()).toBe('Joost');
    expect((await kim.caller.get(`/plans/${planId}`)).status).toBe(404);
  });

  it('is not proposed, answered or seen by anybody else, the administrator least of all', async () => {
    const outsider = await Office.open(server, 'Elders');
    const sees = await office.colleague('Stans');
    await server.share(client, planId, sees.caller.id, 'write');
    expect((await propose(sees.caller, kim.affiliationId)).status).toBe(403);
    for (const caller of [kim.caller, office.administrator, outsider.administrator])
      expect((await propose(caller, kim.affiliationId)).status).toBe(404);
    expect((await propose(joost.caller, (await outsider.colleague('Wim')).affiliationId)).status).toBe(422);
    expect((await propose(joost.caller, joost.affiliationId)).status).toBe(422);
    expect((await propose(joost.caller, nobody())).status).toBe(422);
    const id = await proposed();
    expect((await contacts(sees.caller)).succession).toBeNull();
    expect((await contacts(sees.caller)).candidates).toEqual([]);
    expect((await answer(sees.caller, id, { answer: 'yes' })).status).toBe(403);
    expect((await answer(joost.caller, id, { answer: 'yes' })).status).toBe(403);
    for (const caller of [kim.caller, office.administrator])
      expect((await answer(caller, id, { answer: 'yes' })).status).toBe(404);
    expect(await coordinator()).toBe('Joost');
  });

  it('does not come when the successor left meanwhile, and asks a client five times a month at most', async () => {
    const id = await proposed();
    await server.owner.query('update affiliation set ends_at = clock_timestamp() where id = $1', [kim.affiliationId]);
    const share = { level: 'write', endsAt: inDays(60) };
    expect((await answer(client, id, { answer: 'yes', share })).status).toBe(422);
    expect(await coordinator()).toBe('Joost');
    await answer(client, id, { answer: 'no' });
    const other = await office.colleague('Stans');
    const statuses = [];
    for (let nth = 0; nth < 5; nth += 1) {
      const again = await propose(joost.caller, other.affiliationId);
      statuses.push(again.status);
      if (again.status === 201) await answer(client, made.parse(again.body).id, { answer: 'no' });
    }
    expect(statuses).toEqual([201, 201, 201, 201, 429]);
  });
});
