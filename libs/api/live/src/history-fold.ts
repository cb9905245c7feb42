import { Y } from '@samenplan/shared/live-protocol';
import { matchText, type Found } from './history-matching';
import { Ids, Loose, slicePieces, type Piece } from './history-pieces';
import {
  removalRanges,
  shifted,
  writtenRanges,
  type IdRanges,
  type Origin,
  type Removal,
  type Written,
} from './history-ranges';
import { endOf, textChange, type Segment } from './history-segments';
import { beginRun, goesOn, joined, losing, versionOf, type Run, type Version } from './history-versions';
import type { StoredUpdate } from './update-store';

/** Text that went lately, remembered for when it comes back (undo, cut and paste). */
export type Departed = { readonly anchor: string; readonly text: string; readonly pieces: readonly Piece[] };

export type FoldState = {
  readonly seq: number;
  /** The document as a V1 update; undefined before the first edit. */
  readonly document: Uint8Array | undefined;
  readonly living: IdRanges<Written>;
  readonly departed: readonly Departed[];
  readonly run: Run | null;
};

const MINUTE = 60_000;
const MOST_DEPARTED = 50;
const MOST_TEXT = 10_000;

/**
 * Who wrote each character of a document, worked out from its stored updates. An author is whoever sent the update in
 * which text stood for the first time. Characters that Yjs kept are the same characters; what an update put down anew
 * is compared with what went, since undo and a change of heading write another's words again.
 */
export class HistoryFold {
  readonly doc = new Y.Doc();
  readonly living: IdRanges<Written>;
  #seq: number;
  #departed: readonly Departed[];
  #run: Run | null;

  /** @param removals who took away what, by origin; kept up to date */
  constructor(
    state: FoldState,
    readonly removals: IdRanges<Removal> = removalRanges(),
  ) {
    this.#seq = state.seq;
    this.living = state.living;
    this.#departed = state.departed;
    this.#run = state.run;
    // Tidying up formatting would be an edit that is stored nowhere.
    this.doc.on('afterTransaction', (transaction) => {
      transaction._needFormattingCleanup = false;
    });
    if (state.document !== undefined) Y.applyUpdate(this.doc, state.document);
  }

  static empty(): HistoryFold {
    return new HistoryFold({ seq: 0, document: undefined, living: writtenRanges(), departed: [], run: null });
  }

  get seq(): number {
    return this.#seq;
  }

  /** The version that is being written now; null before the first edit of a person. */
  get openVersion(): Version | null {
    return this.#run === null ? null : versionOf(this.#run, this);
  }

