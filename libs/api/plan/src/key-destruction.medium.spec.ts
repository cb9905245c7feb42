import { once } from 'node:events';
import { Encryption, MasterKey, PostgresKeyStore, SystemClock } from '@samenplan/api/platform';
import { accessLogLine, plan, planSummary } from '@samenplan/shared/contracts';
import { addBlocks, SUBPROTOCOL, Y } from '@samenplan/shared/live-protocol';
import { WebSocket } from 'ws';
import { z } from 'zod';
import { destroyKeys, type Destroyed } from './key-destruction';
import { TestServer, type Caller } from './testing/server';

const page = z.object({ items: z.array(accessLogLine) });
const plans = z.object({ items: z.array(planSummary) });
const made = z.object({ id: z.string() });
const SECRET = 'Vanmorgen weer een paniekaanval';

describe('stored content', () => {
  let server: TestServer;
  let client: Caller;
  let stranger: Caller;
  let planId: string;
  let sectionId: string;

  beforeAll(async () => {
    server = await TestServer.start();
    stranger = await server.login((await server.people.professional('Sjaak', 'maatschappelijk werker')).id);
  });
  beforeEach(async () => {
    ({ caller: client, planId } = await server.client('Cora'));
    sectionId = await server.section(client, planId, 'Verslaving');
    await write();
  });
  afterAll(() => server.stop());

  async function write(): Promise<void> {
    const doc = new Y.Doc();
    Y.applyUpdate(doc, await server.rooms.encodeState(sectionId));
    const before = Y.encodeStateVector(doc);
    addBlocks(doc, [{ type: 'paragraph', text: SECRET }]);
    const update = Y.encodeStateAsUpdate(doc, before);
    await server.rooms.write(sectionId, client.id, await server.sessionOf(client.id), update);
  }

  const open = ({ cookie }: Caller, address = server.address): WebSocket =>
    new WebSocket(`${address.replace('http', 'ws')}/live/sections/${sectionId}`, SUBPROTOCOL, {
      headers: { cookie, origin: 'http://localhost:3000' },
    });
  const codeOf = async (socket: WebSocket): Promise<number> => ((await once(socket, 'close')) as [number])[0];

  /** As the command does: from another process, on behalf of the owner of the database. */
  async function destroy(section: string | null, news: 'told' | 'lost' = 'told'): Promise<Destroyed | undefined> {
    const masterKey = new MasterKey(server.database.masterKey);
    const encryption = new Encryption(masterKey, new PostgresKeyStore(), new SystemClock());
    await server.owner.query('begin');
    const destroyed = await destroyKeys(server.owner, encryption, { planId, sectionId: section });
    if (news === 'lost') await server.owner.query("delete from outbox where topic = 'keys-destroyed'");
    await server.owner.query('commit');
    return destroyed;
  }

  /** Resolves when the instance under test has dropped the keys from memory. */
  async function heard({ keyIds }: Destroyed): Promise<void> {
    const encryption = server.app.get(Encryption);
    for (const keyId of keyIds)
      for (;;) {
        const kept = await encryption.seal(server.owner, keyId, 'x', Buffer.alloc(0)).catch(() => undefined);
        if (kept === undefined) break;
        await server.owner.query('select 1'); // Lets the instance work meanwhile.
      }
  }

  /** Every row of every table, as whoever holds a dump reads it. */
  async function dump(): Promise<string> {
    const { rows: tables } = await server.owner.query<{ name: string }>(
      `select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname in ('public', 'keys')`,
    );
    const lines: string[] = [];
    for (const { name } of tables) {
      const { rows } = await server.owner.query<{ line: string }>(`select row_to_json(t)::text as line from ${name} t`);
      lines.push(...rows.map(({ line }) => line));
    }
    expect(tables.length).toBeGreaterThan(20);
    return lines
      .join('\n')
      .replaceAll(/\\\\x([0-9a-f]+)/g, (_, hex: string) => Buffer.from(hex, 'hex').toString('latin1'));
  }

  it('is in no table of the database as readable text', async () => {
    await client.get(`/plans/${planId}/access-log`);
    const found = await dump();
    expect(found).toContain('plan-created');
    for (const word of [SECRET, 'paniekaanval', 'Verslaving', 'Plan van Cora', 'Mijn verhaal'])
      expect(found).not.toContain(word);
  });

  it('of a destroyed plan is gone for everybody, with one clear answer, and no other plan is touched', async () => {
    const { id: second } = await client.want(made, 'POST', '/plans', { title: 'Tweede plan' });
    const watching = open(client);
    await once(watching, 'message');
    const closed = codeOf(watching);
    const began = performance.now();
    const destroyed = await destroy(null);
    if (destroyed === undefined) throw new Error('nothing destroyed');
    expect([4403, 4409]).toContain(await closed);
    expect(performance.now() - began).toBeLessThan(1_500);
    await heard(destroyed);

    for (const path of [`/plans/${planId}`, `/plans/${planId}/sections/${sectionId}`, `/plans/${planId}/access-log`])
      expect(await client.get(path)).toMatchObject({ status: 410, body: { code: 'content-destroyed' } });
    expect((await stranger.get(`/plans/${planId}`)).status).toBe(404);
    expect(await codeOf(open(client))).toBe(4403);
    expect((await client.want(plans, 'GET', '/plans')).items.map(({ id }) => id)).toEqual([second]);
    expect((await client.want(plan, 'GET', `/plans/${second}`)).title).toBe('Tweede plan');

    const { rows } = await server.owner.query(
      'select from keys.data_key where id = any ($1::uuid[]) and (wrapped is not null or nonce is not null)',
      [destroyed.keyIds],
    );
    expect([destroyed.keyIds.length, rows.length]).toEqual([3, 0]);
    expect(await destroy(null)).toBeUndefined();
  });

  it('of a destroyed section is gone from an instance that hears nothing, within a second', async () => {
    const other = await server.beside();
    try {
      const watching = open(client, other.address);
      await once(watching, 'message');
      const closed = codeOf(watching);
      const began = performance.now();
      await destroy(sectionId, 'lost');
      expect(await closed).toBe(4409);
      expect(performance.now() - began).toBeLessThan(1_000);
      expect(await codeOf(open(client, other.address))).toBe(4403);
    } finally {
      await other.app.close();
    }
  });

  it('of a destroyed section takes nothing else along, and the log says what happened', async () => {
    const destroyed = await destroy(sectionId);
    if (destroyed === undefined) throw new Error('nothing destroyed');
    await heard(destroyed);
    const found = await client.want(plan, 'GET', `/plans/${planId}`);
    expect(found.sections.map(({ title }) => title)).toEqual(['Mijn verhaal']);
    expect((await client.get(`/plans/${planId}/sections/${sectionId}`)).status).toBe(410);
    const { items } = await client.want(page, 'GET', `/plans/${planId}/access-log`);
    expect(items.find(({ type }) => type === 'section-destroyed')).toMatchObject({
      action: 'D',
      person: null,
      object: { id: sectionId },
    });
  });

  it('whose key is lost is said to be unreadable, never shown as empty, and keeps nothing else away', async () => {
    const { id: second } = await client.want(made, 'POST', '/plans', { title: 'Tweede plan' });
    const { rows } = await server.owner.query<{ id: string }>(
      'update keys.data_key set wrapped = nonce where owner_id = $1 returning id',
      [planId],
    );
    const watching = open(client);
    await once(watching, 'message');
    watching.terminate();
    for (const { id } of rows) server.app.get(Encryption).forget(id);
    expect(await client.get(`/plans/${planId}`)).toMatchObject({ status: 500, body: { code: 'content-unreadable' } });
    const { items } = await client.want(plans, 'GET', '/plans');
    expect(new Map(items.map(({ id, title }) => [id, title]))).toEqual(
      new Map([
        [planId, ''],
        [second, 'Tweede plan'],
      ]),
    );
    const other = await server.beside();
    try {
      const socket = open(client, other.address);
      const frames: unknown[] = [];
      socket.on('message', (frame) => frames.push(frame));
      expect(await codeOf(socket)).toBe(4513);
      expect(frames).toEqual([]);
    } finally {
      await other.app.close();
    }
  });

  it('that was swapped between two sections is shown under neither', async () => {
    const second = await server.section(client, planId, 'Wonen');
    await server.owner.query(
      `update section s set details = o.details from section o
        where s.id = any ($1::uuid[]) and o.id = any ($1::uuid[]) and o.id <> s.id`,
      [[sectionId, second]],
    );
    const found = await client.want(plan, 'GET', `/plans/${planId}`);
    expect(found.sections.map(({ title }) => title).sort()).toEqual(['', '', 'Mijn verhaal']);
    for (const id of [sectionId, second])
      expect(await client.get(`/plans/${planId}/sections/${id}`)).toMatchObject({
        status: 500,
        body: { code: 'content-unreadable' },
      });
  });

  it('of one log shows no words in the log of another plan to which its row was moved', async () => {
    const { caller: thief, planId: theirs } = await server.client('Dief');
    await server.owner.query('update access_log set plan_id = $2, section_id = null where plan_id = $1', [
      planId,
      theirs,
    ]);
    const { items } = await thief.want(page, 'GET', `/plans/${theirs}/access-log`);
    expect(items.length).toBeGreaterThan(3);
    expect(JSON.stringify(items)).not.toMatch(/Verslaving|Plan van Cora/);
  });
});
