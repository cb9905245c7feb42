import { KeyUnavailable, SealBroken } from '@samenplan/api/platform';
import { addBlocks, Y } from '@samenplan/shared/live-protocol';
import { PostgresUpdateStore } from './postgres-update-store';
import { RoomDocument } from './room-document';
import { RawClient } from './testing/live-client';
import { startLiveServer, type LiveServer } from './testing/live-server';
import { LiveWorld, type Somebody } from './testing/live-world';

/** What an administrator of the database could try with rows of rooms $1 and $2. */
const attacks: readonly (readonly [string, string])[] = [
  [
    'an update of another room by the same person',
    `update room_update u set key_id = o.key_id, nonce = o.nonce, payload = o.payload from room_update o
      where u.room_id = $1 and u.seq = 2 and o.room_id = $2 and o.seq = 2`,
  ],
  [
    'the words of one person under the name of another',
    `update room_update u set nonce = o.nonce, payload = o.payload from room_update o
      where u.room_id = $1 and u.seq = 2 and o.room_id = $1 and o.seq = 3 and $2::uuid is not null`,
  ],
  [
    'another author on a row',
    `update room_update u set author = o.author, session = o.session from room_update o
      where u.room_id = $1 and u.seq = 2 and o.room_id = $1 and o.seq = 3 and $2::uuid is not null`,
  ],
  [
    'the nonce of another row',
    `update room_update u set nonce = o.nonce from room_update o
      where u.room_id = $1 and u.seq = 2 and o.room_id = $1 and o.seq = 3 and $2::uuid is not null`,
  ],
  [
    'the key id of another room',
    `update room_update u set key_id = o.key_id from room_update o
      where u.room_id = $1 and u.seq = 2 and o.room_id = $2 and o.seq = 2`,
  ],
  [
    'a key id of nobody',
    'update room_update set key_id = gen_random_uuid() where room_id = $1 and seq = 2 and $2::uuid is not null',
  ],
  [
    'the key of another room, put in the place of its own',
    `update keys.data_key k set wrapped = o.wrapped, nonce = o.nonce from keys.data_key o
      where k.owner_id = $1 and o.owner_id = $2`,
  ],
  [
    'a key that was given to another owner',
    'update keys.data_key set owner_id = $2 where owner_id = $1 and (select count(*) from room_head where id = $2) = 1',
  ],
  [
    'an older snapshot under a newer seq',
    `insert into room_snapshot (room_id, history_id, seq, schema_version, key_id, nonce, payload)
      select room_id, history_id, 3, schema_version, key_id, nonce, payload from room_snapshot
      where room_id = $1 and seq = 2 and $2::uuid is not null`,
  ],
  [
    'the snapshot of another room',
    `update room_snapshot s set key_id = o.key_id, nonce = o.nonce, payload = o.payload from room_snapshot o
      where s.room_id = $1 and s.seq = 2 and o.room_id = $2 and o.seq = 2`,
  ],
  [
    'an update in the place of a snapshot',
    `update room_snapshot s set nonce = o.nonce, payload = o.payload from room_update o
      where s.room_id = $1 and s.seq = 2 and o.room_id = $1 and o.seq = 2 and $2::uuid is not null`,
  ],
  [
    'the rows of another history',
    `with moved as (update room_update set history_id = $2 where room_id = $1),
        shots as (delete from room_snapshot where room_id = $1)
      update room_head set history_id = $2 where id = $1`,
  ],
];

describe('stored rows', () => {
  let world: LiveWorld;
  let server: LiveServer;
  let client: Somebody;
  let nurse: Somebody;
  let roomId: string;
  let otherId: string;

  beforeAll(async () => {
    world = await LiveWorld.create();
    client = await world.person('Client');
    nurse = await world.person('Nurse');
    server = await startLiveServer(world, { idleRoom: 20 });
  });
  beforeEach(async () => {
    [roomId, otherId] = [await world.section(client), await world.section(client)];
    for (const id of [roomId, otherId]) {
      await world.share(id, nurse, 2);
      await write(id, client, 'Ik slaap slecht.');
      const loaded = await fresh().load(id);
      if (loaded === undefined) throw new Error('no room');
      const { head, keyId } = loaded;
      const document = new RoomDocument(loaded);
      await fresh().keepSnapshot({ roomId: id, historyId: head.historyId, keyId, seq: 2 }, 1, document.snapshot());
      document.destroy();
      await write(id, nurse, 'Ik ook.');
    }
    await server.rooms.emptied();
  });
  afterAll(async () => {
    await server.close();
    await world.destroy();
  });

  /** As an instance that starts now: no key in memory. */
  function fresh(): PostgresUpdateStore {
    for (const id of keyIds) world.encryption.forget(id);
    return new PostgresUpdateStore(world.pool, world.encryption);
  }
  let keyIds: string[] = [];
  beforeEach(async () => {
    const { rows } = await world.owner.query<{ id: string }>('select id from keys.data_key');
    keyIds = rows.map(({ id }) => id);
  });

  async function write(id: string, { personId, loginId }: Somebody, text: string): Promise<void> {
    const doc = new Y.Doc();
    Y.applyUpdate(doc, await server.rooms.encodeState(id));
    const before = Y.encodeStateVector(doc);
    addBlocks(doc, [{ type: 'paragraph', text }]);
    await server.rooms.write(id, personId, loginId, Y.encodeStateAsUpdate(doc, before));
  }

  it('open as they were stored', async () => {
    expect(await fresh().load(roomId)).toMatchObject({ snapshot: { seq: 2 }, updates: [{ seq: 3 }] });
    await world.owner.query('delete from room_snapshot where room_id = $1', [roomId]);
    expect((await fresh().load(roomId))?.updates).toHaveLength(3);
  });

  it.each(attacks)('do not open with %s', async (name, sql) => {
    // Without its snapshot a room is read from its updates.
    if (!name.includes('snapshot'))
      await world.owner.query('delete from room_snapshot where room_id = any ($1::uuid[])', [[roomId, otherId]]);
    expect((await world.owner.query(sql, [roomId, otherId])).rowCount).toBeGreaterThan(0);
    const failure = await fresh()
      .load(roomId)
      .catch((error: unknown) => error);
    expect(failure instanceof SealBroken || failure instanceof KeyUnavailable || isUnavailable(failure)).toBe(true);
  });

  it('that do not open give nobody an empty document to write in', async () => {
    await world.owner.query(attacks[0]?.[1] ?? '', [roomId, otherId]);
    await world.owner.query('delete from room_snapshot where room_id = any ($1::uuid[])', [[roomId, otherId]]);
    for (const somebody of [client, nurse]) {
      const raw = new RawClient(server.url, roomId, somebody);
      expect(await raw.closed()).toBe(4513);
      expect(raw.frames).toEqual([]);
    }
    const open = new RawClient(server.url, otherId, client);
    await open.enter();
    open.close();
    await open.closed();
  });
});

const isUnavailable = (error: unknown): boolean => error instanceof Error && error.name === 'RoomUnavailable';
