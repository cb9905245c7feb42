import type { AuditReport } from '@samenplan/shared/contracts';

/** What a privacy officer tells kinds of events apart by, most of them first on screen. */
export const kindGroups = ['look', 'write', 'share', 'represent', 'ask', 'other'] as const;
export type KindGroup = (typeof kindGroups)[number];

const groups: readonly (readonly [RegExp, KindGroup])[] = [
  [/^(?:grant-|right-ended|section-shown|access-reviewed|section-(?:closed|opened))/, 'share'],
  [/^(?:mandate-|assisted-|paper-|account-)/, 'represent'],
  [/^(?:request-|access-a|invitation-|log-question-|successor-)/, 'ask'],
  [/-(?:read|listed|exported)$/, 'look'],
  [/^(?:plan|section)-/, 'write'],
];

/** How many lines of each group; groups without any are left out. */
export function groupsOf(
  kinds: AuditReport['kinds'],
): readonly { readonly group: KindGroup; readonly lines: number }[] {
  const counts = new Map<KindGroup, number>();
  for (const { type, lines } of kinds) {
    const group = groups.find(([pattern]) => pattern.test(type))?.[1] ?? 'other';
    counts.set(group, (counts.get(group) ?? 0) + lines);
  }
  return kindGroups.flatMap((group) => {
    const lines = counts.get(group);
    return lines === undefined ? [] : [{ group, lines }];
  });
}

/** Longer than this, sealing stands still; docs/operations.md has the alarm. */
export const LATE_SECONDS = 60;
