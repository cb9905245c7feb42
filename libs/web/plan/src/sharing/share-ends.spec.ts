import { choiceOf, dutchDay, endDay, endOfDutchDay, isPossibleEnd, monthsLater, possibleEnds } from './share-ends';

describe('ends of sharing', () => {
  it('ends at the last second of the Dutch day, in winter and in summer', () => {
    expect(endOfDutchDay('2027-01-15')).toBe('2027-01-15T22:59:59.000Z');
    expect(endOfDutchDay('2027-07-15')).toBe('2027-07-15T21:59:59.000Z');
  });

  it('ends right on the days on which the clock changes', () => {
    expect(endOfDutchDay('2027-03-28')).toBe('2027-03-28T21:59:59.000Z');
    expect(endOfDutchDay('2027-10-31')).toBe('2027-10-31T22:59:59.000Z');
  });

  it('knows the Dutch day of a moment just before midnight in London', () => {
    expect(dutchDay(new Date('2027-01-14T23:30:00Z'))).toBe('2027-01-15');
  });

  it('keeps to the last day of a shorter month', () => {
    expect(monthsLater('2026-11-30', 3)).toBe('2027-02-28');
    expect(monthsLater('2026-12-31', 6)).toBe('2027-06-30');
    expect(monthsLater('2026-11-22', 1)).toBe('2026-12-22');
  });

  const now = new Date('2026-11-22T10:00:00Z');

  it('gives the day of a choice, and none for an own date in the past or after two years', () => {
    expect(endDay('3', '', now)).toBe('2027-02-22');
    expect(endDay('date', '2026-12-05', now)).toBe('2026-12-05');
    expect(endDay('date', '2026-11-21', now)).toBeNull();
    expect(endDay('date', '', now)).toBeNull();
  });

  it('stays within two years also by the hour', () => {
    expect(possibleEnds(now)).toEqual({ first: '2026-11-22', last: '2028-11-21' });
    expect(isPossibleEnd('2028-11-21', now)).toBe(true);
    expect(isPossibleEnd('2028-11-22', now)).toBe(false);
  });

  it('opens a form on the end that is in force', () => {
    expect(choiceOf('2027-02-22T22:59:59Z', now)).toEqual({ choice: '3', day: '2027-02-22' });
    expect(choiceOf('2027-03-01T22:59:59Z', now)).toEqual({ choice: 'date', day: '2027-03-01' });
  });
});
