import fc from 'fast-check';
import { lastDigest, nextDigest, telling, type TellingFacts } from './telling';

const now = new Date('2026-11-22T10:00:00Z');
const before = (minutes: number): Date => new Date(now.getTime() - minutes * 60_000);
const facts = (changes: Partial<TellingFacts> = {}): TellingFacts => ({
  preference: { way: 'mail', rhythm: 'at-once', discreet: true, kinds: {} },
  contactPoints: [
    { id: 'm', kind: 'mail' },
    { id: 's', kind: 'sms' },
  ],
  messages: [],
  notices: [
    { id: 'a', kind: 'request-made', at: before(2), shows: true },
    { id: 'b', kind: 'log-answer', at: before(1), shows: true },
  ],
  ...changes,
});

describe('what goes out', () => {
  it('is one message for everything that came together', () => {
    expect(telling(facts(), now)).toEqual({
      messages: [{ contactPointId: 'm', noticeIds: ['a', 'b'] }],
      waits: [],
      quiet: [],
      discreet: true,
    });
  });

  it('goes per kind to the way that was chosen for it', () => {
    const preference = { way: 'mail', rhythm: 'at-once', discreet: false, kinds: { 'log-answer': 'sms' } } as const;
    expect(telling(facts({ preference }), now).messages).toEqual([
      { contactPointId: 'm', noticeIds: ['a'] },
      { contactPointId: 's', noticeIds: ['b'] },
    ]);
  });

  it.each(['letter', 'none'] as const)('is nothing for somebody who chose: %s', (way) => {
    const preference = { way, rhythm: 'at-once', discreet: true, kinds: {} } as const;
    expect(telling(facts({ preference }), now)).toMatchObject({ messages: [], waits: [], quiet: ['a', 'b'] });
  });

  it('is nothing without a choice, and nothing without an address that works', () => {
    expect(telling(facts({ preference: null }), now).messages).toEqual([]);
    expect(telling(facts({ contactPoints: [{ id: 's', kind: 'sms' }] }), now)).toMatchObject({
      messages: [],
      quiet: ['a', 'b'],
    });
  });

  it('leaves out what this person may no longer see', () => {
    const notices = [{ id: 'a', kind: 'request-made', at: before(2), shows: false }];
    expect(telling(facts({ notices }), now)).toMatchObject({ messages: [], waits: [], quiet: ['a'] });
  });

  it('rests a quarter of an hour after a message, and counts eight a day', () => {
    const soon = telling(facts({ messages: [{ kind: 'mail', at: before(5) }] }), now);
    expect(soon).toMatchObject({ messages: [], waits: [{ noticeIds: ['a', 'b'], until: before(-10) }] });
    const many = Array.from({ length: 8 }, (_, index) => ({ kind: 'mail' as const, at: before(60 * (index + 1)) }));
    expect(telling(facts({ messages: many }), now).waits).toEqual([
      { noticeIds: ['a', 'b'], until: new Date(before(480).getTime() + 86_400_000) },
    ]);
    expect(
      telling(facts({ messages: many.map((one) => ({ ...one, kind: 'sms' as const })) }), now).messages,
    ).toHaveLength(1);
  });

  it('waits for five in the afternoon for who wants one message a day, but never with a new login', () => {
    const preference = { way: 'mail', rhythm: 'daily', discreet: true, kinds: {} } as const;
    const notices = [
      { id: 'a', kind: 'request-made', at: before(2), shows: true },
      { id: 'n', kind: 'login-new', at: before(2), shows: true },
    ];
    expect(telling(facts({ preference, notices }), now)).toMatchObject({
      messages: [{ contactPointId: 'm', noticeIds: ['n'] }],
      waits: [{ noticeIds: ['a'], until: new Date('2026-11-22T16:00:00Z') }],
    });
    const yesterday = [{ id: 'a', kind: 'request-made', at: before(24 * 60), shows: true }];
    expect(telling(facts({ preference, notices: yesterday }), now).messages).toHaveLength(1);
  });
});

describe('the hour of the day', () => {
  it.each([
    ['2026-03-29T15:00:00Z', '2026-03-29T15:00:00.000Z'], // The day summer time begins: 17:00 is 15:00 UTC.
    ['2026-03-29T14:59:59Z', '2026-03-28T16:00:00.000Z'],
    ['2026-10-25T15:30:00Z', '2026-10-24T15:00:00.000Z'], // The day it ends.
    ['2026-10-25T16:00:00Z', '2026-10-25T16:00:00.000Z'],
  ])('at %s the last one was %s', (at, expected) => {
    expect(lastDigest(new Date(at)).toISOString()).toBe(expected);
  });

  it('the next one is after now and at most 25 hours away, and is a last one itself', () => {
    fc.assert(
      fc.property(fc.date({ min: new Date('2025-01-01'), max: new Date('2030-01-01'), noInvalidDate: true }), (at) => {
        const next = nextDigest(at);
        expect(next.getTime()).toBeGreaterThan(at.getTime());
        expect(next.getTime() - at.getTime()).toBeLessThanOrEqual(25 * 3_600_000);
        expect(lastDigest(next)).toEqual(next);
      }),
    );
  });
});

describe('every notice', () => {
  it('is told, waits or stays quiet: exactly one of the three', () => {
    const notice = fc.record({
      id: fc.uuid(),
      kind: fc.constantFrom('request-made', 'login-new', 'log-answer', 'of-a-newer-version'),
      at: fc.integer({ min: 0, max: 3_000 }).map(before),
      shows: fc.boolean(),
    });
    const any = fc.record({
      preference: fc.option(
        fc.record({
          way: fc.constantFrom('mail' as const, 'sms' as const, 'letter' as const, 'none' as const),
          rhythm: fc.constantFrom('at-once' as const, 'daily' as const),
          discreet: fc.boolean(),
          kinds: fc.constantFrom({}, { 'log-answer': 'sms' as const }, { 'request-made': 'none' as const }),
        }),
      ),
      contactPoints: fc.subarray([
        { id: 'm', kind: 'mail' as const },
        { id: 's', kind: 'sms' as const },
      ]),
      messages: fc.array(
        fc.record({
          kind: fc.constantFrom('mail' as const, 'sms' as const),
          at: fc.integer({ min: 0, max: 1_440 }).map(before),
        }),
      ),
      notices: fc.uniqueArray(notice, { selector: ({ id }) => id }),
    });
    fc.assert(
      fc.property(any, (given) => {
        const { messages, waits, quiet } = telling(given, now);
        const all = [...messages.flatMap((one) => one.noticeIds), ...waits.flatMap((one) => one.noticeIds), ...quiet];
        expect(all.toSorted()).toEqual(given.notices.map(({ id }) => id).toSorted());
        expect(new Set(messages.map(({ contactPointId }) => contactPointId)).size).toBe(messages.length);
        for (const { until } of waits) expect(until.getTime()).toBeGreaterThan(now.getTime());
      }),
    );
  });
});
