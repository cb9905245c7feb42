import type { Y } from '@samenplan/shared/live-protocol';
import type { Piece } from './history-pieces';
import type { IdRanges, Removal, Written } from './history-ranges';
import { readBlocks } from './history-reading';
import type { StoredUpdate } from './update-store';

/** Edits of people who work close in time. Times in milliseconds since 1970. */
export type Run = {
  readonly from: number;
  readonly until: number;
  /** Its first and its last edit. */
  readonly first: number;
  readonly seq: number;
  /** Access epoch of its edits: a version never reaches over a change of rights. */
  readonly epoch: number;
  readonly authors: readonly string[];
  /** Text from before the run that it took away; cut at {@link MOST_LOST}. */
  readonly lost: readonly Piece[];
};

export type Version = Pick<Run, 'first' | 'seq' | 'from' | 'until' | 'authors'> & {
  readonly words: { readonly added: number; readonly removed: number };
};

const PAUSE = 10 * 60_000;
/** Somebody else who begins later than this after the last edit begins a version. */
const TOGETHER = 60_000;
const LONGEST = 2 * 3_600_000;
const DAY = 86_400_000;
const MOST_LOST = 20_000;

export function goesOn(run: Run, { author, at, epoch }: StoredUpdate): boolean {
  const now = at.getTime();
  const pause = now - run.until;
  return (
    epoch === run.epoch &&
    pause <= PAUSE &&
    now - run.from <= LONGEST &&
    !otherDay(run, now) &&
    (pause <= TOGETHER || author === null || run.authors.includes(author))
  );
}

/** Whether a day (UTC) ends between the run and this moment: thinning keeps the last version of a day. */
export const otherDay = ({ until }: Pick<Run, 'until'>, now: number): boolean =>
  Math.floor(until / DAY) !== Math.floor(now / DAY);

export const beginRun = ({ seq, at, epoch }: StoredUpdate, author: string): Run => ({
  from: at.getTime(),
  until: at.getTime(),
  first: seq,
  seq,
  epoch,
  authors: [author],
  lost: [],
});

export const joined = (run: Run, { seq, at }: StoredUpdate, author: string): Run => ({
  ...run,
  seq,
  until: Math.max(run.until, at.getTime()),
  authors: run.authors.includes(author) ? run.authors : [...run.authors, author],
});

/** Remembers text that was written before the run and that it took away. */
export function losing(run: Run, pieces: readonly Piece[]): Run {
  const lost = pieces.filter(({ value }) => value.at < run.from);
  if (lost.length === 0 || run.lost.length + lost.length > MOST_LOST) return run;
  return { ...run, lost: [...run.lost, ...lost] };
}

type Standing = { readonly doc: Y.Doc; readonly living: IdRanges<Written>; readonly removals: IdRanges<Removal> };

export function versionOf({ first, seq, from, until, authors, lost }: Run, at: Standing): Version {
  const words = { added: wordsSince(at, from), removed: wordsOf(lost, at.removals) };
  return { first, seq, from, until, authors, words };
}

/** Words in which something was written at `from` or later. */
const wordsSince = ({ doc, living }: Standing, from: number): number =>
  readBlocks(doc, living).reduce(
    (sum, { runs }) => sum + wordsWith(runs.map(({ text, written }) => ({ text, counts: written.at >= from }))),
    0,
  );

/** Words of a text of which at least one character counts. */
export function wordsWith(parts: readonly { readonly text: string; readonly counts: boolean }[]): number {
  if (!parts.some(({ counts }) => counts)) return 0;
  const counting = parts.map(({ text, counts }) => (counts ? '1' : '0').repeat(text.length)).join('');
  const words = parts
    .map(({ text }) => text)
    .join('')
    .matchAll(/\S+/gu);
  let count = 0;
  for (const { index, 0: word } of words) if (counting.slice(index, index + word.length).includes('1')) count += 1;
  return count;
}

/** Words in what was taken away and did not come back, in the order in which it was once written. */
function wordsOf(lost: readonly Piece[], removals: IdRanges<Removal>): number {
  const gone = lost
    .filter(({ value: { origin } }) => removals.slices(origin.client, origin.clock, 1)[0]?.value?.back === false)
    .map(({ text, value: { origin } }) => ({ text, ...origin }))
    .sort((a, b) => a.client - b.client || a.clock - b.clock);
  let text = '';
  let end: { client: number; clock: number } | undefined;
  for (const piece of gone) {
    text += (end !== undefined && end.client === piece.client && end.clock === piece.clock ? '' : ' ') + piece.text;
    end = { client: piece.client, clock: piece.clock + piece.text.length };
  }
  return [...text.matchAll(/\S+/gu)].length;
}
