import fc from 'fast-check';
import { untilAnswer } from './refusals';

describe('a refusal', () => {
  it('leaves at the same moment whatever part of fifty milliseconds its work took', () => {
    fc.assert(
      fc.property(fc.nat(20), fc.double({ min: 0, max: 49.999, noNaN: true }), (rounds, worked) => {
        const before = rounds * 50 + worked;
        expect(before + untilAnswer(before)).toBeCloseTo((rounds + 1) * 50, 6);
      }),
    );
  });
});
