import { PresenceLedger, type PresenceMessage, type SharedEntry } from './presence-ledger';

const [HERE, THERE, ELSEWHERE] = ['00', '11', '22'].map((digits) => `${digits}000000-0000-4000-8000-000000000000`) as [
  string,
  string,
  string,
];
const T = 1_000_000;

const shown = (clientId: number, clock: number, state: string | null = `s${clientId}`): SharedEntry => ({
  clientId,
  clock,
  state,
});
const message = (sentAt: number, entries: SharedEntry[], changes: Partial<PresenceMessage> = {}): PresenceMessage => ({
  instance: THERE,
  sentAt,
  epoch: 1,
  asks: false,
  whole: false,
  entries,
  ...changes,
});
const seen = (changes: readonly { clientId: number; state: string | null }[]): unknown =>
  changes.map(({ clientId, state }) => [clientId, state]);

describe('who is in a room on which instance', () => {
  let ledger: PresenceLedger;

  beforeEach(() => {
    ledger = new PresenceLedger(HERE);
  });

  it('shows what another instance tells, once', () => {
    expect(seen(ledger.take(message(T, [shown(1, T)]), T))).toEqual([[1, 's1']]);
    expect(seen(ledger.take(message(T + 1, [shown(1, T)]), T + 1))).toEqual([]);
    expect(seen(ledger.take(message(T + 2, [shown(1, T + 2)]), T + 2))).toEqual([[1, 's1']]);
    expect(seen(ledger.take(message(T + 3, [shown(1, T + 3, null)]), T + 3))).toEqual([[1, null]]);
  });

  it('does nothing with a message that comes twice, late or out of order: nobody comes back who left', () => {
    const [enters, leaves] = [message(T, [shown(1, T)]), message(T + 1, [shown(1, T + 1, null)])];
    ledger.take(enters, T);
    ledger.take(leaves, T + 1);
    expect(ledger.take(enters, T + 2)).toEqual([]);
    expect(ledger.take(message(T - 20_001, [shown(2, T)], { instance: ELSEWHERE }), T)).toEqual([]);
    expect(ledger.take(message(T + 20_001, [shown(2, T)], { instance: ELSEWHERE }), T)).toEqual([]);
  });

  it('lets the newer of two connections have a client id, and a late goodbye of the older count for nothing', () => {
    ledger.showOwn(1, 'old', T);
    expect(seen(ledger.take(message(T + 5, [shown(1, T + 5, 'new')]), T + 5))).toEqual([[1, 'new']]);
    expect(ledger.hideOwn(1)).toBe(false);
    expect(seen(ledger.take(message(T + 6, [shown(1, T + 1, 'older')], { instance: ELSEWHERE }), T + 6))).toEqual([]);
    expect(ledger.take(message(T + 7, [shown(1, T + 9, null)], { instance: ELSEWHERE }), T + 7)).toEqual([]);
    ledger.showOwn(1, 'back', T + 3);
    expect(ledger.own()).toEqual([shown(1, T + 6, 'back')]);
    expect(ledger.take(message(T + 8, [shown(1, T + 8, null)]), T + 8)).toEqual([]);
    expect(ledger.hideOwn(1)).toBe(true);
  });

  it('decides the same on every instance when two show the same client id in the same millisecond', () => {
    const other = new PresenceLedger(THERE);
    ledger.showOwn(1, 'here', T);
    other.showOwn(1, 'there', T);
    const [told, heard] = [ledger.own(), other.own()];
    ledger.take(message(T + 1, [...heard]), T + 1);
    other.take(message(T + 1, [...told], { instance: HERE }), T + 1);
    expect([ledger.isOwn(1), other.isOwn(1)]).toEqual([false, true]);
  });

  it('drops who is not in a whole list any more', () => {
    ledger.take(message(T, [shown(1, T), shown(2, T)]), T);
    expect(seen(ledger.take(message(T + 1, [shown(2, T)], { whole: true }), T + 1))).toEqual([[1, null]]);
  });

  it('forgets an instance that stays silent, and keeps one that says anew whom it has', () => {
    ledger.take(message(T, [shown(1, T)], { whole: true }), T);
    ledger.take(message(T, [shown(2, T)], { whole: true, instance: ELSEWHERE }), T);
    ledger.take(message(T + 10_000, [shown(2, T)], { whole: true, instance: ELSEWHERE }), T + 10_000);
    expect(ledger.expire(T + 24_999)).toEqual([]);
    expect(seen(ledger.expire(T + 25_000))).toEqual([[1, null]]);
    expect(seen(ledger.expire(T + 35_000))).toEqual([[2, null]]);
  });

  it('forgets soon, after a right was lowered, whoever is not told of again', () => {
    ledger.take(message(T, [shown(1, T)], { whole: true }), T);
    ledger.take(message(T, [shown(2, T)], { whole: true, instance: ELSEWHERE }), T);
    ledger.doubt(T, 1_500);
    ledger.take(message(T + 100, [shown(2, T)], { whole: true, instance: ELSEWHERE }), T + 100);
    expect(seen(ledger.expire(T + 1_500))).toEqual([[1, null]]);
    expect(ledger.take(message(T, [shown(1, T)], { whole: true }), T + 26_000)).toEqual([]);
  });

  it('holds no more than it can show', () => {
    const many = Array.from({ length: 600 }, (_, clientId) => shown(clientId, T));
    expect(ledger.take(message(T, many), T)).toHaveLength(500);
    const instances = Array.from(
      { length: 100 },
      (_, n) => `${String(n).padStart(8, '0')}-0000-4000-9000-000000000000`,
    );
    for (const instance of instances) ledger.take(message(T, [shown(1, T, null)], { instance, whole: true }), T);
    expect(ledger.expire(T + 25_000)).toHaveLength(500);
  });
});
