import { BLOCK_ID, isTextBlock, readTextBlock, textBlocks, Y } from '@samenplan/shared/live-protocol';

/** What happened to the text of blocks between two looks. */
export type BlockChanges = {
  readonly added: readonly { readonly key: string; readonly text: string }[];
  readonly removed: readonly { readonly key: string; readonly text: string }[];
  readonly changed: readonly { readonly key: string; readonly before: string; readonly after: string }[];
};

const NO_CHANGES: BlockChanges = { added: [], removed: [], changed: [] };
/** Between a block id and its number when the same id stands there more than once. */
export const REPEATED = '#';

/**
 * Watches a document and tells per update which blocks got other text. Typing in a block reads that block again;
 * only when blocks come or go the whole document is read.
 */
export class BlockWatch {
  #texts = new Map<string, string>();
  #keys = new Map<Y.XmlElement, string>();
  readonly #touched = new Set<Y.XmlElement>();
  #rebuilt = false;

  constructor(private readonly doc: Y.Doc) {
    this.#read();
    doc.on('afterTransaction', (transaction) => this.#note(transaction));
  }

  /** What changed since the last call. */
  take(): BlockChanges {
    const changes = this.#rebuilt ? this.#compare() : this.#reread();
    this.#rebuilt = false;
    this.#touched.clear();
    return changes;
  }

  #note({ changed }: Y.Transaction): void {
    for (const [type, keys] of changed) {
      if (type instanceof Y.XmlText) {
        if (isTextBlock(type.parent)) this.#touched.add(type.parent);
      } else if (isTextBlock(type)) {
        this.#touched.add(type);
        this.#rebuilt ||= keys.has(BLOCK_ID) || !this.#keys.has(type);
      } else if (keys.has(null)) this.#rebuilt = true;
    }
  }

  #reread(): BlockChanges {
    if (this.#touched.size === 0) return NO_CHANGES;
    const changed: { key: string; before: string; after: string }[] = [];
    for (const element of this.#touched) {
      const key = this.#keys.get(element);
      if (key === undefined) continue;
      const [before, after] = [this.#texts.get(key) ?? '', readTextBlock(element).text];
      if (before === after) continue;
      this.#texts.set(key, after);
      changed.push({ key, before, after });
    }
    return { ...NO_CHANGES, changed };
  }

  #compare(): BlockChanges {
    const before = this.#texts;
    this.#read();
    const [added, removed, changed] = [[], [], []] as [
      { key: string; text: string }[],
      { key: string; text: string }[],
      { key: string; before: string; after: string }[],
    ];
    for (const [key, text] of this.#texts) {
      const old = before.get(key);
      if (old === undefined) added.push({ key, text });
      else if (old !== text) changed.push({ key, before: old, after: text });
    }
    for (const [key, text] of before) if (!this.#texts.has(key)) removed.push({ key, text });
    return { added, removed, changed };
  }

  #read(): void {
    this.#texts = new Map();
    this.#keys = new Map();
    for (const { element, blockId, text } of textBlocks(this.doc)) {
      const key = this.#freeKey(blockId ?? `${REPEATED}${idOf(element)}`);
      this.#texts.set(key, text);
      this.#keys.set(element, key);
    }
  }

  /** An id that stands there twice (pasted, or on purpose) counts apart from its second place on. */
  #freeKey(id: string): string {
    if (!this.#texts.has(id)) return id;
    let n = 2;
    while (this.#texts.has(`${id}${REPEATED}${n}`)) n += 1;
    return `${id}${REPEATED}${n}`;
  }
}

/** A block without an id of its own is known by its place in the history. */
const idOf = (element: Y.XmlElement): string =>
  element._item === null ? '' : `${element._item.id.client}.${element._item.id.clock}`;