  state(): FoldState {
    const document = Y.encodeStateAsUpdate(this.doc);
    return { seq: this.#seq, document, living: this.living, departed: this.#departed, run: this.#run };
  }

  /** Ends the open version when this update does not belong to it; to be called before {@link apply}. */
  closeBefore(update: StoredUpdate): Version | null {
    if (this.#run === null || goesOn(this.#run, update)) return null;
    const version = versionOf(this.#run, this);
    this.#run = null;
    return version;
  }

  /** Takes the next stored update. */
  apply(stored: StoredUpdate): void {
    if (stored.seq !== this.#seq + 1) throw new Error('Updates come in order');
    const { author } = stored;
    if (author !== null) this.#run = this.#run === null ? beginRun(stored, author) : joined(this.#run, stored, author);
    // By the minute, so that typing is one piece; never before the version it belongs to.
    const at = Math.max(this.#run?.from ?? 0, Math.floor(stored.at.getTime() / MINUTE) * MINUTE);
    const fold = (transaction: Y.Transaction): void => this.#fold(transaction, author, at);
    this.doc.on('afterTransaction', fold);
    Y.applyUpdate(this.doc, stored.update);
    this.doc.off('afterTransaction', fold);
    this.#seq = stored.seq;
  }

  destroy(): void {
    this.doc.destroy();
  }

  #fold(transaction: Y.Transaction, author: string | null, at: number): void {
    const { added, removed } = textChange(transaction);
    if (added.length + removed.length === 0) return;
    const { added: found, complete } = matchText(removed, added, this.#departed);
    const loose = removed.map((segment) => new Loose(this.#takeLiving(segment)));
    const rests = new Map<number, Departed | null>();
    added.forEach((segment, n) => this.#write(segment, found[n] ?? [], loose, rests, { author, at }));
    this.#departed = this.#departed.flatMap(
      (departed, index) => rests.get(index) ?? (rests.has(index) ? [] : departed),
    );
    loose.forEach((rest, n) => {
      const left = rest.left();
      for (const piece of left) this.#remove(piece, author, at, complete);
      if (this.#run !== null) this.#run = losing(this.#run, left);
      const segment = removed[n];
      if (segment !== undefined && rest.untouched) this.#depart(segment, rest.pieces);
    });
  }

  #takeLiving({ parts }: Segment): Piece[] {
    return parts.flatMap(({ client, clock, text }) => {
      const slices = this.living.slices(client, clock, text.length);
      this.living.take(client, clock, text.length);
      return slices.map(({ clock: from, length, value }) => ({
        text: text.slice(from - clock, from - clock + length),
        value: value ?? { author: null, at: 0, origin: { client, clock: from } },
      }));
    });
  }

  /**
   * Puts text of an update among the living, each character with its own writer.
   * @param rests what stays gone of departed text that came back in part
   */
  #write(
    segment: Segment,
    found: readonly Found[],
    loose: readonly Loose[],
    rests: Map<number, Departed | null>,
    by: Omit<Written, 'origin'>,
  ): void {
    const ids = new Ids(segment.parts);
    for (const { length, source } of found) {
      if (source === null) {
        for (const { id, length: run } of ids.take(length)) this.#put(id, run, { ...by, origin: id });
        continue;
      }
      const { of, index, offset } = source;
      if (of === 'removed') this.#putPieces(ids, loose[index]?.take(offset, length) ?? []);
      else this.#putPieces(ids, this.#comeBack(segment, index, offset, length, rests));
    }
  }

  #comeBack(
    segment: Segment,
    index: number,
    offset: number,
    length: number,
    rests: Map<number, Departed | null>,
  ): Piece[] {
    const departed = this.#departed[index];
    if (departed === undefined) return [];
    const { pieces, anchor, text } = departed;
    const end = segment.parts.at(-1);
    const before = departedOf(anchor, slicePieces(pieces, 0, offset));
    const after = departedOf(
      end === undefined ? anchor : endOf(end.client, end.clock, end.text.length),
      slicePieces(pieces, offset + length, text.length),
    );
    rests.set(index, length === text.length ? null : offset === 0 ? after : before);
    const back = slicePieces(pieces, offset, length);
    for (const piece of back) this.#mark(piece, (removal) => removal && { ...removal, back: true });
    return back;
  }

  #putPieces(ids: Ids, pieces: readonly Piece[]): void {
    for (const { text, value } of pieces) {
      let done = 0;
      for (const { id, length } of ids.take(text.length)) {
        this.#put(id, length, { ...value, origin: shifted(value.origin, done) });
        done += length;
      }
    }
  }

  #put({ client, clock }: Origin, length: number, value: Written): void {
    this.living.put(client, clock, length, value);
  }

  #remove(piece: Piece, by: string | null, at: number, sure: boolean): void {
    this.#mark(piece, (before) => ({
      by: [by, ...(before?.by ?? []).filter((other) => other !== by)],
      at,
      back: false,
      sure: sure && before?.sure !== false,
    }));
  }

  #mark({ text, value: { origin } }: Piece, change: (before: Removal | undefined) => Removal | undefined): void {
    const { client, clock } = origin;
    const before = this.removals.slices(client, clock, text.length);
    this.removals.take(client, clock, text.length);
    for (const slice of before) {
      const after = change(slice.value);
      if (after !== undefined) this.removals.put(client, slice.clock, slice.length, after);
    }
  }

  /** Deleting letter by letter leaves one piece of text, not fifty letters. */
  #depart({ anchor, parts, text }: Segment, pieces: readonly Piece[]): void {
    if (text.length > MOST_TEXT) return;
    const last = this.#departed.at(-1);
    const end = parts.at(-1);
    const backwards = end !== undefined && last?.anchor === endOf(end.client, end.clock, end.text.length);
    const together =
      last !== undefined && (backwards || last.anchor === anchor) && last.text.length + text.length <= MOST_TEXT;
    if (!together) this.#departed = [...this.#departed, departedOf(anchor, pieces)].slice(-MOST_DEPARTED);
    else {
      const whole = departedOf(anchor, backwards ? [...pieces, ...last.pieces] : [...last.pieces, ...pieces]);
      this.#departed = [...this.#departed.slice(0, -1), whole];
    }
  }
}

export const departedOf = (anchor: string, pieces: readonly Piece[]): Departed => ({
  anchor,
  text: pieces.map(({ text }) => text).join(''),
  pieces,
});
