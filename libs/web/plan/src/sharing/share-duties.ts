import type { Duty } from '@samenplan/shared/contracts';
import type { coreWords, Translate } from '@samenplan/web/core';

/** What a function must keep silent and may report, one plain sentence per duty; says so when nothing is known. */
export function dutySentences(
  core: Translate<(typeof coreWords)['nl']>,
  duties: readonly Duty[],
  name: string,
): readonly string[] {
  return duties.length === 0
    ? [core('duty.none-known', { name })]
    : duties.map((duty) => core(`duty.${duty}`, { name }));
}
