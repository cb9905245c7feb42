import { plan, routes } from '@samenplan/shared/contracts';
import { z } from 'zod';
import { inDays, TestServer, type Caller } from './testing/server';

const start = routes.createPlanStart.response;
const starts = routes.listPlanStarts.response;
const claimed = z.object({ planId: z.string() });

describe('a plan that a professional starts together with a client', () => {
  let server: TestServer;
  let worker: Caller;
  let number = 0;

  beforeAll(async () => {
    server = await TestServer.start();
  });
  // Codes are guessed at slowly: everybody gets a fresh allowance.
  beforeEach(async () => {
    worker = await server.login((await server.people.professional('Joost', 'maatschappelijk werker')).id);
  });
  afterAll(() => server.stop());

  const begin = (): Promise<z.infer<typeof start>> => worker.want(start, 'POST', '/plan-starts', {});
  const someone = async (): Promise<Caller> => server.login(await server.people.person(`Iemand ${(number += 1)}`));
  const claim = (caller: Caller, code: string, more: object = {}): ReturnType<Caller['call']> =>
    caller.call('POST', '/plan-starts/claims', { code, title: 'Mijn plan', share: null, coordinator: false, ...more });

  it('belongs to the client from the first second, and shows the starter nothing unless the client says so', async () => {
    const { code } = await begin();
    const client = await someone();
    const { planId } = claimed.parse((await claim(client, code)).body);
    const found = await client.want(plan, 'GET', `/plans/${planId}`);
    expect(found).toMatchObject({ title: 'Mijn plan', level: 'manage', coordinator: null });
    expect(found.sections.map(({ kind }) => kind)).toEqual(['own-story']);
    expect((await worker.get(`/plans/${planId}`)).status).toBe(404);
    const roles = await client.want(z.object({ roles: z.array(z.string()) }), 'GET', '/me');
    expect(roles.roles).toEqual(['client']);
  });

  it('begins with the sharing and the coordinator that the client chose, all at once', async () => {
    const { code } = await begin();
    const client = await someone();
    const { planId } = claimed.parse(
      (await claim(client, code, { share: { level: 'write', endsAt: inDays(90) }, coordinator: true })).body,
    );
    const theirs = await worker.want(plan, 'GET', `/plans/${planId}`);
    expect(theirs).toMatchObject({
      level: 'write',
      coordinator: { id: worker.id },
      may: { manage: false, arrange: true, addSection: true },
    });
    expect(theirs.sections.map(({ level }) => level)).toEqual(['read']);
  });

  it('begins not at all when any part of it is wrong, and the code stays good', async () => {
    const { code } = await begin();
    const client = await someone();
    expect((await claim(client, code, { share: { level: 'write', endsAt: inDays(-1) } })).status).toBe(422);
    expect((await claim(client, code, { coordinator: true })).status).toBe(400);
    expect((await client.want(z.object({ items: z.array(z.unknown()) }), 'GET', '/plans')).items).toEqual([]);
    expect((await claim(client, code)).status).toBe(201);
  });

  it('can be looked up as often as a mail scanner likes: it shows who started it and uses up nothing', async () => {
    const { code, url, expiresAt } = await begin();
    expect(url).toContain(code);
    const client = await someone();
    for (let look = 0; look < 3; look += 1) {
      const { status, body } = await client.call('POST', '/plan-starts/lookups', {
        code: ` ${code.slice(0, 5).toLowerCase()}-${code.slice(5)}`,
      });
      expect(status).toBe(200);
      expect(body).toMatchObject({
        starter: { name: 'Joost', function: 'maatschappelijk werker', duties: ['professional-secrecy'] },
        expiresAt,
      });
    }
    expect((await claim(client, code)).status).toBe(201);
  });

  it('is claimed by one of several who try at the same moment', async () => {
    const { code } = await begin();
    const people = [await someone(), await someone(), await someone(), await someone()];
    const answers = await Promise.all(people.map((person) => claim(person, code)));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 422, 422, 422]);
    const { rows } = await server.owner.query<{ count: string }>(
      'select count(*) from plan_access where client_id = any ($1)',
      [people.map(({ id }) => id)],
    );
    expect(rows[0]?.count).toBe('1');
  });

  it.each([
    [
      'was cancelled',
      async ({ id }: z.infer<typeof start>): Promise<unknown> => worker.call('DELETE', `/plan-starts/${id}`),
    ],
    [
      'is older than fourteen days',
      async ({ id }: z.infer<typeof start>): Promise<unknown> =>
        server.owner.query('update plan_start set expires_at = clock_timestamp() where id = $1', [id]),
    ],
    [
      'came from somebody who left',
      async (): Promise<unknown> =>
        server.owner.query('update affiliation set ends_at = clock_timestamp() where person_id = $1', [worker.id]),
    ],
    ['was claimed', async ({ code }: z.infer<typeof start>): Promise<unknown> => claim(await someone(), code)],
  ])('can not be claimed with a code that %s', async (_, spoil) => {
    const begun = await begin();
    await spoil(begun);
    const client = await someone();
    const answers = [
      await claim(client, begun.code),
      await client.call('POST', '/plan-starts/lookups', { code: begun.code }),
      await claim(client, 'ABCDEFGH23'),
    ];
    for (const { status, body } of answers)
      expect([status, z.object({ code: z.string() }).parse(body).code]).toEqual([422, 'code-invalid']);
  });

  it('is valid for fourteen days', async () => {
    const { expiresAt } = await begin();
    expect(Math.round((Date.parse(expiresAt) - Date.now()) / 86_400_000)).toBe(14);
  });

  it('is listed and cancelled by its starter only, and its code is shown once', async () => {
    const { id, code } = await begin();
    const other = await server.login((await server.people.professional('Kim', 'POH')).id);
    expect((await worker.want(starts, 'GET', '/plan-starts')).items.map((one) => one.id)).toEqual([id]);
    expect(JSON.stringify((await worker.get('/plan-starts')).body)).not.toContain(code);
    expect((await other.want(starts, 'GET', '/plan-starts')).items).toEqual([]);
    expect((await other.call('DELETE', `/plan-starts/${id}`)).status).toBe(404);
    expect((await worker.call('DELETE', `/plan-starts/${id}`)).status).toBe(204);
    expect((await worker.call('DELETE', `/plan-starts/${id}`)).status).toBe(404);
    expect((await worker.want(starts, 'GET', '/plan-starts')).items).toEqual([]);
  });

  it('is not started by somebody outside every organisation, nor claimed by who started it', async () => {
    expect((await (await someone()).call('POST', '/plan-starts', {})).status).toBe(403);
    expect((await claim(worker, (await begin()).code)).status).toBe(403);
  });

  it('can not be found by trying codes: after ten the door stays shut for a while', async () => {
    const client = await someone();
    const { code } = await begin();
    const answers: number[] = [];
    for (let guess = 0; guess < 12; guess += 1)
      answers.push((await client.call('POST', '/plan-starts/lookups', { code: 'ABCDEFGH23' })).status);
    expect(answers.slice(0, 10)).toEqual(Array.from({ length: 10 }, () => 422));
    expect((await client.call('POST', '/plan-starts/lookups', { code })).status).toBe(429);
  });

  it('keeps of its code only what can not be claimed with', async () => {
    const { id, code } = await begin();
    const { rows } = await server.owner.query<{ row: string }>(
      'select row_to_json(s)::text as row from plan_start s where id = $1',
      [id],
    );
    expect(rows[0]?.row).not.toContain(code);
    expect(rows[0]?.row).not.toContain(Buffer.from(code).toString('hex'));
  });
});
