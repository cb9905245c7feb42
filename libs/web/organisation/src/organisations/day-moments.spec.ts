import { dayOf, endOfDay, startOfDay } from './day-moments';

describe('days as moments', () => {
  it('begin and end at midnight in the Netherlands, in winter, in summer, and when the clock changes', () => {
    expect(startOfDay('2026-12-01')).toBe('2026-11-30T23:00:00.000Z');
    expect(startOfDay('2026-07-01')).toBe('2026-06-30T22:00:00.000Z');
    expect(endOfDay('2026-10-25')).toBe('2026-10-25T23:00:00.000Z');
    expect(startOfDay('2026-10-25')).toBe('2026-10-24T22:00:00.000Z');
    expect(endOfDay('2027-03-28')).toBe('2027-03-28T22:00:00.000Z');
    expect(endOfDay('2026-12-31')).toBe('2026-12-31T23:00:00.000Z');
  });

  it('are those of the Netherlands, wherever the screen is', () => {
    expect(dayOf(new Date('2026-11-30T23:30:00Z'))).toBe('2026-12-01');
    expect(dayOf(new Date('2026-06-30T21:30:00Z'))).toBe('2026-06-30');
  });
});
