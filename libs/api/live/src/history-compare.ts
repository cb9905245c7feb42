import { originSet, shifted, type IdRanges, type Removal, type Written } from './history-ranges';
import type { ReadBlock, ReadRun } from './history-reading';
import { wordsWith } from './history-versions';

export type ComparedRun = ReadRun & {
  readonly change: 'same' | 'added' | 'removed';
  /** Who took it away, as far as it is known; only when `removed`. */
  readonly removal: Removal | null;
};
export type ComparedBlock = Omit<ReadBlock, 'runs'> & {
  readonly change: 'same' | 'added' | 'removed' | 'changed';
  readonly runs: readonly ComparedRun[];
};
/** What somebody may not see: text that this person took away, unless it stands there again. */
type Hidden = { readonly removals: IdRanges<Removal>; readonly takenBy: string };

/**
 * A reading for everybody but the person who took text away: without that text, also where it still stood. What can't
 * be told apart with certainty is left out too.
 */
export function hideFrom(blocks: readonly ReadBlock[], hidden: Hidden): ReadBlock[] {
  return blocks.flatMap((block) => {
    const runs = block.runs.flatMap((run) => visibleParts(run, hidden));
    return runs.length === 0 && block.runs.length > 0 ? [] : [{ ...block, runs }];
  });
}

/** Which parts of characters are hidden, in order. */
export const hiddenParts = (
  { origin }: Written,
  length: number,
  { removals, takenBy }: Hidden,
): { readonly length: number; readonly hidden: boolean }[] =>
  removals.slices(origin.client, origin.clock, length).map(({ length: part, value }) => ({
    length: part,
    hidden: value !== undefined && !value.back && (!value.sure || value.by.includes(takenBy)),
  }));

function visibleParts(run: ReadRun, hidden: Hidden): ReadRun[] {
  let at = 0;
  return hiddenParts(run.written, run.text.length, hidden).flatMap(({ length, hidden: isHidden }) => {
    const part = slice(run, at, length);
    at += length;
    return isHidden ? [] : [part];
  });
}

/** A reading with what was added to it and taken from it since an earlier one; what moved is the same. */
export function compareReadings(
  before: readonly ReadBlock[],
  after: readonly ReadBlock[],
  removals: IdRanges<Removal>,
): ComparedBlock[] {
  const [olds, news] = [originsOf(before), originsOf(after)];
  const earlier = new Map(before.map((block) => [block.id, block]));
  const later = new Set(after.map(({ id }) => id));
  const gone = goneBehind(before, later, news, removals);
  return [
    ...(gone.get(null) ?? []),
    ...after.flatMap((block) => [
      compareBlock(earlier.get(block.id), block, olds, news, removals),
      ...(gone.get(block.id) ?? []),
    ]),
  ];
}

/** Without anything to compare it with. */
export const uncompared = (blocks: readonly ReadBlock[]): ComparedBlock[] =>
  blocks.map((block) => ({
    ...block,
    change: 'same',
    runs: block.runs.map((run) => ({ ...run, change: 'same', removal: null })),
  }));

/** Words of which a part was added, or removed. */
export function countWords(blocks: readonly ComparedBlock[], change: 'added' | 'removed'): number {
  const other = change === 'added' ? 'removed' : 'added';
  return blocks.reduce((sum, { runs }) => {
    const stood = runs.filter((run) => run.change !== other);
    return sum + wordsWith(stood.map((run) => ({ text: run.text, counts: run.change === change })));
  }, 0);
}

function originsOf(blocks: readonly ReadBlock[]): IdRanges<true> {
  const set = originSet();
  for (const { runs } of blocks)
    for (const { text, written } of runs) set.put(written.origin.client, written.origin.clock, text.length, true);
  return set;
}

