import { addBlocks, encodeAnnounce, messageTypes, type Y } from '@samenplan/shared/live-protocol';
import { RawClient } from './testing/live-client';
import { DatabaseProxy } from './testing/database-proxy';
import { startLiveServer, type LiveServer } from './testing/live-server';
import { LiveWorld, type Somebody } from './testing/live-world';

const write = (text: string) => (doc: Y.Doc) => addBlocks(doc, [{ type: 'paragraph', text }]);
const timers = (): number => process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length;

/** Number of timers once it is at most `enough`, or after 12 seconds: idle connections to the database end in 10. */
async function timersAtRest(enough: number): Promise<number> {
  const end = performance.now() + 12_000;
  while (timers() > enough && performance.now() < end) await new Promise((go) => setTimeout(go, 50));
  return timers();
}

describe('after a failure nothing stays in memory, and the room opens again', () => {
  let world: LiveWorld;
  let proxy: DatabaseProxy;
  let server: LiveServer;
  let client: Somebody;
  let roomId: string;

  beforeAll(async () => {
    world = await LiveWorld.create();
    proxy = await DatabaseProxy.start(world.database.liveUrl);
    client = await world.person('Client');
  });

  beforeEach(async () => {
    server = await startLiveServer(world, { idleRoom: 30 }, proxy.url);
    roomId = await world.section(client);
  });

  afterEach(async () => {
    proxy.restore();
    await server.close();
  });

  afterAll(async () => {
    await proxy.close();
    await world.destroy();
  });

  const open = (): RawClient => new RawClient(server.url, roomId, client);

  async function expectNothingLeft(): Promise<void> {
    await server.rooms.emptied();
    expect([server.rooms.size, server.rooms.sessionCount, server.gateway.counts.waiting]).toEqual([0, 0, 0]);
  }

  /** Somebody comes, writes and leaves. */
  async function expectWorks(): Promise<void> {
    const raw = await open().enter();
    raw.edit(write('it works'));
    await raw.stored();
    raw.close();
    await raw.closed();
    await expectNothingLeft();
  }

  it('when the log can not be read half-way', async () => {
    const raw = await open().enter();
    for (const text of ['one', 'two', 'three']) raw.edit(write(text));
    await raw.stored();
    raw.close();
    await expectNothingLeft();
    const broken = 'update room_update set payload = overlay(payload placing $2 from 1) where room_id = $1 and seq = 2';
    const { rows } = await world.owner.query<{ payload: Buffer }>(
      'select payload from room_update where room_id = $1 and seq = 2',
      [roomId],
    );
    const first = rows[0]?.payload.subarray(0, 1) ?? Buffer.alloc(1);
    await world.owner.query(broken, [roomId, Buffer.of((first[0] ?? 0) ^ 1)]);
    expect(await open().closed()).toBe(4513);
    await expectNothingLeft();
    await world.owner.query(broken, [roomId, first]);
    await expectWorks();
  });

  it('when the first content can not be laid down', async () => {
    const seed = server.kind.seed;
    server.kind.seed = () => {
      throw new Error('broken on purpose');
    };
    expect(await open().closed()).toBe(4513);
    await expectNothingLeft();
    server.kind.seed = seed;
    await expectWorks();
  });

  it('when the key can not be opened', async () => {
    await expectWorks();
    const wrap = 'update keys.data_key set wrapped = overlay(wrapped placing $2 from 1) where owner_id = $1';
    const { rows } = await world.owner.query<{ wrapped: Buffer }>(
      'select wrapped from keys.data_key where owner_id = $1',
      [roomId],
    );
    const first = rows[0]?.wrapped.subarray(0, 1) ?? Buffer.alloc(1);
    await world.owner.query(wrap, [roomId, Buffer.of((first[0] ?? 0) ^ 1)]);
    await server.close(); // Another process: this one still knows the key.
    server = await startLiveServer(world, { idleRoom: 30 }, proxy.url);
    expect(await open().closed()).toBe(4513);
    await expectNothingLeft();
    await world.owner.query(wrap, [roomId, first]);
    await expectWorks();
  });

  it('when the history is replaced under open connections', async () => {
    const raw = await open().enter();
    await world.owner.query('update room_head set history_id = gen_random_uuid(), seq = 0 where id = $1', [roomId]);
    expect(await raw.closed()).toBe(4409);
    await expectNothingLeft();
  });

  it('when the database is away while a room loads', async () => {
    const decided = server.rooms.desk.look.bind(server.rooms.desk);
    server.rooms.desk.look = async (ask) => {
      const decision = await decided(ask);
      proxy.cut();
      return decision;
    };
    expect(await open().closed()).toBe(4513);
    await expectNothingLeft();
    server.rooms.desk.look = decided;
    proxy.restore();
    await expectWorks();
  });

  it('when the database is away while somebody asks to be let in', async () => {
    proxy.cut();
    expect(await open().closed()).toBe(4513);
    await expectNothingLeft();
    proxy.restore();
    await expectWorks();
  });

  it('when a connection breaks while its look is written down', async () => {
    let breakOff = (): void => undefined;
    const asked = new Promise<void>((resolve) => {
      server.kind.beforeLog = async () => {
        resolve();
        await new Promise<void>((go) => {
          breakOff = go;
        });
      };
    });
    const raw = open();
    await asked;
    raw.socket.terminate();
    await raw.closed();
    breakOff();
    await expectNothingLeft();
    server.kind.beforeLog = async () => undefined;
    await expectWorks();
  });

  it('when a connection breaks while its client id is claimed', async () => {
    for (let i = 0; i < 20; i += 1) {
      const raw = open();
      await raw.opened();
      raw.send(encodeAnnounce(raw.doc.clientID));
      await raw.frame((frame) => frame[0] === messageTypes.level);
      raw.socket.terminate();
    }
    await expectNothingLeft();
    await expectWorks();
  });

  it('when the instance stops while a look is written down', async () => {
    let release = (): void => undefined;
    const asked = new Promise<void>((resolve) => {
      server.kind.beforeLog = async () => {
        resolve();
        await new Promise<void>((go) => {
          release = go;
        });
      };
    });
    const raw = open();
    await asked;
    const closed = server.close();
    release();
    expect([4503, 1006]).toContain(await raw.closed());
    await closed;
    await expectNothingLeft();
    server = await startLiveServer(world, { idleRoom: 30 }, proxy.url);
    await expectWorks();
  });

  it('when the instance stops while a room loads', async () => {
    await expectWorks();
    await server.close();
    server = await startLiveServer(world, {}, proxy.url); // A room without anybody would stay for half a minute.
    const holder = await world.owner.connect();
    await holder.query('begin');
    await holder.query('lock table room_update in access exclusive mode');
    const raw = open();
    await world.waitForLock();
    const closed = server.close();
    await holder.query('commit');
    holder.release();
    expect([4503, 4513, 1006]).toContain(await raw.closed());
    await closed;
    await expectNothingLeft();
    server = await startLiveServer(world, { idleRoom: 30 }, proxy.url);
    await expectWorks();
  });

  it('and no timers, however many failed', async () => {
    const fail = async (): Promise<void> => {
      const all = await Promise.all(Array.from({ length: 10 }, () => open().enter()));
      proxy.cut();
      expect(new Set(await Promise.all(all.map((one) => one.closed())))).toEqual(new Set([4513]));
      proxy.restore();
      await expectNothingLeft();
    };
    await fail(); // The connections to the database have their idle timers from then on.
    const before = timers();
    for (let round = 0; round < 5; round += 1) await fail();
    expect(await timersAtRest(before + 10)).toBeLessThanOrEqual(before + 10);
  });
});
