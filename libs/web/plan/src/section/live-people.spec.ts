import { nameWithFunction } from '../sharing/audience-why';
import { colourOf, personOf, presentPeople } from './live-people';

const fatma = { user: { personId: 'p1', name: 'Fatma', function: 'POH' }, cursor: {} };
const sanne = { user: { personId: 'p2', name: 'Sanne' } };

describe('who is here too', () => {
  it('names each person once, without oneself', () => {
    expect(
      presentPeople([sanne, fatma, fatma, { user: { personId: 'me', name: 'Ik' } }], 'me').map((one) => one.name),
    ).toEqual(['Fatma', 'Sanne']);
  });

  it('shows nobody whom the server did not name', () => {
    expect(presentPeople([null, {}, { user: {} }, { user: { name: 'Vals' } }, 'x', { user: null }], null)).toEqual([]);
  });

  it('says the function beside the name', () => {
    const person = personOf(fatma);
    expect(person && nameWithFunction(person)).toBe('Fatma (POH)');
    expect(nameWithFunction({ name: 'Sanne', function: null })).toBe('Sanne');
  });

  it('keeps the colour of a person', () => {
    expect(colourOf('p1')).toBe(colourOf('p1'));
    expect(colourOf('p1')).toBeLessThan(8);
  });
});
