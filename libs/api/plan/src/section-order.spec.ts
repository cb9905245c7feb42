import fc from 'fast-check';
import { positionBetween } from './section-order';

describe('positionBetween', () => {
  it('keeps the order that people give, however often something is put anywhere', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(), { maxLength: 200 }), (places) => {
        const positions: string[] = [];
        for (const place of places) {
          const index = place % (positions.length + 1);
          positions.splice(index, 0, positionBetween(positions[index - 1] ?? null, positions[index] ?? null));
        }
        expect([...positions].sort()).toEqual(positions);
        expect(new Set(positions).size).toBe(positions.length);
      }),
    );
  });

  it('grows slowly when everything is added at the end or at the beginning', () => {
    let last: string | null = null;
    let first: string | null = null;
    for (let round = 0; round < 100; round += 1) {
      last = positionBetween(last, null);
      first = positionBetween(null, first);
    }
    expect(Math.max(last?.length ?? 0, first?.length ?? 0)).toBeLessThan(30);
  });

  it('refuses two positions that are not in order', () => {
    expect(() => positionBetween('b', 'a')).toThrow(RangeError);
  });
});
