import { accessLogEntry, problemBody, type AccessLogEntry } from '@samenplan/shared/contracts';
import { z } from 'zod';
import { inDays, TestServer, type Caller } from './testing/server';

const page = z.object({
  items: z.array(accessLogEntry),
  nextCursor: z.string().nullable(),
  people: z.array(z.object({ id: z.string(), name: z.string() })),
});
type Page = z.infer<typeof page>;

describe('the log as people read it: merged per day', () => {
  let server: TestServer;
  let client: Caller;
  let planId: string;
  let sectionId: string;
  let nurse: Caller;
  let stranger: Caller;

  beforeAll(async () => {
    server = await TestServer.start();
    nurse = await server.login((await server.people.professional('Nel', 'wijkverpleegkundige')).id);
    stranger = await server.login((await server.people.professional('Sjaak', 'maatschappelijk werker')).id);
  });
  beforeEach(async () => {
    ({ caller: client, planId } = await server.client('Cora'));
    sectionId = await server.section(client, planId, 'Wonen');
    await server.share(client, planId, nurse.id, 'read', sectionId);
  });
  afterAll(() => server.stop());

  const read = (query = '', caller = client): Promise<Page> =>
    caller.want(page, 'GET', `/plans/${planId}/access-log-entries${query}`);
  const ofNurse = async (): Promise<AccessLogEntry[]> => (await read(`?personId=${nurse.id}`)).items;
  const look = async (): Promise<void> => {
    await nurse.get(`/plans/${planId}/sections/${sectionId}`);
    await nurse.get(`/plans/${planId}/sections/${sectionId}/authorship`);
  };
  /** A line of the nurse so many hours ago, past the API. */
  const line = async (hours: number, type = 'section-read'): Promise<void> => {
    await server.owner.query(
      `insert into access_log (id, plan_id, section_id, at, person_id, action, outcome, type, why, source, trace_id, details)
        select gen_random_uuid(), $1, $2, clock_timestamp() - $3 * interval '1 hour', $4, 'R', 'success', $5, 'client', 'x', 'x', ''`,
      [planId, sectionId, hours, nurse.id, type],
    );
  };

  it('makes one entry of what one look at a section asks, and of further looks that day', async () => {
    await look();
    await look();
    const [entry, ...others] = (await ofNurse()).filter(({ line: { object } }) => object.id === sectionId);
    expect(others).toEqual([]);
    expect(entry).toMatchObject({ count: 4, line: { person: { name: 'Nel' }, object: { title: 'Wonen' } } });
    expect(entry?.parts.map(({ type, count }) => [type, count])).toEqual([
      ['section-read', 2],
      ['section-history-read', 2],
    ]);
    expect(entry?.parts[0]?.times).toHaveLength(2);
    expect(entry?.parts[0]?.times).toEqual(entry?.parts[0]?.times.toSorted().toReversed());
  });

  it('keeps apart what is not the same: another person, section, day, reason, or anything that was changed', async () => {
    const other = await server.section(client, planId, 'Geld');
    await server.share(client, planId, nurse.id, 'read', other);
    await look();
    await nurse.get(`/plans/${planId}/sections/${other}`);
    await client.get(`/plans/${planId}/sections/${sectionId}`);
    await line(30);
    await stranger.get(`/plans/${planId}/sections/${sectionId}`);
    const { items } = await read(`?sectionId=${sectionId}`);
    expect(
      items.map(({ line: { type, person } }) => [type === 'section-history-read' ? 'look' : type, person?.name]),
    ).toEqual([
      ['refused', 'Sjaak'],
      ['section-read', 'Cora'],
      ['look', 'Nel'],
      ['grant-created', 'Cora'],
      ['section-created', 'Cora'],
      ['section-read', ''],
    ]);
    expect((await read(`?sectionId=${other}`)).items).toHaveLength(3);
  });

  it('is paged by whole entries: none lost, repeated or cut in two, while new lines come', async () => {
    for (let hours = 1; hours < 400; hours += 7) await line(hours);
    await look();
    const all = (await read('?limit=100')).items;
    expect(all.length).toBeGreaterThan(15);
    const found: AccessLogEntry[] = [];
    for (let cursor = ''; ;) {
      const next = await read(`?limit=2${cursor === '' ? '' : `&cursor=${cursor}`}`);
      found.push(...next.items);
      await look();
      if (next.nextCursor === null) break;
      cursor = next.nextCursor;
    }
    const known = (entries: readonly AccessLogEntry[]): unknown[] =>
      entries.filter(({ line: { type } }) => type !== 'log-read').map(({ line: { id }, count }) => [id, count]);
    expect(known(found)).toEqual(known(all));
    expect(new Set(found.map(({ line: { id } }) => id)).size).toBe(found.length);
  });

  it('goes on below a day with far more lines than a page', async () => {
    await server.owner.query(
      `insert into access_log (id, plan_id, section_id, at, person_id, action, outcome, type, why, source, trace_id, details)
        select gen_random_uuid(), $1, $2, clock_timestamp() - interval '50 hours' - n * interval '1 millisecond', $3, 'R', 'success',
          'section-read', 'client', 'x', 'x', '' from generate_series(1, 3000) n`,
      [planId, sectionId, nurse.id],
    );
    await line(100);
    const { items, nextCursor } = await read(`?personId=${nurse.id}`);
    expect(nextCursor).toBeNull();
    // Three seconds around midnight fall on two days.
    expect(items.map(({ count }) => count).reduce((sum, count) => sum + count, 0)).toBe(3_001);
    expect(items.at(-1)?.count).toBe(1);
    expect(items[0]?.parts[0]?.times).toHaveLength(20);
  });

  it('leaves one line of its own for one look, whatever pages that takes, and names everybody in the log', async () => {
    for (let hours = 1; hours < 100; hours += 25) await line(hours);
    const first = await read('?limit=2');
    await read(`?limit=2&cursor=${first.nextCursor ?? ''}`);
    const reads = (await read()).items.filter(({ line: { type } }) => type === 'log-read');
    expect(reads.map(({ count }) => count)).toEqual([1]);
    await stranger.get(`/plans/${planId}`);
    expect((await read(`?personId=${client.id}`)).people.map(({ name }) => name)).toEqual(['Cora', 'Nel', 'Sjaak']);
    expect((await read(`?limit=2&cursor=${first.nextCursor ?? ''}`)).people).toEqual([]);
  });

  it('is for who decides only, and shows a bewindvoerder nothing beside money', async () => {
    expect((await nurse.get(`/plans/${planId}/access-log-entries`)).status).toBe(403);
    expect((await stranger.get(`/plans/${planId}/access-log-entries`)).status).toBe(404);
    const money = await server.section(client, planId, 'Geld', { kind: 'domain', domain: 'finances' });
    const guardian = await server.login(await server.people.person('Bram', ['representative']));
    await server.people.mandate(client.id, guardian.id, 'money');
    const { items, people } = await read('', guardian);
    expect(items.map(({ line: { object, type } }) => [object.id, type])).toEqual([[money, 'section-created']]);
    expect(people.map(({ name }) => name)).toEqual(['Cora']);
  });

  it.each([
    'from=yesterday',
    'from=0000-01-01T00:00:00Z',
    'from=9999-12-31T23:59:59Z',
    'to=2026-11-22T10:00:00',
    `to=${'9'.repeat(5_000)}`,
    'personId=1',
    "sectionId=' or 1=1",
    'personId=a&personId=b',
    'limit=0',
    'limit=1e9',
    'limit=1&limit=2',
    'cursor=nonsense',
    `cursor=${Buffer.from('["0000-01-01T00:00:00.000000Z","0000-01-01T00:00:00.000000Z","x"]').toString('base64url')}`,
    `cursor=${'A'.repeat(10_000)}`,
  ])('answers a clear problem to %.60s', async (query) => {
    const paths = [
      'access-log',
      'access-log-entries',
      ...(/^(?:from|to|\w+Id)=/.test(query) ? ['access-log-export'] : []),
    ];
    for (const path of paths) {
      const { status, body } = await client.get(`/plans/${planId}/${path}?format=csv&${query}`);
      expect([path, status, problemBody.parse(body).code]).toEqual([path, 400, 'input-invalid']);
    }
  });

  it('takes moments with any zone', async () => {
    await look();
    const day = inDays(1).replace('Z', '%2B05:30');
    expect((await read(`?to=${day}`)).items.length).toBeGreaterThan(0);
    expect((await read(`?from=${day}`)).items).toEqual([]);
  });
});
