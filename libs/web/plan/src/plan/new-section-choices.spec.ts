import { lifeDomains } from '@samenplan/shared/contracts';
import { domainsLeft, kindsLeft } from './new-section-choices';
import { testSection } from './plan-testing';

describe('what can be added to a plan', () => {
  it('offers life domains that the plan does not have', () => {
    const left = domainsLeft([testSection('home', { kind: 'domain', domain: 'housing' })]);
    expect(left).not.toContain('housing');
    expect(left).toHaveLength(lifeDomains.length - 1);
  });

  it('offers network, agreements and evaluation once, and an own title always', () => {
    expect(kindsLeft([testSection('n', { kind: 'network' })])).toEqual(['domain', 'agreements', 'evaluation', 'own']);
  });

  it('offers no life domain when all are there', () => {
    const all = lifeDomains.map((domain) => testSection(domain, { kind: 'domain', domain }));
    expect(kindsLeft(all)).not.toContain('domain');
  });
});
