/** What is wrong with the access log. `inserted`: not written by the product when it says. */
export type LogFault =
  | { readonly kind: 'changed' | 'missing' | 'inserted'; readonly planId: string; readonly line: number }
  | { readonly kind: 'unknown' | 'unsealed' | 'forged'; readonly planId: string; readonly lineId: string }
  | { readonly kind: 'seal-changed' | 'seals-missing' | 'seal-moved'; readonly planId: string; readonly seal: number }
  | { readonly kind: 'round-changed' | 'rounds-missing' | 'head-differs' | 'head-missing'; readonly round: number };

/** Chains of what is no line of a plan; they stand in the place of a plan, as functions in the database say too. */
export const REFUSAL_CHAIN = '00000000-0000-0000-0000-000000000001';
export const AUDIT_CHAIN = '00000000-0000-0000-0000-000000000002';

function chainName(planId: string): string {
  if (planId === REFUSAL_CHAIN) return 'Refusals';
  return planId === AUDIT_CHAIN ? 'Looks of privacy officers' : `Plan ${planId}`;
}

/** One sentence without names or text. */
export function sentenceOf(fault: LogFault): string {
  switch (fault.kind) {
    case 'changed':
      return `${chainName(fault.planId)}, line ${fault.line}: changed.`;
    case 'missing':
      return `${chainName(fault.planId)}, line ${fault.line}: missing.`;
    case 'inserted':
      return `${chainName(fault.planId)}, line ${fault.line}: inserted, its moment is not that at which it was written.`;
    case 'unknown':
      return `${chainName(fault.planId)}, line with id ${fault.lineId}: inserted, no seal covers it.`;
    case 'unsealed':
      return `${chainName(fault.planId)}, line with id ${fault.lineId}: not sealed although old.`;
    case 'forged':
      return `${chainName(fault.planId)}, line with id ${fault.lineId}: inserted, its words are not the product's.`;
    case 'seal-changed':
      return `${chainName(fault.planId)}, seal ${fault.seal}: changed.`;
    case 'seals-missing':
      return `${chainName(fault.planId)}, before seal ${fault.seal}: seals with their lines are missing.`;
    case 'seal-moved':
      return `${chainName(fault.planId)}, seal ${fault.seal}: does not follow the seal before it.`;
    case 'round-changed':
      return `Round ${fault.round} of sealing: changed, or seals of it are missing.`;
    case 'rounds-missing':
      return `Before round ${fault.round} of sealing: rounds are missing.`;
    case 'head-differs':
      return `Round ${fault.round} of sealing: the head differs from the one kept outside the database.`;
    case 'head-missing':
      return `Round ${fault.round} of sealing: known outside the database, missing in it.`;
  }
}
