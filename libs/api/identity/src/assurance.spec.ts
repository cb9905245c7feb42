import { Problem } from '@samenplan/api/platform';
import { acrValuesFor, assuranceForRoles, assuranceOf, assures, demandAssurance, limitsForRoles } from './assurance';

const EIDAS = 'http://eidas.europa.eu/LoA/';
const oidc = { acrValues: [], acrLevels: { 'urn:example:strong=1': 'substantial' } } as const;

describe('a level of assurance', () => {
  it.each([
    [`${EIDAS}high`, 'high'],
    ['urn:etoegang:core:assurance-class:loa3', 'substantial'],
    ['urn:oasis:names:tc:SAML:2.0:ac:classes:MobileTwoFactorContract', 'low'],
    ['urn:example:strong=1', 'substantial'],
    ['something else', 'low'],
    ['constructor', 'low'],
    [null, 'low'],
    [undefined, 'low'],
  ])('of %s is %s', (acr, level) => {
    expect(assuranceOf(acr, oidc)).toBe(level);
  });

  it('reaches itself and what is weaker', () => {
    expect([assures('high', 'substantial'), assures('low', 'low'), assures('low', 'substantial')]).toEqual([
      true,
      true,
      false,
    ]);
  });

  it('is asked by every value that reaches it, of those that are accepted', () => {
    expect(acrValuesFor('substantial', oidc)).toEqual([`${EIDAS}substantial`, `${EIDAS}high`]);
    const accepted = { ...oidc, acrValues: [`${EIDAS}low`, 'urn:example:strong=1'] };
    expect(acrValuesFor('substantial', accepted)).toEqual(['urn:example:strong=1']);
  });

  it('is the strongest that one of the roles needs', () => {
    const byRole = { professional: 'substantial', administrator: 'high' } as const;
    expect(assuranceForRoles([], byRole)).toBe('low');
    expect(assuranceForRoles(['client'], byRole)).toBe('low');
    expect(assuranceForRoles(['client', 'administrator', 'professional'], byRole)).toBe('high');
  });
});

describe('how long a login lasts', () => {
  it('is the strictest of all limits, each for itself', () => {
    const sessionLimits = {
      professional: { idleMinutes: 30, hours: 12 },
      administrator: { idleMinutes: 45, hours: 4 },
    };
    const configuration = { sessionHours: 10, sessionIdleMinutes: 60, sessionLimits };
    expect(limitsForRoles(['client'], configuration)).toEqual({ idleMinutes: 60, hours: 10 });
    expect(limitsForRoles(['professional', 'administrator'], configuration)).toEqual({ idleMinutes: 30, hours: 4 });
  });
});

describe('a demand', () => {
  const now = new Date('2026-03-01T12:00:00Z');
  const ago = (minutes: number): Date => new Date(now.getTime() - minutes * 60_000);
  const needs = { assurance: 'substantial', freshMinutes: 15 } as const;
  const problemOf = (acr: string, provedAt: Date | null): unknown => {
    try {
      demandAssurance({ acr, provedAt }, needs, now, oidc);
    } catch (error) {
      return error instanceof Problem ? error.details.needs : error;
    }
    return undefined;
  };

  it('is met by a level and a proof that is fresh, and by nothing less', () => {
    expect(problemOf(`${EIDAS}substantial`, ago(14.9))).toBeUndefined();
    const needed = { ...needs, acr: `${EIDAS}substantial` };
    expect(problemOf(`${EIDAS}substantial`, ago(15))).toEqual(needed);
    expect(problemOf(`${EIDAS}substantial`, null)).toEqual(needed);
    expect(problemOf(`${EIDAS}low`, ago(0))).toEqual(needed);
  });

  it('without a limit of time takes any proof of that level', () => {
    expect(() =>
      demandAssurance({ acr: `${EIDAS}high`, provedAt: null }, { assurance: 'substantial' }, now, oidc),
    ).not.toThrow();
  });
});
