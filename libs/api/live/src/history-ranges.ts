/** A stretch of text as Yjs numbers it: `length` characters of one client id, from `clock` on. */
export type Range<V> = { readonly clock: number; readonly length: number; readonly value: V };
/** As {@link Range}; undefined where nothing is known. */
export type Slice<V> = Range<V | undefined>;

type Ways<V> = {
  /** The value of what begins `by` characters later in the same range. */
  readonly shift: (value: V, by: number) => V;
  /** Whether a range that follows directly continues the one before, as one. */
  readonly continues: (before: Range<V>, next: V) => boolean;
};

/** Values of ranges of characters, by their Yjs ids. Typing goes on at the end of a range, so there are few. */
export class IdRanges<V> {
  readonly #clients = new Map<number, Range<V>[]>();

  constructor(private readonly ways: Ways<V>) {}

  /** Gives characters a value that have none. */
  put(client: number, clock: number, length: number, value: V): void {
    const ranges = this.#clients.get(client) ?? [];
    if (ranges.length === 0) this.#clients.set(client, ranges);
    const at = indexOf(ranges, clock);
    const before = ranges[at - 1];
    if (before !== undefined && before.clock + before.length === clock && this.ways.continues(before, value))
      ranges[at - 1] = { ...before, length: before.length + length };
    else ranges.splice(at, 0, { clock, length, value });
  }

  /** Takes the values of characters away. @returns what they were, gaps left out */
  take(client: number, clock: number, length: number): Range<V>[] {
    const ranges = this.#clients.get(client);
    if (ranges === undefined) return [];
    const [from, to] = this.#touched(ranges, clock, length);
    const found = ranges.slice(from, to);
    const kept = found.flatMap((range) => [
      ...this.#cut(range, range.clock, clock),
      ...this.#cut(range, clock + length, range.clock + range.length),
    ]);
    ranges.splice(from, to - from, ...kept);
    if (ranges.length === 0) this.#clients.delete(client);
    return found.flatMap((range) => this.#cut(range, clock, clock + length));
  }

  /** The values of characters in order, with gaps. */
  slices(client: number, clock: number, length: number): Slice<V>[] {
    const ranges = this.#clients.get(client) ?? [];
    const [from, to] = this.#touched(ranges, clock, length);
    const slices: Slice<V>[] = [];
    let next = clock;
    for (const range of ranges.slice(from, to).flatMap((one) => this.#cut(one, clock, clock + length))) {
      if (range.clock > next) slices.push({ clock: next, length: range.clock - next, value: undefined });
      slices.push(range);
      next = range.clock + range.length;
    }
    const end = clock + length;
    if (next < end) slices.push({ clock: next, length: end - next, value: undefined });
    return slices;
  }

  *entries(): Generator<[client: number, ranges: readonly Range<V>[]]> {
    yield* this.#clients;
  }

  /** Index of the first range that reaches over `clock`, and of the first one behind the end. */
  #touched(ranges: readonly Range<V>[], clock: number, length: number): [from: number, to: number] {
    let from = indexOf(ranges, clock);
    const before = ranges[from - 1];
    if (before !== undefined && before.clock + before.length > clock) from -= 1;
    let to = from;
    while ((ranges[to]?.clock ?? Infinity) < clock + length) to += 1;
    return [from, to];
  }

  #cut({ clock, length, value }: Range<V>, from: number, to: number): Range<V>[] {
    const start = Math.max(clock, from);
    const end = Math.min(clock + length, to);
    return end > start ? [{ clock: start, length: end - start, value: this.ways.shift(value, start - clock) }] : [];
  }
}

/** Index of the first range that begins at `clock` or later. */
function indexOf(ranges: readonly Range<unknown>[], clock: number): number {
  let [low, high] = [0, ranges.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((ranges[middle]?.clock ?? Infinity) < clock) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Where a character was written first: it keeps this when others move it, or bring it back. */
export type Origin = { readonly client: number; readonly clock: number };

/** Who wrote characters, and when (milliseconds since 1970). */
export type Written = {
  /** null: the product itself, or not known. */
  readonly author: string | null;
  readonly at: number;
  readonly origin: Origin;
};

/** Who took characters away. */
export type Removal = {
  /** Everybody who ever did, the last one first: what one takes away, another may bring back and take away again. */
  readonly by: readonly (string | null)[];
  readonly at: number;
  /** True when it stands in the text again. */
  readonly back: boolean;
  /** False when an update was too large to tell what it took away from what it moved. */
  readonly sure: boolean;
};

/** Of living text, by the ids it has now. */
export const writtenRanges = (): IdRanges<Written> =>
  new IdRanges<Written>({
    shift: (value, by) => (by === 0 ? value : { ...value, origin: shifted(value.origin, by) }),
    continues: ({ value, length }, next) =>
      value.author === next.author &&
      value.at === next.at &&
      value.origin.client === next.origin.client &&
      value.origin.clock + length === next.origin.clock,
  });

/** Of text that is gone, by its origin. */
export const removalRanges = (): IdRanges<Removal> =>
  new IdRanges<Removal>({
    shift: (value) => value,
    continues: ({ value }, next) =>
      value.by.join() === next.by.join() &&
      value.sure === next.sure &&
      value.back === next.back &&
      value.at === next.at,
  });

/** A set of origins. */
export const originSet = (): IdRanges<true> => new IdRanges<true>({ shift: () => true, continues: () => true });

export const shifted = ({ client, clock }: Origin, by: number): Origin => ({ client, clock: clock + by });
