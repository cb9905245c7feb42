/** Draws that are the same for the same seed (mulberry32): what was drawn once can be drawn again. */
export class Draw {
  #state: number;

  constructor(seed: number) {
    this.#state = seed | 0;
  }

  /** Below one. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let t = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  }

  /** A whole number from `least` up to and including `most`. */
  whole(least: number, most: number): number {
    return least + Math.floor(this.next() * (most - least + 1));
  }

  chance(share: number): boolean {
    return this.next() < share;
  }

  /** @throws RangeError when there is nothing to choose from */
  one<T>(all: readonly T[]): T {
    const [chosen] = all.slice(Math.floor(this.next() * all.length));
    if (chosen === undefined) throw new RangeError('Nothing to draw from');
    return chosen;
  }

  /** @param weights how often each, relative to the others */
  weighted<K extends string>(weights: Readonly<Record<K, number>>): K {
    const all = Object.entries(weights) as [K, number][];
    let left = this.next() * all.reduce((sum, [, weight]) => sum + weight, 0);
    for (const [key, weight] of all) if ((left -= weight) < 0) return key;
    throw new RangeError('Nothing to draw from');
  }
}
