import { Pace } from './pace';

describe('a pace', () => {
  it('lets a burst pass, then says how long to wait, and forgives with time', () => {
    let now = 0;
    const pace = new Pace(10, 5, () => now);
    expect(Array.from({ length: 6 }, () => pace.spend(1))).toEqual([0, 0, 0, 0, 0, 100]);
    expect(pace.spend(1)).toBe(200);
    now += 300;
    expect(pace.spend(1)).toBe(0);
    now += 500;
    expect(pace.untilFull).toBe(0);
  });

  it('makes nobody wait longer than ten seconds', () => {
    expect(new Pace(10, 5, () => 0).spend(1_000_000)).toBe(10_000);
  });
});
