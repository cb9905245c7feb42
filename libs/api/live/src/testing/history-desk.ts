import { addBlocks, textBlocks, Y, type PlainBlock } from '@samenplan/shared/live-protocol';
import { HistoryFold } from '../history-fold';
import { readBlocks, type ReadBlock } from '../history-reading';
import type { Version } from '../history-versions';

/** People at one document, each in a copy of their own, and the history of what they store, in the order they store it. */
export class HistoryDesk {
  fold = HistoryFold.empty();
  readonly doc = new Y.Doc();
  readonly closed: Version[] = [];
  readonly updates: { author: string; update: Uint8Array; at: Date; epoch: number; seq: number }[] = [];
  now = Date.UTC(2030, 0, 1, 9);
  epoch = 1;
  #seq = 0;

  /** Somebody's edit, stored at once. */
  edit(author: string, change: (doc: Y.Doc) => void, seconds = 1): void {
    const before = Y.encodeStateVector(this.doc);
    this.doc.transact(() => change(this.doc), author);
    const update = Y.encodeStateAsUpdate(this.doc, before);
    this.store(author, update, seconds);
  }

  store(author: string, update: Uint8Array, seconds = 1): void {
    this.now += seconds * 1000;
    this.#seq += 1;
    const stored = { seq: this.#seq, author, at: new Date(this.now), epoch: this.epoch, update };
    this.updates.push(stored);
    const closed = this.fold.closeBefore(stored);
    if (closed !== null) this.closed.push(closed);
    this.fold.apply(stored);
  }

  get blocks(): ReadBlock[] {
    return readBlocks(this.fold.doc, this.fold.living);
  }

  /** Text with its writers, such as `anna:Hallo |bob:wereld`, one line per block. */
  get told(): string[] {
    return this.blocks.map(({ runs }) => {
      const joined: [string, string][] = [];
      for (const { text, written } of runs) {
        const last = joined.at(-1);
        if (last !== undefined && last[0] === written.author) last[1] += text;
        else joined.push([written.author ?? '', text]);
      }
      return joined.map(([author, text]) => `${author}:${text}`).join('|');
    });
  }
}

export const paragraph =
  (text: string): ((doc: Y.Doc) => void) =>
  (doc) =>
    addBlocks(doc, [{ type: 'paragraph', text }]);
export const blocks =
  (...given: PlainBlock[]): ((doc: Y.Doc) => void) =>
  (doc) =>
    addBlocks(doc, given);

/** Replaces the first place where `find` stands in one piece. */
export const replace =
  (find: string, put: string): ((doc: Y.Doc) => void) =>
  (doc) => {
    for (const { element, text: whole } of textBlocks(doc)) {
      const at = whole.indexOf(find);
      const text = element.get(0);
      if (at < 0 || !(text instanceof Y.XmlText)) continue;
      text.delete(at, find.length);
      if (put !== '') text.insert(at, put);
      return;
    }
    throw new Error(`"${find}" does not stand there`);
  };
