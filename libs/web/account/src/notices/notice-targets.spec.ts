import { noticeKinds } from '@samenplan/shared/contracts';
import { noticeTarget } from './notice-targets';

describe('where a notice leads', () => {
  it('is nowhere when the plan may no longer be seen', () => {
    for (const kind of ['right-ended', 'mandate-ended'] as const)
      expect(noticeTarget({ kind, planId: null })).toBeNull();
  });

  it('is the page where it is dealt with', () => {
    expect(noticeTarget({ kind: 'log-answer', planId: 'p' })).toEqual(['/plannen', 'p', 'wie-heeft-gekeken']);
    expect(noticeTarget({ kind: 'request-made', planId: 'p' })).toEqual(['/']);
    expect(noticeTarget({ kind: 'login-new', planId: null })).toEqual(['/mijn-account', 'inloggen']);
  });

  it('is somewhere for every kind about a plan', () => {
    for (const kind of noticeKinds) expect(noticeTarget({ kind, planId: 'p' })).not.toBeNull();
  });
});
