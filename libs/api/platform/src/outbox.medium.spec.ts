import { z } from 'zod';
import { Database } from './database';
import { Log } from './logging';
import { Outbox } from './outbox';
import { TestClock } from './testing/test-clock';
import { testDatabase, type TestDatabase } from './testing/test-database';

let place: TestDatabase;
let database: Database;
let clock: TestClock;
let outboxes: Outbox[];
const payload = z.object({ n: z.number() });

beforeEach(async () => {
  place = await testDatabase();
  database = await Database.open({ url: place.serveUrl, entities: [], poolSize: 6 });
  clock = new TestClock();
  outboxes = [];
});

afterEach(async () => {
  for (const outbox of outboxes) await outbox.beforeApplicationShutdown();
  await database.onApplicationShutdown();
  await place.drop();
});

const newOutbox = (): Outbox => {
  const outbox = new Outbox(database, new Log('silent'), clock);
  outboxes.push(outbox);
  return outbox;
};

/** Resolves with what arrived once `count` deliveries were made. */
const collect = (
  outbox: Outbox,
  count: number,
  hand: (n: number, seen: number[]) => void = () => undefined,
): Promise<number[]> =>
  new Promise((resolve) => {
    const seen: number[] = [];
    outbox.on('numbers', payload, async ({ n }) => {
      seen.push(n);
      if (seen.length === count) resolve(seen);
      hand(n, seen);
    });
  });

const open = async (): Promise<number> =>
  (await database.asNobody((tx) => tx.query('select from outbox where done_at is null'))).length;
const settled = async (outbox: Outbox): Promise<void> => outbox.beforeApplicationShutdown();

describe('the outbox', () => {
  it('hands over what committed and nothing that rolled back', async () => {
    const outbox = newOutbox();
    const seen = collect(outbox, 2);
    outbox.onApplicationBootstrap();
    await database.asNobody((tx) => outbox.add(tx, 'numbers', { n: 1 }));
    await database
      .asNobody(async (tx) => (await outbox.add(tx, 'numbers', { n: 2 }), Promise.reject(new Error('on purpose'))))
      .catch(() => undefined);
    await database.asNobody((tx) => outbox.add(tx, 'numbers', { n: 3 }));
    expect(await seen).toEqual([1, 3]);
    await settled(outbox);
    expect(await open()).toBe(0);
  });

  it('hands over what an earlier process left', async () => {
    await database.asNobody((tx) => newOutbox().add(tx, 'numbers', { n: 7 }));
    const outbox = newOutbox();
    const seen = collect(outbox, 1);
    outbox.onApplicationBootstrap();
    expect(await seen).toEqual([7]);
  });

  it('gives a row again to a handler that failed, without holding up the others', async () => {
    const outbox = newOutbox();
    const seen = collect(outbox, 3, (n, all) => {
      if (n === 1 && all.length === 1) throw new Error('on purpose');
      clock.advance(1_000);
    });
    await database.asNobody(async (tx) => {
      await outbox.add(tx, 'numbers', { n: 1 });
      await outbox.add(tx, 'numbers', { n: 2 });
    });
    outbox.onApplicationBootstrap();
    expect(await seen).toEqual([1, 2, 1]);
    await settled(outbox);
    expect(await open()).toBe(0);
  });

  it('hands each row to one instance when several work', async () => {
    const [one, other] = [newOutbox(), newOutbox()];
    const seen: number[] = [];
    const all = new Promise<void>((resolve) => {
      for (const outbox of [one, other])
        outbox.on('numbers', payload, async ({ n }) => {
          seen.push(n);
          if (seen.length === 120) resolve();
        });
    });
    await database.asNobody(async (tx) => {
      for (let n = 0; n < 120; n += 1) await one.add(tx, 'numbers', { n });
    });
    one.onApplicationBootstrap();
    other.onApplicationBootstrap();
    await all;
    await Promise.all([settled(one), settled(other)]);
    expect(seen.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 120 }, (_, n) => n));
  });
});