/** Blocks of which the text went with them, by the block that stood before them and is still there; null: the top. */
function goneBehind(
  before: readonly ReadBlock[],
  later: ReadonlySet<string>,
  news: IdRanges<true>,
  removals: IdRanges<Removal>,
): Map<string | null, ComparedBlock[]> {
  const gone = new Map<string | null, ComparedBlock[]>();
  let last: string | null = null;
  for (const block of before) {
    if (later.has(block.id)) {
      last = block.id;
      continue;
    }
    const runs = removedRuns(block, news, removals).filter(({ change }) => change === 'removed');
    if (runs.length > 0) gone.set(last, [...(gone.get(last) ?? []), { ...block, change: 'removed', runs }]);
  }
  return gone;
}

function compareBlock(
  before: ReadBlock | undefined,
  after: ReadBlock,
  olds: IdRanges<true>,
  news: IdRanges<true>,
  removals: IdRanges<Removal>,
): ComparedBlock {
  const now = after.runs.flatMap((run) =>
    split(run, olds).map(({ part, there }): ComparedRun => ({
      ...part,
      change: there ? 'same' : 'added',
      removal: null,
    })),
  );
  const then = before === undefined ? [] : removedRuns(before, news, removals);
  const runs = interleave(then, now);
  const all = (change: ComparedRun['change']): boolean => runs.length > 0 && runs.every((run) => run.change === change);
  const altered =
    before !== undefined &&
    (before.kind !== after.kind || before.level !== after.level || before.checked !== after.checked);
  const change =
    before === undefined && (runs.length === 0 || all('added'))
      ? 'added'
      : altered || !runs.every((run) => run.change === 'same')
        ? 'changed'
        : 'same';
  return { ...after, change, runs };
}

/** A block as it was, in parts: `removed` is what stands nowhere any more. */
function removedRuns({ runs }: ReadBlock, news: IdRanges<true>, removals: IdRanges<Removal>): ComparedRun[] {
  return runs.flatMap((run) =>
    split(run, news).flatMap(({ part, there }): ComparedRun[] => {
      if (there) return [{ ...part, change: 'same', removal: null }];
      let at = 0;
      const { client, clock } = part.written.origin;
      return removals.slices(client, clock, part.text.length).map(({ length, value }) => {
        const piece = slice(part, at, length);
        at += length;
        return { ...piece, change: 'removed', removal: value === undefined || value.back ? null : value };
      });
    }),
  );
}

/** Puts what was removed before the text that stood behind it, as far as that is still there. */
function interleave(then: readonly ComparedRun[], now: readonly ComparedRun[]): ComparedRun[] {
  const places = new Map<string, number>();
  then.forEach(({ change, written, text }, n) => {
    if (change !== 'same') return;
    // The first character of a part is enough to find it back, and its last for what follows.
    places.set(nameOf(written.origin.client, written.origin.clock), n);
    places.set(nameOf(written.origin.client, written.origin.clock + text.length - 1), n);
  });
  const found: ComparedRun[] = [];
  let next = 0;
  const put = (upto: number): void => {
    for (; next < upto; next += 1) {
      const run = then[next];
      if (run?.change === 'removed') found.push(run);
    }
  };
  for (const run of now) {
    const { client, clock } = run.written.origin;
    const place = run.change === 'same' ? places.get(nameOf(client, clock)) : undefined;
    if (place !== undefined) put(place);
    found.push(run);
  }
  put(then.length);
  return found;
}

const nameOf = (client: number, clock: number): string => `${client}.${clock}`;

function split(run: ReadRun, set: IdRanges<true>): { readonly part: ReadRun; readonly there: boolean }[] {
  let at = 0;
  const { client, clock } = run.written.origin;
  return set.slices(client, clock, run.text.length).map(({ length, value }) => {
    const part = slice(run, at, length);
    at += length;
    return { part, there: value === true };
  });
}

const slice = (run: ReadRun, at: number, length: number): ReadRun => ({
  ...run,
  text: run.text.slice(at, at + length),
  written: { ...run.written, origin: shifted(run.written.origin, at) },
});
