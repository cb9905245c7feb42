import { Y, type DeletedRanges } from '@samenplan/shared/live-protocol';

export type NewDeletes = {
  /** Sorted, disjoint ranges per client. */
  readonly ranges: readonly DeletedRanges[];
  /** Everything deleted is a mark (bold, a link...), none of it text. */
  readonly onlyMarks: boolean;
};

/**
 * The part of a delete set that is not deleted yet.
 * @param knownClock end of the content of a client: known, or brought by the same update
 * @returns `gap` when it deletes what nobody knows; Yjs would keep that for later
 */
export function newDeletes(
  deletes: readonly DeletedRanges[],
  doc: Y.Doc,
  knownClock: (client: number) => number,
): NewDeletes | 'gap' {
  const ranges: DeletedRanges[] = [];
  let onlyMarks = true;
  for (const { client, ranges: given } of deletes) {
    const merged = mergeRanges(given);
    const last = merged.length - 2;
    if (number(merged, last) + number(merged, last + 1) > knownClock(client)) return 'gap';
    const fresh = notDeleted(client, merged, doc);
    if (fresh.ranges.length === 0) continue;
    ranges.push({ client, ranges: fresh.ranges });
    onlyMarks &&= fresh.onlyMarks;
  }
  return { ranges, onlyMarks };
}

const number = (values: readonly number[], i: number): number => values[i] ?? 0;

/** Sorts pairs of clock and length, and joins those that touch: afterwards one walk over the content is enough. */
function mergeRanges(ranges: readonly number[]): readonly number[] {
  if (ranges.length <= 2) return ranges;
  const pairs: [number, number][] = [];
  for (let i = 0; i < ranges.length; i += 2) pairs.push([number(ranges, i), number(ranges, i + 1)]);
  pairs.sort(([a], [b]) => a - b);
  const merged: number[] = [];
  for (const [clock, length] of pairs) {
    const last = merged.length - 2;
    const end = number(merged, last) + number(merged, last + 1);
    if (last >= 0 && clock <= end) merged[last + 1] = Math.max(end, clock + length) - number(merged, last);
    else merged.push(clock, length);
  }
  return merged;
}

/** What of sorted ranges still stands in the document; beyond its end everything counts as standing. */
function notDeleted(client: number, ranges: readonly number[], doc: Y.Doc): { ranges: number[]; onlyMarks: boolean } {
  const structs = doc.store.clients.get(client) ?? [];
  const state = Y.getState(doc.store, client);
  const found: number[] = [];
  let onlyMarks = true;
  const add = (from: number, to: number): void => {
    const last = found.length - 2;
    if (last >= 0 && number(found, last) + number(found, last + 1) === from) found[last + 1] = to - number(found, last);
    else found.push(from, to - from);
  };
  for (let r = 0; r < ranges.length; r += 2) {
    const from = number(ranges, r);
    const to = from + number(ranges, r + 1);
    for (let i = from < state ? Y.findIndexSS(structs, from) : structs.length; i < structs.length; i += 1) {
      const struct = structs[i];
      if (struct === undefined || struct.id.clock >= to) break;
      if (struct.deleted) continue;
      add(Math.max(from, struct.id.clock), Math.min(to, struct.id.clock + struct.length));
      onlyMarks &&= struct instanceof Y.Item && struct.content instanceof Y.ContentFormat;
    }
    if (to > state) {
      add(Math.max(from, state), to);
      onlyMarks = false;
    }
  }
  return { ranges: found, onlyMarks };
}

/** True when the sender's delete set is already exactly the new part, in the form in which we would write it. */
export function normalised(given: readonly DeletedRanges[], { ranges }: NewDeletes): boolean {
  return (
    given.length === ranges.length &&
    given.every(({ client, ranges: own }, i) => {
      const other = ranges[i];
      return (
        other !== undefined &&
        client === other.client &&
        own.length === other.ranges.length &&
        own.every((value, j) => value === other.ranges[j])
      );
    })
  );
}

/** A delete set in format V1. */
export function writeDeletes(deletes: readonly DeletedRanges[]): Uint8Array {
  const values = [deletes.length];
  for (const { client, ranges } of deletes) {
    values.push(client, ranges.length / 2);
    for (const value of ranges) values.push(value);
  }
  return writeNumbers(values);
}

/** Numbers in the variable length encoding of lib0. */
export function writeNumbers(values: readonly number[]): Uint8Array {
  const bytes: number[] = [];
  for (let value of values) {
    while (value > 0x7f) {
      bytes.push((value % 0x80) + 0x80);
      value = Math.floor(value / 0x80);
    }
    bytes.push(value);
  }
  return Uint8Array.from(bytes);
}
