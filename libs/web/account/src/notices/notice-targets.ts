import type { Notice, NoticeKind } from '@samenplan/shared/contracts';

/** Page of the plan where a kind is dealt with; other kinds lead to the plan itself. */
const planPages: Partial<Record<NoticeKind, string>> = {
  'look-back': 'klopt-dit-nog',
  'invitation-confirmed': 'wie-ziet-wat',
  'team-joined': 'wie-ziet-wat',
  replacement: 'wie-ziet-wat',
  'assisted-decision': 'met-hulp',
  'log-answer': 'wie-heeft-gekeken',
  'mandate-begun': 'wie-mag-namens',
  'mandate-ends-soon': 'wie-mag-namens',
  'mandate-ended': 'wie-mag-namens',
  'age-review': 'wie-mag-namens',
};

/** Kinds that are dealt with outside a plan. */
const pages: Partial<Record<NoticeKind, readonly string[]>> = {
  // Who answers may have no right to the plan any more.
  'log-question': ['/plannen', 'vragen-aan-mij'],
  'login-new': ['/mijn-account', 'inloggen'],
  'account-asked': ['/account', 'brief'],
  'witness-asked': ['/getuige'],
  // Requests stand on the first page.
  'request-made': ['/'],
};

/** Where a notice leads; null when there is nothing (any more) to go to. */
export function noticeTarget({ kind, planId }: Pick<Notice, 'kind' | 'planId'>): readonly string[] | null {
  const page = pages[kind];
  if (page !== undefined) return page;
  if (planId === null) return null;
  const below = planPages[kind];
  return ['/plannen', planId, ...(below === undefined ? [] : [below])];
}
