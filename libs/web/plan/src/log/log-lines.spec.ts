import { leadOf, logActor, logDays, logReason, periodBounds, timesOf } from './log-lines';
import { testEntry as entry, testLine as line, testWords } from '../plan/plan-testing';
import type { PlanTranslate } from '../plan-words';

describe('entries of the log by day', () => {
  it('stand under their day, in the order of the server', () => {
    const days = logDays([entry('2026-11-22T13:00:00Z'), entry('2026-11-22T08:00:00Z'), entry('2026-11-20T12:00:00Z')]);
    expect(days.map(({ day, entries }) => [day, entries.length])).toEqual([
      ['2026-11-22', 2],
      ['2026-11-20', 1],
    ]);
  });

  it('put a line of 23.30 in London on the next Dutch day', () => {
    expect(logDays([entry('2026-11-21T23:30:00Z'), entry('2026-11-21T12:00:00Z')]).map((day) => day.day)).toEqual([
      '2026-11-22',
      '2026-11-21',
    ]);
  });

  it('tell one look by the most telling of its requests, and count looks, not requests', () => {
    const at = '2026-11-22T13:00:00Z';
    const look = entry(at, {
      line: line(at, { type: 'section-history-read' }),
      count: 5,
      parts: [
        { type: 'section-read', count: 2, times: [at] },
        { type: 'section-live-read', count: 2, times: [at] },
        { type: 'section-history-read', count: 1, times: [at] },
      ],
    });
    expect(leadOf(look)).toMatchObject({ type: 'section-read', at });
    expect(timesOf(look)).toBe(2);
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
