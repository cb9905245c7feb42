import type { Place } from '@samenplan/api/identity';
import { chosenPlace } from './invitation-confirmations';

const place = (affiliationId: string, organisation: string): Place => ({
  affiliationId,
  organisation,
  personId: 'p',
  organisationId: organisation,
  function: 'huisarts',
  phone: null,
  workingDays: [],
  duties: [],
  purpose: 'Doel',
  legalBasis: 'Grondslag',
  proposedDomains: [],
});
const [linde, beuk] = [place('a', 'De Linde'), place('b', 'De Beuk')];

describe('the place in which somebody confirms', () => {
  it('is the only one that they have, whatever the invitation says', () => {
    expect(chosenPlace([beuk], { organisation: 'De Linde' }, undefined)).toBe(beuk);
  });

  it('is of several the one in the organisation that was named, in any case of letters', () => {
    expect(chosenPlace([beuk, linde], { organisation: 'de linde' }, undefined)).toBe(linde);
  });

  it('is left to choose when nothing tells, or two places are in that organisation', () => {
    expect(chosenPlace([beuk, linde], { organisation: 'De Wilg' }, undefined)).toBeUndefined();
    expect(chosenPlace([linde, place('c', 'De Linde')], { organisation: 'De Linde' }, undefined)).toBeUndefined();
  });

  it('is the chosen one, and never that of somebody else', () => {
    expect(chosenPlace([beuk, linde], { organisation: 'De Linde' }, 'b')).toBe(beuk);
    expect(chosenPlace([beuk], { organisation: 'De Beuk' }, 'z')).toBeUndefined();
  });
});
