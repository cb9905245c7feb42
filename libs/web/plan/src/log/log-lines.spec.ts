import { logActor, logDays, logReason, periodBounds } from './log-lines';
import { testLine as line, testWords } from '../plan/plan-testing';
import type { PlanTranslate } from '../plan-words';

describe('lines of the log by day', () => {
  it('merges what is the same on one day and keeps every time', () => {
    const days = logDays([line('2026-11-22T13:00:00Z'), line('2026-11-22T12:00:00Z'), line('2026-11-22T08:00:00Z')]);
    expect(days).toHaveLength(1);
    expect(days[0]?.entries.map((entry) => entry.lines.length)).toEqual([3]);
  });

  it('puts a line of 23.30 in London on the next Dutch day', () => {
    expect(logDays([line('2026-11-21T23:30:00Z'), line('2026-11-21T12:00:00Z')]).map((day) => day.day)).toEqual([
      '2026-11-22',
      '2026-11-21',
    ]);
  });

  it.each([
    ['another person', { person: { id: 'nurse', name: 'Joris' } }],
    ['another section', { object: { type: 'section', id: 'money', title: 'Geld' } }],
    ['another deed', { type: 'section-live-write' }],
    ['a refusal', { outcome: 'refused' }],
    ['emergency access', { emergency: true }],
    ['on behalf of somebody', { onBehalfOf: { id: 'client', name: 'Ans' } }],
    ['another recipient', { detail: { kind: 'person', name: 'Joris' } }],
    ['the product itself', { person: null }],
    ['another reason', { allowedBy: { why: 'team-plan-share', grantId: null } }],
  ] as const)('never hides %s in another line', (_, more) => {
    expect(logDays([line('2026-11-22T13:00:00Z'), line('2026-11-22T12:00:00Z', more)])[0]?.entries).toHaveLength(2);
  });

  it('keeps the entry of a day when older lines of that day arrive with the next page', () => {
    const newest = line('2026-11-22T13:00:00Z');
    const before = logDays([newest])[0]?.entries[0]?.id;
    expect(logDays([newest, line('2026-11-22T07:00:00Z')])[0]?.entries[0]?.id).toBe(before);
  });
});

describe('who and why in the log', () => {
  let t: PlanTranslate;
  beforeEach(() => {
    t = testWords();
  });

  it('names function, organisation and for whom', () => {
    expect(logActor(t, line('x', { onBehalfOf: { id: 'c', name: 'Ans de Boer' } }))).toBe(
      'praktijkondersteuner bij De Linde, namens Ans de Boer',
    );
    expect(logActor(t, line('x', { role: null, organisation: null }))).toBe('');
  });

  it('says why the product itself stopped something', () => {
    expect(logReason(t, line('x', { person: null, type: 'right-ended' }))).toBe(
      'Bij het kiezen is een einde afgesproken. Daarna stopt het vanzelf.',
    );
  });

  it('says of a refusal that nothing was shown', () => {
    expect(logReason(t, line('x', { outcome: 'refused' }))).toBe('Dit mocht niet. Er is niets getoond.');
  });

  it('says first that it was emergency access', () => {
    expect(logReason(t, line('x', { emergency: true }))).toMatch(/noodknop/);
  });
});

describe('periods of the log', () => {
  const now = new Date('2026-11-22T10:00:00Z');

  it('begins at Dutch midnight', () => {
    expect(periodBounds('today', { from: '', to: '' }, now)).toEqual({ from: '2026-11-21T23:00:00.000Z' });
    expect(periodBounds('week', { from: '', to: '' }, now)).toEqual({ from: '2026-11-15T23:00:00.000Z' });
    expect(periodBounds('month', { from: '', to: '' }, now)).toEqual({ from: '2026-10-21T22:00:00.000Z' });
  });

  it('takes own days whole, and leaves open what is not filled in', () => {
    expect(periodBounds('own', { from: '2026-11-01', to: '2026-11-02' }, now)).toEqual({
      from: '2026-10-31T23:00:00.000Z',
      to: '2026-11-02T22:59:59.000Z',
    });
    expect(periodBounds('own', { from: '', to: '' }, now)).toEqual({});
    expect(periodBounds('all', { from: '2026-11-01', to: '' }, now)).toEqual({});
  });
});
