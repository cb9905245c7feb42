import { once } from 'node:events';
import { Writable } from 'node:stream';
import { Redis } from 'ioredis';
import { Registry } from 'prom-client';
import { Log } from './logging';
import { RedisBus } from './redis-bus';
import { busContract } from './testing/bus-contract';
import { startRedis, type RedisServer } from './testing/redis-server';

const PASSWORD = 'not-to-be-said';

describe('the bus over Redis', () => {
  let redis: RedisServer;
  const buses: RedisBus[] = [];

  beforeAll(async () => {
    redis = await startRedis(PASSWORD);
  });

  afterEach(async () => {
    redis.thaw();
    for (const bus of buses.splice(0)) bus.onApplicationShutdown();
    await redis.start();
  });

  afterAll(() => redis.stop());

  function newBus(log = new Log('silent')): { bus: RedisBus; registry: Registry } {
    const registry = new Registry();
    const bus = new RedisBus(redis.url, log, registry);
    buses.push(bus);
    return { bus, registry };
  }

  busContract('two ends of Redis', async () => ({ near: newBus().bus, far: newBus().bus }));

  const upOf = async (registry: Registry): Promise<number | undefined> =>
    (await registry.getSingleMetric('samenplan_redis_up')?.get())?.values[0]?.value;
  const lostOf = async (registry: Registry, why: string): Promise<number> =>
    (await registry.getSingleMetric('samenplan_bus_lost_total')?.get())?.values.find(
      ({ labels }) => labels['why'] === why,
    )?.value ?? 0;

  async function untilUp(registry: Registry, value: number): Promise<void> {
    while ((await upOf(registry)) !== value) await new Promise((resolve) => setImmediate(resolve));
  }

  /** Sends until one message arrives: the way back has opened. */
  async function untilArrived(from: RedisBus, next: () => Promise<unknown>): Promise<void> {
    const arrived = next();
    const again = setInterval(() => from.publish('a', { n: 0 }), 20);
    await arrived;
    clearInterval(again);
  }

  async function listen(bus: RedisBus): Promise<{ got: unknown[]; next: () => Promise<unknown> }> {
    const got: unknown[] = [];
    let tell: (message: unknown) => void = () => undefined;
    await bus.subscribe('a', (message) => {
      got.push(message);
      tell(message);
    });
    return { got, next: () => new Promise((resolve) => (tell = resolve)) };
  }

  it('loses what is said while Redis is away, keeps serving its own process, and comes back by itself', async () => {
    const lines: string[] = [];
    const log = new Log('info', new Writable({ write: (line, _, done) => (lines.push(String(line)), done()) }));
    const [near, far] = [newBus(log), newBus()];
    const [here, there] = [await listen(near.bus), await listen(far.bus)];
    expect(await upOf(near.registry)).toBe(1);
    await redis.stop();
    const own = here.next();
    near.bus.publish('a', { n: 1 });
    expect(await own).toEqual({ n: 1 });
    for (let n = 0; n < 5_000; n += 1) near.bus.publish('a', { n });
    expect((await lostOf(near.registry, 'away')) + (await lostOf(near.registry, 'slow'))).toBeGreaterThan(4_900);
    await untilUp(near.registry, 0);
    await redis.start();
    await untilArrived(near.bus, there.next);
    expect(there.got).not.toContainEqual({ n: 1 });
    const events = lines.map((line) => (JSON.parse(line) as { msg: string }).msg);
    expect(events.filter((event) => event === 'redis-away')).toHaveLength(1);
    expect(events.at(-1)).toBe('redis-connected');
    expect(lines.join()).not.toContain(PASSWORD);
  });

  it('keeps a bounded number of messages for a Redis that does not answer, and drops that connection', async () => {
    const { bus, registry } = newBus();
    await listen(bus);
    redis.freeze();
    for (let n = 0; n < 5_000; n += 1) bus.publish('a', { n });
    expect(await lostOf(registry, 'slow')).toBe(4_000);
    await untilUp(registry, 0);
    expect(await lostOf(registry, 'away')).toBe(1_000);
  });

  it('ignores garbage on its channel, and goes on', async () => {
    const lines: string[] = [];
    const log = new Log('warn', new Writable({ write: (line, _, done) => (lines.push(String(line)), done()) }));
    const [near, far] = [newBus(), newBus(log)];
    const there = await listen(far.bus);
    const attacker = new Redis(redis.url);
    const garbage = ['', '{', '5', '{"from":1}', '{"from":"x","topic":"a","message":5}', 'x'.repeat(1_100_000)];
    for (const text of garbage) await attacker.publish('samenplan:bus', text);
    await attacker.quit();
    const arrived = there.next();
    near.bus.publish('a', { n: 7 });
    expect(await arrived).toEqual({ n: 7 });
    expect(there.got).toEqual([{ n: 7 }]);
    expect(await lostOf(far.registry, 'garbage')).toBe(garbage.length);
    expect(lines.join()).not.toContain('xxx');
  });

  it('does not hold up a start while Redis is away', async () => {
    await redis.stop();
    const { bus } = newBus();
    const here = await listen(bus);
    const own = here.next();
    bus.publish('a', { n: 1 });
    expect(await own).toEqual({ n: 1 });
  });

  it('leaves no connection behind', async () => {
    const { bus } = newBus();
    await listen(bus);
    const looker = new Redis(redis.url);
    const count = async (): Promise<number> =>
      String(await looker.client('LIST')).match(/name=samenplan-bus/g)?.length ?? 0;
    expect(await count()).toBeGreaterThanOrEqual(2);
    bus.onApplicationShutdown();
    while ((await count()) > 0) await new Promise((resolve) => setImmediate(resolve));
    const gone = once(looker, 'end');
    looker.disconnect();
    await gone;
  });
});
