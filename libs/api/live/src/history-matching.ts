import { diffWordsWithSpace } from 'diff';

/** Text with the place it stood or stands. */
export type Placed = { readonly text: string; readonly anchor: string };
/** Where characters that were put somewhere came from; null: they are new. */
export type Source = { readonly of: 'removed' | 'departed'; readonly index: number; readonly offset: number } | null;
export type Found = { readonly length: number; readonly source: Source };
export type Matching = {
  /** For each piece of added text, in its order, where its characters came from. */
  readonly added: readonly (readonly Found[])[];
  /** False when there was too much to compare word by word: what stayed may look new. */
  readonly complete: boolean;
};

/** Shorter text may well be somebody else's same words. */
const RECOGNISABLE = 12;
/** Characters on both sides, and words that differ, up to which words are compared: about 20 ms at most. */
export const MOST_COMPARED = 20_000;
const MOST_DIFFERENCES = 400;

/**
 * Finds in text that an update put somewhere what the same update took away (moved, split, joined, another heading
 * level), or what an earlier one did (undo, cut and paste).
 * @param departed what earlier updates took away, oldest first
 */
export function matchText(removed: readonly Placed[], added: readonly Placed[], departed: readonly Placed[]): Matching {
  const sources: (Found[] | undefined)[] = added.map(() => undefined);
  const free = new Set(removed.keys());
  const byText = indexByText(removed);
  added.forEach(({ text }, n) => {
    const index = byText.get(text)?.shift();
    if (index === undefined) return;
    free.delete(index);
    sources[n] = [{ length: text.length, source: { of: 'removed', index, offset: 0 } }];
  });
  const away = new Set(departed.keys());
  added.forEach((one, n) => {
    if (sources[n] !== undefined) return;
    const back = comesBack(one, departed, away);
    if (back === undefined) return;
    away.delete(back.index);
    sources[n] = [{ length: one.text.length, source: { of: 'departed', ...back } }];
  });
  const open = [...added.keys()].filter((n) => sources[n] === undefined);
  const words = matchWords(
    [...free].map((index) => ({ index, text: removed[index]?.text ?? '' })),
    pick(added, open),
  );
  open.forEach((n, nth) => {
    sources[n] = words?.[nth] ?? [{ length: added[n]?.text.length ?? 0, source: null }];
  });
  return { added: sources.map((found) => found ?? []), complete: words !== undefined };
}

function indexByText(placed: readonly Placed[]): Map<string, number[]> {
  const byText = new Map<string, number[]>();
  placed.forEach(({ text }, index) => {
    const same = byText.get(text);
    if (same === undefined) byText.set(text, [index]);
    else same.push(index);
  });
  return byText;
}

/** The same text in the same place, or text that is long enough to know again elsewhere; also the first or last part. */
function comesBack(
  { text, anchor }: Placed,
  departed: readonly Placed[],
  away: ReadonlySet<number>,
): { readonly index: number; readonly offset: number } | undefined {
  const known = text.length >= RECOGNISABLE;
  for (let index = departed.length - 1; index >= 0; index -= 1) {
    const one = departed[index];
    if (one === undefined || !away.has(index) || (!known && one.anchor !== anchor)) continue;
    if (one.text.startsWith(text)) return { index, offset: 0 };
    if (one.text.endsWith(text)) return { index, offset: one.text.length - text.length };
  }
  return undefined;
}

/** @returns undefined when it is too much */
function matchWords(
  removed: readonly { readonly index: number; readonly text: string }[],
  added: readonly string[],
): Found[][] | undefined {
  const fresh = added.map((text): Found[] => [{ length: text.length, source: null }]);
  if (removed.length === 0 || added.length === 0) return fresh;
  const before = removed.map(({ text }) => text).join('\n');
  const after = added.join('\n');
  if (!/\S/.test(after)) return fresh;
  if (before.length + after.length > MOST_COMPARED) return undefined;
  const changes = diffWordsWithSpace(before, after, { maxEditLength: MOST_DIFFERENCES });
  if (changes === undefined) return undefined;
  const olds = placesOf(removed.map(({ text }) => text));
  const news = placesOf(added);
  const found: Found[][] = added.map(() => []);
  let [from, to] = [0, 0];
  for (const { value, added: isAdded, removed: isRemoved } of changes) {
    for (let n = 0; n < value.length && !isRemoved; n += 1) {
      const place = news[to + n];
      const old = isAdded ? null : olds[from + n];
      if (place === null || place === undefined) continue;
      const index = old === null || old === undefined ? undefined : removed[old.piece]?.index;
      append(found[place.piece], index === undefined ? null : { of: 'removed', index, offset: old?.offset ?? 0 });
    }
    if (!isAdded) from += value.length;
    if (!isRemoved) to += value.length;
  }
  return found;
}

type Place = { readonly piece: number; readonly offset: number };

/** Where each character of joined pieces stands; null for the one between two pieces. */
const placesOf = (pieces: readonly string[]): (Place | null)[] =>
  pieces.flatMap((text, piece) => [
    ...(piece === 0 ? [] : [null]),
    ...Array.from({ length: text.length }, (_, offset) => ({ piece, offset })),
  ]);

/** Adds one character to what was found of a piece. */
function append(found: Found[] | undefined, source: Source): void {
  const last = found?.at(-1);
  const goesOn =
    last !== undefined &&
    (last.source === null || source === null
      ? last.source === source
      : last.source.index === source.index && last.source.offset + last.length === source.offset);
  if (goesOn) found?.splice(-1, 1, { ...last, length: last.length + 1 });
  else found?.push({ length: 1, source });
}

const pick = (added: readonly Placed[], open: readonly number[]): string[] => open.map((n) => added[n]?.text ?? '');
