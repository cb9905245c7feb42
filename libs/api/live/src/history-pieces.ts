import { shifted, type Origin, type Written } from './history-ranges';

/** Characters next to each other with the same writer. */
export type Piece = { readonly text: string; readonly value: Written };

/** A part of pieces that follow each other. */
export function slicePieces(pieces: readonly Piece[], offset: number, length: number): Piece[] {
  const found: Piece[] = [];
  let at = 0;
  for (const { text, value } of pieces) {
    const from = Math.max(offset - at, 0);
    const part = text.slice(from, Math.max(offset + length - at, 0));
    if (part !== '') found.push({ text: part, value: { ...value, origin: shifted(value.origin, from) } });
    at += text.length;
  }
  return found;
}

/** Text that an update took away, of which other places may take parts. */
export class Loose {
  /** Parts that were taken, by offset. */
  readonly #taken: { readonly from: number; readonly to: number }[] = [];

  constructor(readonly pieces: readonly Piece[]) {}

  get untouched(): boolean {
    return this.#taken.length === 0;
  }

  take(offset: number, length: number): Piece[] {
    this.#taken.push({ from: offset, to: offset + length });
    return slicePieces(this.pieces, offset, length);
  }

  /** What nobody took. */
  left(): Piece[] {
    const length = this.pieces.reduce((sum, { text }) => sum + text.length, 0);
    let at = 0;
    const left = [...this.#taken]
      .sort((a, b) => a.from - b.from)
      .flatMap(({ from, to }) => {
        const before = slicePieces(this.pieces, at, from - at);
        at = to;
        return before;
      });
    return [...left, ...slicePieces(this.pieces, at, length - at)];
  }
}

/** Walks along the ids of text that was put somewhere. */
export class Ids {
  #part = 0;
  #offset = 0;

  constructor(
    private readonly parts: readonly { readonly client: number; readonly clock: number; readonly text: string }[],
  ) {}

  /** The next characters, as stretches of ids. */
  take(length: number): { readonly id: Origin; readonly length: number }[] {
    const found: { id: Origin; length: number }[] = [];
    for (let left = length; left > 0;) {
      const part = this.parts[this.#part];
      if (part === undefined) return found;
      const run = Math.min(left, part.text.length - this.#offset);
      if (run > 0) found.push({ id: shifted(part, this.#offset), length: run });
      left -= run;
      this.#offset += run;
      if (this.#offset < part.text.length) continue;
      this.#part += 1;
      this.#offset = 0;
    }
    return found;
  }
}
