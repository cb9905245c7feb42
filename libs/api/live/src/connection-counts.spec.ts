import { ConnectionCounts, type CountedConnection } from './connection-counts';
import { liveDefaults, type LiveOptions } from './live-options';

const counts = (options: Partial<LiveOptions>): ConnectionCounts =>
  new ConnectionCounts({ ...liveDefaults, ...options });
const opened = (connection: CountedConnection | undefined): CountedConnection => {
  if (connection === undefined) throw new Error('refused');
  return connection;
};

describe('counts of connections', () => {
  it('let an address open as many as it may, and again when some have closed', () => {
    const all = counts({ mostConnectionsPerAddress: 2 });
    const first = opened(all.open('192.0.2.1'));
    opened(all.open('192.0.2.1'));
    expect(all.open('192.0.2.1')).toBeUndefined();
    opened(all.open('192.0.2.2'));
    first.closed();
    first.closed();
    opened(all.open('192.0.2.1'));
    expect(all.open('192.0.2.1')).toBeUndefined();
  });

  it('let an address keep only so many waiting', () => {
    const all = counts({ mostWaitingPerAddress: 1 });
    const first = opened(all.open('192.0.2.1'));
    expect(all.open('192.0.2.1')).toBeUndefined();
    first.settled();
    opened(all.open('192.0.2.1')).closed();
    first.closed();
    expect(all.waiting).toBe(0);
  });

  it('do not take the machine itself, a proxy perhaps, for one visitor', () => {
    const all = counts({ mostConnectionsPerAddress: 1, mostWaitingPerAddress: 1, mostConnections: 3 });
    for (const address of ['127.0.0.1', '::1', '::ffff:127.0.0.1']) opened(all.open(address));
    expect(all.open('127.0.0.1')).toBeUndefined();
  });

  it('remember what somebody spent who comes back at once, and nobody who stays away', () => {
    const waiting: { work: () => void; wait: number }[] = [];
    const options = { ...liveDefaults, editsPerSecond: 1e9, editBurst: 1, openingsPerSecond: 1e9 };
    const all = new ConnectionCounts({ ...options, mostConnectionsPerPerson: 1 }, (work, wait) =>
      waiting.push({ work, wait }),
    );
    const first = all.enter('somebody');
    expect(all.enter('somebody')).toBeUndefined();
    first?.share.edits.spend(5e9);
    first?.left();
    expect(waiting[0]?.wait).toBeGreaterThan(4_000);
    const second = all.enter('somebody');
    expect(second?.share).toBe(first?.share);
    waiting.splice(0).forEach(({ work }) => work());
    expect(all.persons).toBe(1);
    second?.left();
    waiting.splice(0).forEach(({ work }) => work());
    expect(waiting.length).toBe(1); // Not paid for yet: looked at again later.
    expect(all.persons).toBe(1);
  });

  it('forget who owes nothing', () => {
    const waiting: (() => void)[] = [];
    const all = new ConnectionCounts(liveDefaults, (work) => waiting.push(work));
    const { left } = all.enter('somebody') ?? { left: () => undefined };
    left();
    waiting.splice(0).forEach((work) => work());
    expect([all.persons, waiting.length]).toEqual([0, 0]);
  });
});
