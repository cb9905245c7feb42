import { parseDay, plainDate, plainDay, plainMoment, plainTime } from './plain-dates';

const dutch = { today: 'vandaag', yesterday: 'gisteren', tomorrow: 'morgen' };
const now = new Date('2026-11-22T13:00:00Z');

describe('dates in plain words', () => {
  it('says today with the Dutch time, in winter and in summer', () => {
    expect(plainMoment(new Date('2026-11-22T13:05:00Z'), now, 'nl', dutch)).toBe('vandaag 14.05');
    expect(plainTime(new Date('2026-07-01T13:05:00Z'), 'nl')).toBe('15.05');
    expect(plainTime(new Date('2026-11-22T08:05:00Z'), 'en')).toBe('9:05');
    expect(plainTime(new Date('2026-11-22T23:05:00Z'), 'nl')).toBe('0.05');
  });

  it('counts days by the Dutch calendar, not by 24 hours', () => {
    expect(plainDay(new Date('2026-11-21T22:59:00Z'), now, 'nl', dutch)).toBe('gisteren');
    expect(plainDay(new Date('2026-11-21T23:01:00Z'), now, 'nl', dutch)).toBe('vandaag');
    expect(plainDay(new Date('2026-11-22T23:01:00Z'), now, 'nl', dutch)).toBe('morgen');
  });

  it('counts right over the night on which the clock changes', () => {
    expect(plainDay(new Date('2026-10-24T10:00:00Z'), new Date('2026-10-25T23:30:00Z'), 'nl', dutch)).toBe(
      '24 oktober 2026',
    );
    expect(plainDay(new Date('2026-10-25T10:00:00Z'), new Date('2026-10-25T22:30:00Z'), 'nl', dutch)).toBe('vandaag');
  });

  it('writes other days in full', () => {
    expect(plainDate(new Date('2026-03-12T10:00:00Z'), 'nl')).toBe('12 maart 2026');
    expect(plainDate(new Date('2026-03-12T10:00:00Z'), 'en')).toBe('12 March 2026');
  });

  it('never moves a birth date', () => {
    expect(plainDate(parseDay('1984-01-01'), 'nl')).toBe('1 januari 1984');
    expect(plainDate(parseDay('1984-12-31'), 'nl')).toBe('31 december 1984');
  });
});
