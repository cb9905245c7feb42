import { fatma, noor, sanne } from './history-testing';
import { readingPeople } from './reading-people';

const self = { id: 'noor', short: 'jij' };
const shorts = (...people: (typeof noor)[]): string[] =>
  [...readingPeople(people, self).values()].map((person) => person.short);

describe('short names in a text', () => {
  it('are initials, and "jij" for who reads', () => {
    expect(shorts(fatma, noor, sanne)).toEqual(['FY', 'jij', 'SB']);
  });

  it('are never the same for two people', () => {
    const other = { ...sanne, id: 'stijn', name: 'Stijn de Boer' };
    const same = { ...sanne, id: 'sanne-2' };
    const third = { ...sanne, id: 'sanne-3' };
    const fourth = { ...sanne, id: 'sanne-4' };
    expect(shorts(sanne, other, same, third, fourth)).toEqual([
      'SB',
      'Stijn',
      'Sanne',
      'Sanne Bakker',
      'Sanne Bakker 2',
    ]);
  });

  it('stand for a name without letters too', () => {
    expect(shorts({ ...noor, id: 'x', name: '42' })).toEqual(['42']);
  });

  it('go with a kind of line that only repeats after four people', () => {
    const five = [1, 2, 3, 4, 5].map((number) => ({ ...noor, id: `${number}` }));
    expect([...readingPeople(five, self).values()].map((person) => person.line)).toEqual([0, 1, 2, 3, 0]);
  });
});
