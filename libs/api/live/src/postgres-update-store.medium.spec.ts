import { PostgresUpdateStore } from './postgres-update-store';
import { LiveWorld, type Somebody } from './testing/live-world';
import { updateStoreContract } from './testing/update-store-contract';

const MOST_CLAIMS = 50;
let world: LiveWorld;
let client: Somebody;
const stores: PostgresUpdateStore[] = [];

beforeAll(async () => {
  world = await LiveWorld.create();
  client = await world.person('Client');
  stores.push(
    new PostgresUpdateStore(world.pool, world.encryption, MOST_CLAIMS),
    new PostgresUpdateStore(world.pool, world.encryption, MOST_CLAIMS),
  );
});

afterAll(async () => {
  for (const store of stores) await store.close();
  await world.destroy();
});

updateStoreContract('PostgresUpdateStore', async () => {
  const [store, other] = stores;
  if (store === undefined || other === undefined) throw new Error('Not started');
  return {
    store,
    other,
    room: () => world.section(client),
    remove: async (roomId) => {
      await world.owner.query('delete from room_head where id = $1', [roomId]);
    },
    writer: async (roomId, endsAfter) => {
      const somebody = await world.person('Writer');
      await world.share(roomId, somebody, 2, endsAfter);
      return somebody;
    },
    shareAgain: (roomId, personId) => world.share(roomId, { personId, loginId: '', name: '' }, 2),
    stop: (roomId, personId) => world.stop(roomId, { personId, loginId: '', name: '' }),
    endLogin: (loginId) => world.endLogin({ loginId, personId: '', name: '' }),
    replaceHistory: async (roomId) => {
      await world.owner.query('update room_head set history_id = gen_random_uuid(), seq = 0 where id = $1', [roomId]);
    },
    holdLogin: async (loginId) => {
      const holder = await world.owner.connect();
      await holder.query('begin');
      await holder.query('update login_session set ended_at = clock_timestamp() where id = $1', [loginId]);
      return async () => {
        await holder.query('commit');
        holder.release();
      };
    },
    hold: async (roomId) => {
      const holder = await world.owner.connect();
      await holder.query('begin');
      await holder.query('select 1 from room_head where id = $1 for update', [roomId]);
      return async () => {
        await holder.query('commit');
        holder.release();
      };
    },
    payloads: async (roomId) => {
      const { rows } = await world.owner.query<{ payload: Uint8Array }>(
        'select payload from room_update where room_id = $1',
        [roomId],
      );
      return rows.map(({ payload }) => payload);
    },
  };
});

describe('the database behind the engine', () => {
  it('lets the role of the engine store nothing for who may not write', async () => {
    const roomId = await world.section(client);
    const stranger = await world.person('Stranger');
    const insert = world.pool.query(
      `insert into room_update (room_id, history_id, seq, author, session, access_epoch, client_ids, key_id, nonce, payload)
       select id, history_id, 1, $2, $3, 1, '{}', id, '', '' from room_head where id = $1`,
      [roomId, stranger.personId, stranger.loginId],
    );
    await expect(insert).rejects.toMatchObject({ code: '42501' });
  });

  it('stores nothing through its function for who may not write, whatever it is told', async () => {
    const roomId = await world.section(client);
    const stranger = await world.person('Stranger');
    const { rows } = await world.pool.query(
      `select f.state, f.level, f.seq from room_head h, store_updates(array[h.id], array[h.history_id], array[h.seq],
         '{1}', array[$2::uuid], array[$3::uuid], '{{}}', array[h.id], array[''::bytea], array[''::bytea], '{}', '{}',
         false) f where h.id = $1`,
      [roomId, stranger.personId, stranger.loginId],
    );
    expect(rows).toEqual([{ state: 'done', level: 0, seq: null }]);
    expect(await world.log(roomId)).toEqual([]);
  });

  it('runs with fsync and synchronous_commit', async () => {
    const { rows } = await world.pool.query(
      "select name, setting from pg_settings where name in ('fsync', 'synchronous_commit') order by name",
    );
    expect(rows).toEqual([
      { name: 'fsync', setting: 'on' },
      { name: 'synchronous_commit', setting: 'on' },
    ]);
  });
});
