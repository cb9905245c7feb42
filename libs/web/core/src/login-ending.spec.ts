import { untilNextLook, warningAt } from './login-ending';

const minute = 60_000;
const end = (at: number, latest = at + 60 * minute) => ({ at, latest });

describe('the end of a login', () => {
  it('is told ten and two minutes before, and not earlier', () => {
    expect(warningAt(0, end(10 * minute + 1))).toBeNull();
    expect(warningAt(0, end(10 * minute))).toEqual({ minutes: 10, final: false });
    expect(warningAt(0, end(2 * minute))).toEqual({ minutes: 2, final: false });
    expect(warningAt(0, end(-1))).toEqual({ minutes: 2, final: false });
  });

  it('is final when using it no longer helps', () => {
    expect(warningAt(0, end(minute, minute))).toEqual({ minutes: 2, final: true });
  });

  it('is looked at again at each moment at which something changes', () => {
    expect(untilNextLook(0, end(30 * minute))).toBe(20 * minute + 50);
    expect(untilNextLook(0, end(5 * minute))).toBe(3 * minute + 50);
    expect(untilNextLook(0, end(minute))).toBe(minute + 50);
    expect(untilNextLook(0, end(-1))).toBe(0);
    expect(untilNextLook(0, end(100 * 24 * 60 * minute))).toBeLessThan(2 ** 31);
  });
});
