import type { ComparedBlock, ComparedRun } from '@samenplan/api/live';
import type { HistoryBlock, HistoryRun } from '@samenplan/shared/contracts';

/**
 * Blocks as the contract has them.
 * @param mayKnow whether the asker may know who took something away at that time
 * @param upto when the text stood so: what went and came back later is not told
 */
export const blocksShown = (
  blocks: readonly ComparedBlock[],
  mayKnow: (at: Date) => boolean,
  upto: Date,
): HistoryBlock[] =>
  blocks.map(({ id, kind, level, checked, depth, change, runs }) => ({
    blockId: id,
    kind,
    level,
    checked,
    depth,
    change,
    runs: joined(runs.map((run) => runShown(run, mayKnow, upto))),
  }));

function runShown(
  { text, marks, written, change, removal }: ComparedRun,
  mayKnow: (at: Date) => boolean,
  upto: Date,
): HistoryRun {
  const at = written.at === 0 ? null : new Date(written.at).toISOString();
  const shown = { text, author: written.author, at, marks: [...marks], change };
  if (change !== 'removed') return { ...shown, removed: null };
  const when = removal === null ? null : new Date(removal.at);
  if (removal === null || when === null || when > upto || !mayKnow(when))
    return { ...shown, removed: { by: null, at: null } };
  return { ...shown, removed: { by: removal.by[0] ?? null, at: when.toISOString() } };
}

/** Pieces that look alike are one: where characters came from does not show. */
function joined(runs: readonly HistoryRun[]): HistoryRun[] {
  const found: HistoryRun[] = [];
  for (const run of runs) {
    const last = found.at(-1);
    if (last !== undefined && looks(last) === looks(run)) found.splice(-1, 1, { ...last, text: last.text + run.text });
    else found.push(run);
  }
  return found;
}

const looks = ({ text: _, ...rest }: HistoryRun): string => JSON.stringify(rest);

/** Ids of everybody who wrote or took away. */
export const peopleOf = (blocks: readonly HistoryBlock[]): (string | null)[] =>
  blocks.flatMap(({ runs }) => runs.flatMap(({ author, removed }) => [author, removed?.by ?? null]));
