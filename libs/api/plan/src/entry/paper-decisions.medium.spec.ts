import { entryRoutes } from '@samenplan/shared/contracts';
import { z } from 'zod';
import { EntryWorld } from '../testing/entry';
import { inDays, TestServer, type Answer, type Caller } from '../testing/server';

const entered = entryRoutes.enterPaperDecision.response;
const confirmations = entryRoutes.listPaperConfirmations.response;
const decisions = entryRoutes.listHelpedDecisions.response;
const code = z.object({ code: z.string() });
const today = new Date().toISOString().slice(0, 10);

describe('a decision on paper, with a witness', () => {
  let server: TestServer;
  let world: EntryWorld;
  let helper: Caller;
  let colleague: Caller;
  let planId: string;

  beforeAll(async () => {
    server = await TestServer.start();
    world = new EntryWorld(server);
  });
  beforeEach(async () => {
    helper = await world.helper();
    colleague = await world.helper('Kim');
    planId = (await world.client(helper)).planId;
  });
  afterAll(() => server.stop());

  const choice = (to: string, more: object = {}): object => ({
    recipient: { type: 'person', id: to },
    effect: 'share',
    level: 'write',
    endsAt: inDays(90),
    ...more,
  });
  const enter = (choices: object[], witness: object = { name: 'Ans de Wit' }, more: object = {}): Promise<Answer> =>
    helper.call('POST', `/plans/${planId}/paper-decisions`, { decidedOn: today, witness, choices, ...more });
  const codeOf = async (who: Caller): Promise<string> => (await who.want(code, 'GET', '/me/contact-code')).code;
  const sees = async (who: Caller): Promise<boolean> => (await who.get(`/plans/${planId}`)).status === 200;

  it('holds at once when whoever enters it gains nothing, and says so in the log', async () => {
    expect(entered.parse((await enter([choice(colleague.id)])).body).status).toBe('done');
    expect([await sees(colleague), await sees(helper)]).toEqual([true, false]);
    const client = await server.login(await world.clientOf(planId));
    const lines = z.object({ items: z.array(z.object({ type: z.string(), detail: z.unknown() })) });
    const { items } = await client.want(lines, 'GET', `/plans/${planId}/access-log`);
    expect(items.find(({ type }) => type === 'paper-decided')?.detail).toEqual({
      kind: 'paper',
      helper: 'Joost',
      witness: 'Ans de Wit',
      on: today,
    });
  });

  it('holds for whoever enters it only after a colleague confirmed it with an own login', async () => {
    expect(code.parse((await enter([choice(helper.id)])).body).code).toBe('witness-needed');
    expect(await sees(helper)).toBe(false);
    const { id, status } = entered.parse((await enter([choice(helper.id)], { code: await codeOf(colleague) })).body);
    expect([status, await sees(helper)]).toEqual(['waiting', false]);
    const other = await world.helper('Vreemd');
    expect((await other.want(confirmations, 'GET', '/paper-confirmations')).items).toEqual([]);
    const answer = (who: Caller, given: 'yes' | 'no'): Promise<Answer> =>
      who.call('POST', `/paper-confirmations/${id}/answers`, { answer: given });
    for (const who of [other, helper]) expect((await answer(who, 'yes')).status).toBe(404);
    const { items } = await colleague.want(confirmations, 'GET', '/paper-confirmations');
    expect(items).toMatchObject([
      { id, helper: { name: 'Joost' }, choices: [{ recipient: 'Joost', object: 'plan', level: 'write' }] },
    ]);
    const answers = await Promise.all([answer(colleague, 'yes'), answer(colleague, 'yes')]);
    expect(answers.map((one) => one.status).sort()).toEqual([204, 404]);
    expect([await sees(helper), await sees(colleague)]).toEqual([true, false]);
  });

  it('never holds when the colleague says it was not so', async () => {
    const { id } = entered.parse((await enter([choice(helper.id)], { code: await codeOf(colleague) })).body);
    expect((await colleague.call('POST', `/paper-confirmations/${id}/answers`, { answer: 'no' })).status).toBe(204);
    expect((await colleague.call('POST', `/paper-confirmations/${id}/answers`, { answer: 'yes' })).status).toBe(404);
    expect(await sees(helper)).toBe(false);
  });

  it('is not confirmed by who entered it, by who gains by it, or by somebody without a place in an organisation', async () => {
    const neighbour = await server.login(await server.people.person('Buur'));
    for (const who of [helper, colleague, neighbour]) {
      const answer = await enter([choice(helper.id), choice(colleague.id)], { code: await codeOf(who) });
      expect(code.parse(answer.body).code).toBe('code-invalid');
    }
  });

  it('is all or nothing', async () => {
    const unknown = crypto.randomUUID();
    expect((await enter([choice(colleague.id), choice(unknown)])).status).toBe(422);
    expect((await enter([choice(colleague.id), choice(colleague.id, { endsAt: inDays(-1) })])).status).toBe(422);
    expect((await enter([choice(colleague.id, { sectionId: unknown })])).status).toBe(404);
    expect((await enter([])).status).toBe(400);
    expect(await sees(colleague)).toBe(false);
  });

  it('is of the last weeks, and never of tomorrow', async () => {
    for (const days of [1.5, -70]) {
      const decidedOn = inDays(days).slice(0, 10);
      expect((await enter([choice(colleague.id)], { name: 'Ans' }, { decidedOn })).status).toBe(400);
    }
  });

  it('is not entered for a client who has an own login, by strangers, or by the coordinator', async () => {
    const body = { decidedOn: today, witness: { name: 'Ans' }, choices: [choice(helper.id)] };
    expect((await colleague.call('POST', `/plans/${planId}/paper-decisions`, body)).status).toBe(404);
    await world.bind(await world.clientOf(planId));
    expect(code.parse((await enter([choice(colleague.id)])).body).code).toBe('assisted-needs-consent');
  });

  it('is not carried out once the client has taken over meanwhile', async () => {
    const { id } = entered.parse((await enter([choice(helper.id)], { code: await codeOf(colleague) })).body);
    await world.bind(await world.clientOf(planId));
    const answer = await colleague.call('POST', `/paper-confirmations/${id}/answers`, { answer: 'yes' });
    expect(code.parse(answer.body).code).toBe('assisted-needs-consent');
    expect(await sees(helper)).toBe(false);
  });

  it('is read back by the client later, and by nobody else', async () => {
    const { id } = entered.parse((await enter([choice(colleague.id)])).body);
    await world.assisted(helper, planId);
    const client = await server.login(await world.clientOf(planId));
    const address = `/plans/${planId}/helped-decisions`;
    const { items } = await client.want(decisions, 'GET', address);
    expect(items.map(({ kind, helper: who, witness }) => [kind, who, witness])).toEqual([
      ['assisted', 'Joost', null],
      ['paper', 'Joost', 'Ans de Wit'],
    ]);
    expect((await client.call('POST', `${address}/${id}/reviews`)).status).toBe(204);
    expect(
      (await client.want(decisions, 'GET', address)).items.find((one) => one.id === id)?.reviewedAt,
    ).not.toBeNull();
    expect((await colleague.get(address)).status).toBe(403);
    expect((await helper.get(address)).status).toBe(404);
    expect((await colleague.call('POST', `${address}/${id}/reviews`)).status).toBe(403);
  });

  it('stands in the database without names', async () => {
    await enter([choice(colleague.id)]);
    const { rows } = await server.owner.query<{ row: string }>(
      'select row_to_json(d)::text as row from helped_decision d',
    );
    for (const { row } of rows) expect(row).not.toContain(Buffer.from('Ans de Wit').toString('hex'));
  });
});
