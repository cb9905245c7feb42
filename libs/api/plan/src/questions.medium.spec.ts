import { accessQuestion, listOf, plan, questionAnswer } from '@samenplan/shared/contracts';
import { z } from 'zod';
import { inDays, TestServer, type Answer, type Caller } from './testing/server';

const questions = listOf(accessQuestion);
const answers = listOf(questionAnswer);

describe('asking for something of a life domain', () => {
  let server: TestServer;
  let client: Caller;
  let planId: string;
  let housing: string;
  let asker: Caller;
  let number = 0;

  beforeAll(async () => {
    server = await TestServer.start();
  });
  // Asking is limited per person: every test has its own people.
  beforeEach(async () => {
    number += 1;
    ({ caller: client, planId } = await server.client(`Samira ${number}`));
    const open = await server.section(client, planId, 'Netwerk');
    housing = await server.section(client, planId, 'Mijn huis', { kind: 'domain', domain: 'housing' });
    const { id } = await server.people.professional(`Noor ${number}`, 'wijkverpleegkundige');
    asker = await server.login(id);
    await server.share(client, planId, id, 'read', open);
  });
  afterAll(() => server.stop());

  const ask = (by: Caller, body: object = {}): Promise<Answer> =>
    by.call('POST', '/access-questions', { about: { planId }, domain: 'housing', level: 'read', ...body });
  const waiting = async (by = client): Promise<z.infer<typeof accessQuestion>[]> =>
    (await by.want(questions, 'GET', '/access-questions')).items;
  const reply = async (body: object, by = client): Promise<Answer> =>
    by.call('PATCH', `/access-questions/${(await waiting())[0]?.id}`, body);
  const codeOf = async (one: Caller): Promise<string> =>
    (await one.want(z.object({ code: z.string() }), 'GET', '/me/contact-code')).code;

  it('shows the client which sections a yes would show, and then shows exactly the chosen ones', async () => {
    const second = await server.section(client, planId, 'Verhuizen', { kind: 'domain', domain: 'housing' });
    expect(await ask(asker)).toEqual({ status: 201, body: { asked: true } });
    const [question] = await waiting();
    expect(question).toMatchObject({
      domain: 'housing',
      level: 'read',
      person: { id: asker.id, function: 'wijkverpleegkundige' },
    });
    expect(question?.sections.map(({ title }) => title).sort()).toEqual(['Mijn huis', 'Verhuizen']);
    expect((await reply({ answer: 'yes', sectionIds: [second], endsAt: inDays(30) })).status).toBe(204);
    const seen = await asker.want(plan, 'GET', `/plans/${planId}`);
    expect(seen.sections.map(({ title }) => title).sort()).toEqual(['Netwerk', 'Verhuizen']);
    expect((await asker.want(answers, 'GET', '/access-questions/answers')).items).toMatchObject([
      { answer: 'yes', planId, domain: 'housing' },
    ]);
    expect(await waiting()).toEqual([]);
  });

  it('answers the same whether or not there is such a section, also the second time and after any number', async () => {
    const ways: string[] = [];
    for (const domain of ['housing', 'justice', 'finances']) {
      const one = await ask(asker, { domain });
      const two = await ask(asker, { domain });
      ways.push(JSON.stringify([one, { ...two, body: { ...(two.body as object), traceId: '', instance: '' } }]));
    }
    expect(new Set(ways).size).toBe(1);
    expect((await asker.want(answers, 'GET', '/access-questions/answers')).items).toEqual([]);
  });

  it('tells the asker the words that the client wrote with a no, and keeps the same question away for weeks', async () => {
    await ask(asker);
    expect((await reply({ answer: 'no', words: 'Bel me liever even.' })).status).toBe(204);
    expect((await asker.want(answers, 'GET', '/access-questions/answers')).items).toMatchObject([
      { answer: 'no', words: 'Bel me liever even.' },
    ]);
    expect(await ask(asker)).toMatchObject({ status: 409, body: { code: 'asked-before' } });
    await server.owner.query(
      "update access_question set answered_at = answered_at - interval '29 days' where asker_id = $1",
      [asker.id],
    );
    expect((await ask(asker)).status).toBe(201);
  });

  it('can be asked with the code that the client shows, also by somebody who sees nothing yet', async () => {
    const { id } = await server.people.professional(`Els ${number}`, 'huisarts');
    const doctor = await server.login(id);
    expect((await ask(doctor, { about: { code: await codeOf(client) } })).status).toBe(201);
    expect(await waiting()).toMatchObject([{ person: { id, function: 'huisarts' }, sections: [{ id: housing }] }]);
    expect((await reply({ answer: 'yes', sectionIds: [housing], endsAt: inDays(30) })).status).toBe(204);
    expect((await doctor.want(plan, 'GET', `/plans/${planId}`)).sections.map((one) => one.id)).toEqual([housing]);
  });

  it('does not tell by code whether that person has a plan at all', async () => {
    const without = await server.login(await server.people.person(`Zonder ${number}`));
    const told: unknown[] = [];
    for (const one of [client, without]) {
      const about = { code: await codeOf(one) };
      for (let nth = 0; nth < 2; nth += 1) {
        const { status, body } = await ask(asker, { about, domain: 'justice' });
        told.push([nth, status, (body as { code?: string }).code]);
      }
    }
    expect(told.slice(0, 2)).toEqual(told.slice(2));
  });

  it('is not open to strangers, to people without a place by code, or to who decides', async () => {
    const stranger = await server.login((await server.people.professional(`Vreemd ${number}`, 'arts')).id);
    expect((await ask(stranger)).status).toBe(404);
    expect((await ask(stranger, { about: { code: '23456789AB' } })).status).toBe(422);
    const informal = await server.login(await server.people.person('Buurvrouw'));
    expect((await ask(informal, { about: { code: await codeOf(client) } })).status).toBe(403);
    expect((await ask(client)).status).toBe(403);
  });

  it('reaches only who decides about it: with money only, no question about a home', async () => {
    const money = await server.login(await server.people.person('Bewindvoerder'));
    await server.people.mandate(client.id, money.id, 'money');
    await server.section(client, planId, 'Schulden', { kind: 'domain', domain: 'finances' });
    await ask(asker);
    await ask(asker, { domain: 'finances' });
    expect((await waiting(money)).map(({ domain }) => domain)).toEqual(['finances']);
    expect((await waiting()).map(({ domain }) => domain)).toEqual(['housing', 'finances']);
    expect(await waiting(asker)).toEqual([]);
    expect((await reply({ answer: 'no' }, money)).status).toBe(404);
    expect((await reply({ answer: 'yes', sectionIds: [housing], endsAt: inDays(3) }, asker)).status).toBe(404);
  });

  it('never offers what the client keeps alone, and a yes names nothing else than what was offered', async () => {
    const other = await server.section(client, planId, 'Schulden', { kind: 'domain', domain: 'finances' });
    await server.section(client, planId, 'Geheim', { kind: 'domain', domain: 'housing', onlyMe: true });
    await ask(asker);
    expect((await waiting())[0]?.sections.map(({ id }) => id)).toEqual([housing]);
    for (const body of [
      { answer: 'yes', sectionIds: [other], endsAt: inDays(3) },
      { answer: 'yes', sectionIds: [], endsAt: inDays(3) },
      { answer: 'yes', sectionIds: [housing] },
      { answer: 'no', sectionIds: [housing] },
    ])
      expect((await reply(body)).status).toBe(400);
    expect((await reply({ answer: 'yes', sectionIds: [housing], endsAt: inDays(-3) })).status).toBe(422);
    expect(await waiting()).toHaveLength(1);
  });

  it('stands sealed: nobody reads the domain or the words in the database', async () => {
    await ask(asker);
    await reply({ answer: 'no', words: 'Liever niet' });
    const { rows } = await server.owner.query(
      'select q.*, q::text as text from access_question q where asker_id = $1',
      [asker.id],
    );
    expect(JSON.stringify(rows)).not.toMatch(/housing|Liever/);
  });

  it('has a maximum a day, whatever is asked', async () => {
    const domains = [
      'housing',
      'justice',
      'finances',
      'basic-adl',
      'instrumental-adl',
      'social-network',
      'participation',
      'mental-health',
      'physical-health',
      'substance-use',
      'daily-activities',
    ];
    const statuses: number[] = [];
    for (const domain of domains) statuses.push((await ask(asker, { domain })).status);
    expect(statuses).toEqual([...Array<number>(10).fill(201), 429]);
  });

  it('is answered once when two answers come at the same moment', async () => {
    await ask(asker);
    const id = (await waiting())[0]?.id;
    const both = await Promise.all(
      (['yes', 'no'] as const).map((answer) =>
        client.call(
          'PATCH',
          `/access-questions/${id}`,
          answer === 'yes' ? { answer, sectionIds: [housing], endsAt: inDays(3) } : { answer },
        ),
      ),
    );
    expect(both.map(({ status }) => status).sort()).toEqual([204, 404]);
  });
});
