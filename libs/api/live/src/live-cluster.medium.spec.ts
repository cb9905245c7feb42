import { startRedis, type RedisServer } from '@samenplan/api/platform/testing';
import {
  addBlocks,
  closeCodes,
  messageTypes,
  plainText,
  type LiveConnection,
  type Y,
} from '@samenplan/shared/live-protocol';
import { Redis } from 'ioredis';
import { connectLive, RawClient, until, untilDoc } from './testing/live-client';
import { startLiveServer, type LiveServer } from './testing/live-server';
import { LiveWorld, type Somebody } from './testing/live-world';

const write = (text: string) => (doc: Y.Doc) => addBlocks(doc, [{ type: 'paragraph', text }]);
/** No help from the lease within the time of a test step: what arrives came over Redis. */
const SLOW_LEASE = { leaseEvery: 4_000, leaseFor: 12_000 };

describe('instances with a Redis between them', () => {
  let world: LiveWorld;
  let redis: RedisServer;
  const servers: LiveServer[] = [];
  const opened: (LiveConnection | RawClient)[] = [];
  let client: Somebody;
  let nurse: Somebody;
  let doctor: Somebody;
  let roomId: string;

  const start = async (options = {}): Promise<LiveServer> => {
    const server = await startLiveServer(world, options, undefined, { changes: { redisUrl: redis.url } });
    servers.push(server);
    return server;
  };
  const enter = async ({ url }: LiveServer, who: Somebody): Promise<LiveConnection> => {
    const connection = connectLive(url, roomId, who);
    opened.push(connection);
    await until(connection, ({ stored, status }) => stored && status === 'synced');
    return connection;
  };
  const enterRaw = async ({ url }: LiveServer, who: Somebody): Promise<RawClient> => {
    const raw = await new RawClient(url, roomId, who).enter();
    opened.push(raw);
    return raw;
  };

  beforeAll(async () => {
    [world, redis] = [await LiveWorld.create(), await startRedis()];
    [client, nurse, doctor] = [await world.person('Client'), await world.person('Nurse'), await world.person('Doctor')];
  });

  beforeEach(async () => {
    roomId = await world.section(client);
    await world.share(roomId, nurse, 2);
    await world.share(roomId, doctor, 1);
  });

  afterEach(async () => {
    for (const one of opened.splice(0))
      if (one instanceof RawClient) one.close();
      else one.destroy();
    redis.thaw();
    await Promise.all(servers.splice(0).map((server) => server.close()));
    await redis.start();
  });

  afterAll(async () => {
    await redis.stop();
    await world.destroy();
  });

  it('an edit on one reaches readers on all others, without waiting for the database', async () => {
    const [a, b, c] = [await start(SLOW_LEASE), await start(SLOW_LEASE), await start(SLOW_LEASE)];
    const [writer, near, far] = [await enter(a, client), await enter(b, nurse), await enter(c, doctor)];
    const begun = performance.now();
    write('voor iedereen')(writer.doc);
    await Promise.all([near, far].map(({ doc }) => untilDoc(doc, () => plainText(doc).includes('voor iedereen'))));
    expect(performance.now() - begun).toBeLessThan(1_000);
  });

  it('a stop is a barrier on every instance, whether Redis is there or not', async () => {
    const [a, b] = [await start(), await start()];
    for (const withRedis of [true, false]) {
      if (!withRedis) await redis.stop();
      await world.share(roomId, nurse, 2);
      const [writer, stopped] = [await enterRaw(a, client), await enterRaw(b, nurse)];
      const stoppedAt = performance.now();
      await world.stop(roomId, nurse);
      writer.edit(write(`na de stop ${withRedis}`));
      await writer.stored();
      stopped.edit(write(`van wie gestopt is ${withRedis}`));
      expect([4403, 4510]).toContain(await stopped.closed());
      expect(performance.now() - stoppedAt).toBeLessThan(1_000);
      expect(stopped.frames.some((frame) => Buffer.from(frame).includes(`na de stop ${withRedis}`))).toBe(false);
      expect((await world.log(roomId)).filter(({ author }) => author === nurse.personId)).toEqual([]);
    }
  });

  it('edits go on while Redis is away, and the fast way comes back with it', async () => {
    const [a, b] = [await start(), await start()];
    const [writer, reader] = [await enter(a, client), await enter(b, nurse)];
    await redis.stop();
    write('zonder Redis')(writer.doc);
    await untilDoc(reader.doc, () => plainText(reader.doc).includes('zonder Redis'));
    await until(writer, ({ stored }) => stored);
    await redis.start();
    // The lease alone brings an edit after 150 ms on average: ten in a row below that come another way.
    for (let fast = 0, n = 0; fast < 10; n += 1) {
      const begun = performance.now();
      write(`edit ${n}.`)(writer.doc);
      await untilDoc(reader.doc, () => plainText(reader.doc).includes(`edit ${n}.`));
      fast = performance.now() - begun < 100 ? fast + 1 : 0;
    }
  });

  const names = ({ awareness }: LiveConnection): string[] =>
    [...awareness.getStates().values()].flatMap(
      (state) => (state['user'] as { name?: string } | undefined)?.name ?? [],
    );
  const untilNames = async (connection: LiveConnection, ...wanted: string[]): Promise<void> => {
    const is = (): boolean => names(connection).toSorted().join() === wanted.toSorted().join();
    while (!is()) await new Promise<void>((resolve) => connection.awareness.once('change', () => resolve()));
  };
  const point = ({ awareness }: LiveConnection): void => awareness.setLocalStateField('cursor', null);

  it('people in the same room see each other, whoever came first, and not any more when one leaves', async () => {
    const [a, b] = [await start(), await start()];
    const first = await enter(a, client);
    point(first);
    const second = await enter(b, nurse);
    point(second);
    await Promise.all([untilNames(first, 'Nurse'), untilNames(second, 'Client')]);
    first.destroy();
    await untilNames(second);
  });

  it('a stopped person disappears from the screens of others, also when Redis is gone at that moment', async () => {
    const [a, b] = [await start(), await start()];
    const [reader, stopped] = [await enter(a, client), await enter(b, nurse)];
    for (const one of [reader, stopped]) point(one);
    await untilNames(reader, 'Nurse');
    await redis.stop();
    const stoppedAt = performance.now();
    await world.stop(roomId, nurse);
    await untilNames(reader);
    expect(performance.now() - stoppedAt).toBeLessThan(4_000);
  });

  it('somebody whose login ended on one instance disappears from the screens on others', async () => {
    const [a, b] = [await start(), await start()];
    const passing = await world.loginOf(nurse);
    const [reader, leaving] = [await enter(a, client), await enter(b, passing)];
    for (const one of [reader, leaving]) point(one);
    await untilNames(reader, 'Nurse');
    await world.endLogin(passing);
    await untilNames(reader);
  });

  it('what others put on the channel shows nobody and does no harm', async () => {
    const [a, b] = [await start(), await start()];
    const [reader, other] = [await enter(a, client), await enter(b, nurse)];
    const attacker = new Redis(redis.url);
    const seen: string[] = [];
    const listener = new Redis(redis.url);
    await listener.subscribe('samenplan:bus');
    const heard = new Promise<string>((resolve) =>
      listener.on('message', (_, text) => {
        seen.push(text);
        if (text.includes('"topic":"presence"')) resolve(text);
      }),
    );
    point(other);
    await untilNames(reader, 'Nurse');
    expect(seen.join()).not.toContain('Nurse');
    const real = JSON.parse(await heard) as { message: { sealed: string } };
    const elsewhere = await world.section(client);
    const send = (message: object): Promise<number> =>
      attacker.publish('samenplan:bus', JSON.stringify({ from: 'attacker', topic: 'presence', message }));
    const spoiled = Buffer.from(real.message.sealed, 'base64');
    spoiled.writeUInt8(spoiled.readUInt8(40) ^ 1, 40);
    await send({ roomId, sealed: spoiled.toString('base64') });
    await send({ roomId, sealed: real.message.sealed });
    await send({ roomId: elsewhere, sealed: real.message.sealed });
    await send({ roomId, sealed: Buffer.alloc(300_000).toString('base64') });
    await send({ roomId, sealed: Buffer.alloc(600_000).toString('base64') });
    await send({ roomId, sealed: 5 });
    await send({});
    other.destroy();
    await untilNames(reader);
    await send({ roomId, sealed: real.message.sealed });
    const later = await enter(b, doctor);
    point(later);
    await untilNames(reader, 'Doctor');
    attacker.disconnect();
    listener.disconnect();
  });

  it('who is sent away by a drain has everything stored that was sent before it, and goes on elsewhere', async () => {
    const [a, b] = [await start(), await start()];
    const raw = await enterRaw(a, client);
    for (let n = 0; n < 200; n += 1) raw.edit(write(`zin ${n}.`));
    await raw.frame((frame) => frame[0] === messageTypes.stored && raw.acknowledged > 1);
    const draining = servers.splice(0, 1)[0]?.close();
    expect(await raw.closed()).toBe(closeCodes.draining);
    await draining;
    const after = await enter(b, client);
    const text = plainText(after.doc);
    for (let n = 0; n < 200; n += 1) expect(text).toContain(`zin ${n}.`);
    expect(raw.acknowledged).toBe(201);
  });
});
