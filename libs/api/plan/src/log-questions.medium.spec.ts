import { accessLogEntry, accessLogLine, askedLogQuestion, type AccessLogEntry } from '@samenplan/shared/contracts';
import { z } from 'zod';
import { TestServer, type Caller } from './testing/server';

const entries = z.object({ items: z.array(accessLogEntry) });
const lines = z.object({ items: z.array(accessLogLine) });
const questions = z.object({ items: z.array(askedLogQuestion) });
const made = z.object({ id: z.string() });

describe('a question about a line of the log', () => {
  let server: TestServer;
  let client: Caller;
  let planId: string;
  let sectionId: string;
  let nurse: Caller;
  let stranger: Caller;
  let grantId: string;

  beforeAll(async () => {
    server = await TestServer.start();
  });
  beforeEach(async () => {
    nurse = await server.login((await server.people.professional('Nel', 'wijkverpleegkundige')).id);
    stranger = await server.login((await server.people.professional('Sjaak', 'maatschappelijk werker')).id);
    ({ caller: client, planId } = await server.client('Cora'));
    sectionId = await server.section(client, planId, 'Verslaving');
    grantId = await server.share(client, planId, nurse.id, 'read', sectionId);
    await nurse.get(`/plans/${planId}/sections/${sectionId}`);
    await nurse.get(`/plans/${planId}/sections/${sectionId}/authorship`);
  });
  afterAll(() => server.stop());

  const entry = async (caller = client): Promise<AccessLogEntry> => {
    const path = `/plans/${planId}/access-log-entries?sectionId=${sectionId}&personId=${nurse.id}`;
    const { items } = await caller.want(entries, 'GET', path);
    const first = items.find(({ line }) => line.type.startsWith('section-'));
    if (first === undefined) throw new Error('There is no line about the nurse');
    return first;
  };
  const ask = async (
    lineId: string,
    text = 'Waarom keek je?',
    caller = client,
  ): Promise<{ status: number; body: unknown }> =>
    caller.call('POST', `/plans/${planId}/log-questions`, { lineId, text });
  const notices = async (personId: string): Promise<[string, string | null][]> => {
    const { rows } = await server.owner.query<{ kind: string; plan_id: string | null }>(
      'select kind, plan_id from notice where person_id = $1',
      [personId],
    );
    return rows.map(({ kind, plan_id }) => [kind, plan_id]);
  };

  it('reaches the person in it, and the answer stands at the line, also after newer lines of that day', async () => {
    const { line, mayAsk } = await entry();
    expect(mayAsk).toBe(true);
    expect((await ask(line.id)).status).toBe(201);
    expect(await notices(nurse.id)).toContainEqual(['log-question', null]);
    const [asked] = (await nurse.want(questions, 'GET', '/log-questions')).items;
    expect(asked).toMatchObject({ text: 'Waarom keek je?', askedBy: { name: 'Cora' }, action: 'R', answer: null });
    expect(asked?.doneAt).toBe(new Date(line.at).toISOString());
    const answer = { text: 'Ik viel in voor een collega.' };
    expect((await nurse.call('PUT', `/log-questions/${asked?.id ?? ''}/answer`, answer)).status).toBe(204);
    expect(await notices(client.id)).toContainEqual(['log-answer', planId]);
    await nurse.get(`/plans/${planId}/sections/${sectionId}`);
    const after = await entry();
    expect(after.line.id).not.toBe(line.id);
    expect(after).toMatchObject({ mayAsk: false, question: { text: 'Waarom keek je?', answer: answer.text } });
  });

  it('is read and answered by who has no right left, who learns nothing of the plan by it', async () => {
    const { line } = await entry();
    await client.call('DELETE', `/plans/${planId}/grants/${grantId}`);
    await client.call('PATCH', `/plans/${planId}/sections/${sectionId}`, { title: 'Nieuwe naam' });
    await ask(line.id);
    const { body } = await nurse.get('/log-questions');
    const text = JSON.stringify(body);
    for (const hidden of ['Verslaving', 'Nieuwe naam', 'Plan van Cora', sectionId, planId, line.id])
      expect(text).not.toContain(hidden);
    const [asked] = questions.parse(body).items;
    expect((await nurse.call('PUT', `/log-questions/${asked?.id ?? ''}/answer`, { text: 'Ja' })).status).toBe(204);
    expect((await nurse.get(`/plans/${planId}`)).status).toBe(404);
    expect((await entry()).question?.answer).toBe('Ja');
  });

  it('leaves lines: asked, read once a look, answered', async () => {
    await ask((await entry()).line.id);
    await nurse.get('/log-questions');
    const { items } = await nurse.want(questions, 'GET', '/log-questions');
    await nurse.call('PUT', `/log-questions/${items[0]?.id ?? ''}/answer`, { text: 'Ja' });
    const log = (await client.want(lines, 'GET', `/plans/${planId}/access-log`)).items;
    const about = log
      .filter(({ type }) => type.startsWith('log-question'))
      .map(({ type, person }) => [type, person?.name]);
    expect(about).toEqual([
      ['log-question-answered', 'Nel'],
      ['log-question-read', 'Nel'],
      ['log-question-asked', 'Cora'],
    ]);
  });

  it('is never put to who was refused: that would tell them what exists', async () => {
    await stranger.get(`/plans/${planId}/sections/${sectionId}`);
    const path = `/plans/${planId}/access-log-entries?personId=${stranger.id}`;
    const [refusal] = (await client.want(entries, 'GET', path)).items;
    expect(refusal).toMatchObject({ mayAsk: false, line: { outcome: 'refused' } });
    expect((await ask(refusal?.line.id ?? '')).status).toBe(404);
    expect((await stranger.want(questions, 'GET', '/log-questions')).items).toEqual([]);
  });

  it('is put by who reads the log only, about a line of that plan, and not to oneself', async () => {
    const { line } = await entry();
    expect((await ask(line.id, 'Waarom?', nurse)).status).toBe(403);
    expect((await ask(line.id, 'Waarom?', stranger)).status).toBe(404);
    const other = await server.client('Ans');
    const foreign = await other.caller.call('POST', `/plans/${other.planId}/log-questions`, {
      lineId: line.id,
      text: 'x',
    });
    expect(foreign.status).toBe(404);
    const { items } = await client.want(lines, 'GET', `/plans/${planId}/access-log?personId=${client.id}`);
    expect((await ask(items[0]?.id ?? '')).status).toBe(404);
    await ask(line.id);
    await nurse.get('/log-questions');
    const path = `/plans/${planId}/access-log?personId=${nurse.id}`;
    const [about] = (await client.want(lines, 'GET', path)).items;
    expect(about?.type).toBe('log-question-read');
    expect((await ask(about?.id ?? '')).status).toBe(404);
    for (const text of ['', ' ', 'x'.repeat(501), 'a\u0000b']) expect((await ask(line.id, text)).status).toBe(400);
  });

  it('is answered once, by the person alone, with the same answer to all others as for none', async () => {
    const { body } = await ask((await entry()).line.id);
    const { id } = made.parse(body);
    const put = (caller: Caller, to = id): Promise<{ status: number }> =>
      caller.call('PUT', `/log-questions/${to}/answer`, { text: 'Ja' });
    for (const caller of [stranger, client]) expect((await put(caller)).status).toBe(404);
    expect((await put(stranger, planId)).status).toBe(404);
    expect((await Promise.all([put(nurse), put(nurse)])).map(({ status }) => status).sort()).toEqual([204, 409]);
  });

  it('is put once about a line, and not without end to one person', async () => {
    const { line } = await entry();
    const statuses = (await Promise.all([ask(line.id), ask(line.id)])).map(({ status }) => status);
    expect(statuses.sort()).toEqual([201, 409]);
    for (let look = 0; look < 5; look += 1) await nurse.get(`/plans/${planId}/sections/${sectionId}`);
    const path = `/plans/${planId}/access-log?personId=${nurse.id}&sectionId=${sectionId}`;
    const others = (await client.want(lines, 'GET', path)).items.filter(({ id }) => id !== line.id);
    const asked: number[] = [];
    for (const { id } of others) asked.push((await ask(id)).status);
    expect(asked).toEqual([201, 201, 201, 201, ...others.slice(4).map(() => 429)]);
  });

  it('stands encrypted, and out of reach of a bewindvoerder when it is not about money', async () => {
    await ask((await entry()).line.id, 'Waarom keek je bij mij?');
    const { rows } = await server.owner.query<{ text: string }>(
      "select encode(question, 'escape') || row_to_json(q) as text from log_question q where plan_id = $1",
      [planId],
    );
    expect(rows).toHaveLength(1);
    expect(rows[0]?.text).not.toContain('Waarom');
    await server.section(client, planId, 'Geld', { kind: 'domain', domain: 'finances' });
    const guardian = await server.login(await server.people.person('Bram', ['representative']));
    await server.people.mandate(client.id, guardian.id, 'money');
    const { body } = await guardian.get(`/plans/${planId}/access-log-entries`);
    expect(JSON.stringify(body)).not.toContain('Waarom');
  });
});
