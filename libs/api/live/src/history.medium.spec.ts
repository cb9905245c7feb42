import { addBlocks, LiveConnection, plainText, textBlocks, Y } from '@samenplan/shared/live-protocol';
import { RoomHistory } from './history';
import { HistoryKeeper } from './history-keeper';
import { HistoryReset } from './history-reset';
import { HistoryStore } from './history-store';
import { PostgresUpdateStore } from './postgres-update-store';
import { RoomDocument } from './room-document';
import { connectLive, socketOf, until, untilDoc } from './testing/live-client';
import { startLiveServer, type LiveServer } from './testing/live-server';
import { LiveWorld, type Somebody } from './testing/live-world';

const ALWAYS = [{ from: new Date(0), until: null }];

describe('the history of a room', () => {
  let world: LiveWorld;
  let store: PostgresUpdateStore;
  let history: RoomHistory;
  let keeper: HistoryKeeper;
  let one: LiveServer;
  let two: LiveServer;
  let client: Somebody;
  let nurse: Somebody;
  let roomId: string;
  const failures: unknown[] = [];

  beforeAll(async () => {
    world = await LiveWorld.create();
    store = new PostgresUpdateStore(world.pool, world.encryption);
    history = new RoomHistory(new HistoryStore(world.pool, world.encryption));
    keeper = new HistoryKeeper(world.pool, history, store, (_, error) => failures.push(error));
    one = await startLiveServer(world);
    two = await startLiveServer(world);
    client = await world.person('Cora');
    nurse = await world.person('Nel');
  });
  beforeEach(async () => {
    roomId = await world.section(client);
    await world.share(roomId, nurse, 2);
    failures.length = 0;
  });
  afterAll(async () => {
    await one.close();
    await two.close();
    await world.destroy();
  });

  async function write({ personId, loginId }: Somebody, change: (doc: Y.Doc) => void): Promise<number> {
    const doc = new Y.Doc();
    Y.applyUpdate(doc, await one.rooms.encodeState(roomId));
    const before = Y.encodeStateVector(doc);
    doc.transact(() => change(doc));
    return one.rooms.write(roomId, personId, loginId, Y.encodeStateAsUpdate(doc, before));
  }
  const add =
    (text: string) =>
    (doc: Y.Doc): void =>
      addBlocks(doc, [{ type: 'paragraph', text }]);
  const text = async (): Promise<string> => {
    const doc = new Y.Doc();
    Y.applyUpdate(doc, await two.rooms.encodeState(roomId));
    return plainText(doc);
  };
  const textAt = async (seq: number): Promise<string> => {
    const moment = await history.store.moment(roomId, seq);
    if (moment === undefined) throw new Error('There is no such edit');
    return (await history.at(moment)).map(({ runs }) => runs.map((run) => run.text).join('')).join('\n');
  };
  const seqs = async (): Promise<number[]> =>
    (await history.versions(roomId, ALWAYS, Number.MAX_SAFE_INTEGER, 100)).map(({ seq }) => seq);
  const count = async (table: string): Promise<number> => {
    const { rows } = await world.owner.query<{ n: number }>(
      `select count(*)::int as n from ${table} where room_id = $1`,
      [roomId],
    );
    return rows[0]?.n ?? 0;
  };
  /** Spreads what is stored over the past: edit n was stored `days(n)` days ago. */
  const age = async (days: (seq: number) => number): Promise<void> => {
    const { rows } = await world.owner.query<{ seq: number }>(
      'select seq::int as seq from room_update where room_id = $1',
      [roomId],
    );
    for (const { seq } of rows)
      await world.owner.query(
        `update room_update set at = date_trunc('day', clock_timestamp(), 'UTC') - make_interval(days => $3)
          + make_interval(mins => 600 + seq::int) where room_id = $1 and seq = $2`,
        [roomId, seq, days(seq)],
      );
    await world.owner.query("update room_head set written_at = clock_timestamp() - interval '1 day' where id = $1", [
      roomId,
    ]);
  };

  it('records the same versions and writers as it tells without a record, and picks up where it ended', async () => {
    await write(client, add('Het begin.'));
    await write(nurse, add('Van Nel.'));
    const told = async (): Promise<unknown> => [
      await history.versions(roomId, ALWAYS, Number.MAX_SAFE_INTEGER, 10),
      (await history.now(roomId)).blocks,
    ];
    const before = await told();
    (await history.record(roomId)).destroy();
    expect(await told()).toEqual(before);
    await write(client, add('Het vervolg.'));
    const fresh = new RoomHistory(history.store);
    expect((await fresh.now(roomId)).blocks.map(({ runs }) => runs.map((run) => run.written.author))).toEqual([
      [client.personId],
      [nurse.personId],
      [client.personId],
    ]);
  });

  it('lets one of two that record at the same time win, and both tell the same', async () => {
    for (let n = 0; n < 5; n += 1) await write(n % 2 === 0 ? client : nurse, add(`Regel ${n}.`));
    const other = new RoomHistory(new HistoryStore(world.pool, world.encryption));
    const folds = await Promise.all([history.record(roomId), other.record(roomId)]);
    for (const fold of folds) fold.destroy();
    expect(await count('room_record')).toBe(1);
    expect((await other.now(roomId)).blocks).toEqual((await history.now(roomId)).blocks);
  });

  it('thins old edits to a version a day, then a week, and neither text nor writers change', async () => {
    for (let n = 0; n < 24; n += 1) await write(n % 2 === 0 ? client : nurse, add(`Regel ${n}.`));
    // Four edits on each of two days a year ago, in one week; then four a day in the past; the last days are recent.
    const monday = 420 + ((new Date().getUTCDay() + 6) % 7);
    await age((seq) => (seq <= 5 ? monday : seq <= 9 ? monday - 1 : seq <= 13 ? 50 : seq <= 17 ? 49 : 2));
    const [now, blocks] = [await text(), (await history.now(roomId)).blocks];
    const kept = [await textAt(9), await textAt(13), await textAt(17), await textAt(25)];
    expect(await keeper.round()).toBe(true);
    expect(failures).toEqual([]);
    expect(await seqs()).toEqual([25, 17, 13, 9]);
    expect([await textAt(9), await textAt(13), await textAt(17), await textAt(25)]).toEqual(kept);
    expect(await history.store.moment(roomId, 7)).toBeUndefined();
    expect(await count('room_update')).toBe(8);
    const [weekly] = (await history.versions(roomId, ALWAYS, 10, 1)).slice(-1);
    expect(weekly).toMatchObject({ seq: 9, first: 2, words: { added: 16, removed: 0 } });
    expect([...(weekly?.authors ?? [])].sort()).toEqual([client.personId, nurse.personId].sort());
    // The live engine opens what is left, and history goes on.
    const loaded = await store.load(roomId);
    if (loaded === undefined) throw new Error('The room is gone');
    expect(plainText(new RoomDocument(loaded).doc)).toBe(now);
    expect((await history.now(roomId)).blocks).toEqual(blocks);
    await write(nurse, add('Nog een regel.'));
    expect(await text()).toBe(`${now}\nNog een regel.`);
    expect((await seqs())[0]).toBe(26);
    expect(await keeper.round()).toBe(true);
    expect(failures).toEqual([]);
  });

  it('never takes away what a snapshot or a checkpoint does not cover', async () => {
    for (let n = 0; n < 6; n += 1) await write(client, add(`Regel ${n}.`));
    await age((seq) => (seq <= 4 ? 50 : 45));
    const thin = async (): Promise<number> => {
      const { rows } = await world.pool.query<{ gone: number }>(
        "select thin_room($1, interval '0', interval '0', 1000) as gone",
        [roomId],
      );
      return rows[0]?.gone ?? -1;
    };
    expect(await thin()).toBe(0);
    (await history.record(roomId)).destroy();
    expect(await thin()).toBe(0);
    expect(await count('room_update')).toBe(7);
    await expect(world.pool.query('delete from room_update where room_id = $1', [roomId])).rejects.toThrow(/denied/);
    await expect(world.pool.query('delete from room_version where room_id = $1', [roomId])).rejects.toThrow(/denied/);
  });

  it('makes a snapshot of a room whose snapshots failed for long', async () => {
    const page = connectLive(one.url, roomId, client);
    await until(page, ({ status, level }) => status === 'synced' && level === 3);
    addBlocks(page.doc, [{ type: 'paragraph', text: 'Het begin.' }]);
    for (let n = 0; n < 1_050; n += 1) {
      page.doc.getMap('actions').set('teller', n);
      await until(page, ({ pending }) => pending < 50);
    }
    await until(page, ({ stored }) => stored);
    page.destroy();
    await world.owner.query('delete from room_snapshot where room_id = $1', [roomId]);
    expect(await keeper.round()).toBe(true);
    expect(failures).toEqual([]);
    expect(await count('room_snapshot')).toBe(1);
    const loaded = await store.load(roomId);
    expect(loaded?.updates).toEqual([]);
    expect(await text()).toBe('Het begin.');
  });

  it('never makes a snapshot of a log that ends too early', async () => {
    for (let n = 0; n < 3; n += 1) await write(client, add(`Regel ${n}.`));
    const before = await text();
    await world.owner.query('update room_head set seq = seq + 2000 where id = $1', [roomId]);
    await keeper.round();
    expect(failures).not.toEqual([]);
    expect(await count('room_snapshot')).toBe(0);
    await world.owner.query('update room_head set seq = seq - 2000 where id = $1', [roomId]);
    expect(await text()).toBe(before);
  });

  it('lets one instance keep at a time', async () => {
    const [first, second] = await Promise.all([keeper.round(), keeper.round()]);
    expect([first, second].filter(Boolean).length).toBeGreaterThan(0);
    const holder = await world.owner.connect();
    await holder.query("select pg_advisory_lock(hashtextextended('history-keeper', 0))");
    expect(await keeper.round()).toBe(false);
    await holder.query("select pg_advisory_unlock(hashtextextended('history-keeper', 0))");
    holder.release();
  });

  it('begins anew: sessions on every instance hear 4409 and fetch afresh', async () => {
    await write(client, add('Voor de terugzetting.'));
    const pages = [connectLive(one.url, roomId, client), connectLive(two.url, roomId, nurse)];
    await Promise.all(pages.map((page) => until(page, ({ status }) => status === 'synced')));
    const [mine] = pages;
    const oldIds = [...(mine?.doc.store.clients.keys() ?? [])];
    const version = (await seqs())[0] ?? 0;
    const reset = new HistoryReset(world.pool, world.encryption, store, history);
    const historyId = await reset.reset(roomId);
    await Promise.all(pages.map((page) => until(page, ({ status }) => status === 'reset')));
    for (const page of pages) page.destroy();
    for (const clientId of oldIds)
      expect(await store.claim(roomId, historyId, [clientId], nurse.personId)).toBe('foreign');
    const fresh = connectLive(two.url, roomId, nurse);
    await until(fresh, ({ status, level }) => status === 'synced' && level === 2);
    expect(plainText(fresh.doc)).toBe('Voor de terugzetting.');
    addBlocks(fresh.doc, [{ type: 'paragraph', text: 'Erna.' }]);
    await until(fresh, ({ stored, pending }) => stored && pending === 0);
    const other = connectLive(one.url, roomId, client);
    await untilDoc(other.doc, () => textBlocks(other.doc).length === 2);
    // Numbers go on, and what was written before keeps its versions and its writers.
    expect(await textAt(version)).toBe('Voor de terugzetting.');
    expect((await history.now(roomId)).blocks.map(({ runs }) => runs[0]?.written.author)).toEqual([
      client.personId,
      nurse.personId,
    ]);
    expect(await seqs()).toEqual([version + 1, version]);
    await reset.reset(roomId);
    expect(await textAt(version + 1)).toBe('Voor de terugzetting.\nErna.');
    other.destroy();
    fresh.destroy();
  });

  it('merges nothing of somebody who was away while the history was replaced, and keeps those words for their writer', async () => {
    const near = await startLiveServer(world, { idleRoom: 50 });
    await write(client, add('Voor de terugzetting.'));
    const lines: WebSocket[] = [];
    const Line = socketOf(nurse);
    const page = new LiveConnection({
      url: near.url,
      roomId,
      retryDelay: () => 1_000_000,
      WebSocket: class extends Line {
        constructor(...address: ConstructorParameters<typeof Line>) {
          super(...address);
          lines.push(this);
        }
      },
    });
    await until(page, ({ status, level }) => status === 'synced' && level === 2);
    lines[0]?.close();
    await until(page, ({ status }) => status === 'disconnected');
    addBlocks(page.doc, [{ type: 'paragraph', text: 'Onderweg getypt.' }]);
    await new HistoryReset(world.pool, world.encryption, store, history).reset(roomId);
    await near.rooms.emptied();
    page.retryNow();
    const { unstored } = await until(page, ({ status }) => status === 'reset');
    expect(unstored).toContain('Onderweg getypt.');
    const fresh = connectLive(near.url, roomId, nurse);
    await until(fresh, ({ status }) => status === 'synced');
    expect(plainText(fresh.doc)).toBe('Voor de terugzetting.');
    for (const each of [page, fresh]) each.destroy();
    await near.close();
  });

  it('begins every room anew after a restore, and names those that can not be read', async () => {
    await write(client, add('Blijft leesbaar.'));
    const lost = await world.section(client);
    await world.owner.query('update keys.data_key set destroyed_at = clock_timestamp() where owner_id = $1', [lost]);
    const failed: string[] = [];
    const reset = new HistoryReset(world.pool, world.encryption, store, history);
    const count = await reset.resetAll((id) => failed.push(id));
    expect(failed).toEqual([lost]);
    const { rows } = await world.owner.query('select from room_head');
    expect(count).toBe(rows.length - 1);
    const page = connectLive(one.url, roomId, client);
    await until(page, ({ status }) => status === 'synced');
    expect(plainText(page.doc)).toBe('Blijft leesbaar.');
    page.destroy();
  });
});
