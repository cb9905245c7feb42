import type { BlockChanges } from './block-changes';

/** Who wrote a block, and the last change by somebody else. Times in milliseconds since 1970. */
export type BlockRecord = {
  /** null: nobody wrote in it yet. */
  readonly author: string | null;
  readonly writtenAt: number;
  readonly change: BlockChange | null;
  readonly lastEditor: string | null;
};
export type BlockChange = {
  readonly by: string;
  readonly at: number;
  /** The wording before this person began; cut at {@link MOST_TEXT}. */
  readonly earlierText: string;
  /** Everybody who may have taken words of `earlierText` away, the author included. */
  readonly changedByIds: readonly string[];
};

/** A block that is gone, remembered for when its text comes back (cut and paste, undo). */
export type Departed = { readonly text: string; readonly record: BlockRecord };

/** Everything that a snapshot must hold to go on counting. */
export type AuthorshipState = {
  readonly records: ReadonlyMap<string, BlockRecord>;
  readonly departed: readonly Departed[];
};

export const noAuthorship: AuthorshipState = { records: new Map(), departed: [] };

const MOST_BLOCKS = 10_000;
const MOST_TEXT = 10_000;
const MOST_DEPARTED = 50;
/** Shorter text may well be somebody else's same words. */
const RECOGNISABLE = 12;

/**
 * Folds one stored update into who wrote what, by comparing the text of blocks before and after it: Yjs client ids
 * prove who sent text, not who wrote it. Text that moves, splits off or gets another heading level keeps its author.
 * @param author null for what the product laid down
 */
export function foldAuthorship(
  state: AuthorshipState,
  changes: BlockChanges,
  author: string | null,
  at: number,
): AuthorshipState {
  if (changes.added.length + changes.removed.length + changes.changed.length === 0) return state;
  const fold = new Fold(state, changes, author, at);
  return fold.run();
}

class Fold {
  readonly #records: Map<string, BlockRecord>;
  /** Removed by this update and not yet found back. */
  readonly #loose: Departed[];
  #departed: Departed[];

  constructor(
    state: AuthorshipState,
    private readonly changes: BlockChanges,
    private readonly author: string | null,
    private readonly at: number,
  ) {
    this.#records = new Map(state.records);
    this.#departed = [...state.departed];
    this.#loose = changes.removed.map(({ key, text }) => ({ text, record: this.#recordOf(key) }));
  }

  run(): AuthorshipState {
    for (const { key } of this.changes.removed) this.#records.delete(key);
    const settled = this.#splits();
    for (const { key, text } of this.changes.added) if (!settled.has(key)) this.#add(key, text);
    for (const { key, before, after } of this.changes.changed) if (!settled.has(key)) this.#change(key, before, after);
    const gone = this.#loose.filter(({ text }) => text.length >= RECOGNISABLE && text.length <= MOST_TEXT);
    return { records: this.#records, departed: [...this.#departed, ...gone].slice(-MOST_DEPARTED) };
  }

  #recordOf(key: string): BlockRecord {
    return this.#records.get(key) ?? { author: null, writtenAt: this.at, change: null, lastEditor: null };
  }

  #set(key: string, record: BlockRecord): void {
    if (this.#records.has(key) || this.#records.size < MOST_BLOCKS) this.#records.set(key, record);
  }

  /** Blocks that came out of the end of another one keep its author. @returns keys that need nothing more */
  #splits(): Set<string> {
    const settled = new Set<string>();
    for (const { key, before, after } of this.changes.changed) {
      if (!before.startsWith(after) || this.changes.added.length === 0) continue;
      let rest = before.slice(after.length);
      const record = this.#recordOf(key);
      for (const { key: piece, text } of this.changes.added) {
        const found = text === '' || settled.has(piece) ? -1 : rest.indexOf(text);
        if (found < 0) continue;
        rest = rest.slice(0, found) + rest.slice(found + text.length);
        this.#set(piece, record);
        settled.add(piece);
      }
      if (rest.trim() !== '' || rest.length === before.length - after.length) continue;
      settled.add(key);
      if (after === '') this.#set(key, { author: null, writtenAt: this.at, change: null, lastEditor: null });
    }
    return settled;
  }

  #add(key: string, text: string): void {
    const known =
      text === '' ? undefined : (this.#takeLoose((loose) => loose.text === text) ?? this.#takeDeparted(text));
    const author = text === '' ? null : this.author;
    this.#set(key, known?.record ?? { author, writtenAt: this.at, change: null, lastEditor: author });
  }

  #change(key: string, before: string, after: string): void {
    const record = this.#recordOf(key);
    const merged =
      before === after
        ? undefined
        : this.#takeLoose(({ text }) => text !== '' && (after === before + text || after === text + before));
    if (merged !== undefined) this.#set(key, this.#mergedRecord(record, before, merged));
    else this.#set(key, this.#edited(record, before, after));
  }

  #edited(record: BlockRecord, before: string, after: string): BlockRecord {
    const by = this.author;
    if (by === null) return record;
    const { change } = record;
    if (record.author === null || (before === '' && change === null))
      return { author: by, writtenAt: this.at, change: null, lastEditor: by };
    if (record.author === by) {
      const touched = change === null ? null : { ...change, changedByIds: withId(change.changedByIds, by) };
      return { ...record, writtenAt: this.at, change: touched, lastEditor: by };
    }
    const goesOn = change !== null && change.by === by && record.lastEditor === by;
    if (!goesOn)
      return { ...record, change: { by, at: this.at, earlierText: cut(before), changedByIds: [by] }, lastEditor: by };
    // Back to the old wording: as if it never happened.
    if (after === change.earlierText && change.changedByIds.length === 1) return { ...record, change: null };
    return { ...record, change: { ...change, at: this.at } };
  }

  /** Two blocks became one. Of different authors the later wording is a change by who joined them. */
  #mergedRecord(record: BlockRecord, before: string, { text, record: other }: Departed): BlockRecord {
    if (before === '' || record.author === null) return other;
    if (record.author === other.author || other.author === null || this.author === null) return record;
    const earlierText = cut(`${before}\n${text}`);
    return {
      ...record,
      change: { by: this.author, at: this.at, earlierText, changedByIds: [this.author] },
      lastEditor: this.author,
    };
  }

  #takeLoose(is: (loose: Departed) => boolean): Departed | undefined {
    const at = this.#loose.findIndex(is);
    return at < 0 ? undefined : this.#loose.splice(at, 1)[0];
  }

  #takeDeparted(text: string): Departed | undefined {
    const at = text.length < RECOGNISABLE ? -1 : this.#departed.findLastIndex((departed) => departed.text === text);
    return at < 0 ? undefined : this.#departed.splice(at, 1)[0];
  }
}

const cut = (text: string): string => text.slice(0, MOST_TEXT);

const withId = (ids: readonly string[], id: string): readonly string[] =>
  ids.includes(id) ? ids : [...ids, id].slice(-20);
