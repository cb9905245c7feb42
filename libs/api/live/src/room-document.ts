import { sectionBlocks, Y, type UpdateShape } from '@samenplan/shared/live-protocol';
import { foldAuthorship, noAuthorship, type AuthorshipState } from './authorship';
import { BlockWatch, REPEATED } from './block-changes';
import { reduceUpdate, type Reduced } from './reduce-update';
import { readSnapshot, writeSnapshot } from './snapshot-content';
import type { LoadedRoom, StoredUpdate } from './update-store';

/** Who wrote a block that stands in the text now. */
export type BlockAuthorship = {
  readonly blockId: string;
  readonly author: string;
  readonly writtenAt: Date;
  /**
   * The last change by somebody else. `changedByIds`: everybody who may have taken words of `earlierText` away; text
   * that the client took away is for the client's eyes only.
   */
  readonly change: {
    readonly by: string;
    readonly at: Date;
    readonly earlierText: string;
    readonly changedByIds: readonly string[];
  } | null;
};

/** What is stored of a room, and nothing else: the committed document and the authorship folded with it. */
export class RoomDocument {
  readonly doc = new Y.Doc();
  readonly historyId: string;
  readonly keyId: string;
  readonly schemaVersion: number;
  #seq: number;
  #epoch = 0;
  #bytes: number;
  #sinceSnapshot = 0;
  #authorship: AuthorshipState;
  readonly #watch: BlockWatch;

  /** @throws when a part can't be read: half a document is none */
  constructor({ head, keyId, snapshot, updates }: LoadedRoom) {
    this.historyId = head.historyId;
    this.keyId = keyId;
    this.schemaVersion = head.schemaVersion;
    // Yjs tidies up formatting after what others change. Here that would be an edit that is stored nowhere, and would
    // make the same edit of a client look known: it would be acknowledged and reach nobody.
    this.doc.on('afterTransaction', (transaction) => {
      transaction._needFormattingCleanup = false;
    });
    const content = snapshot === undefined ? undefined : readSnapshot(snapshot.payload);
    if (content !== undefined) Y.applyUpdate(this.doc, content.document);
    this.#seq = snapshot?.seq ?? 0;
    this.#bytes = content?.document.length ?? 0;
    this.#authorship = content?.authorship ?? noAuthorship;
    this.#watch = new BlockWatch(this.doc);
    for (const update of updates) this.apply(update);
    this.#epoch = head.epoch;
  }

  get seq(): number {
    return this.#seq;
  }

  /** The highest access epoch of what is in the document: whoever gets it must be decided at that epoch or later. */
  get epoch(): number {
    return this.#epoch;
  }

  /** About as large as the document would be when stored whole. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Measures {@link bytes} exactly, at the price of encoding everything: what was deleted counts no more. */
  weigh(): void {
    this.#bytes = this.encodeSince().length;
  }

  get updatesSinceSnapshot(): number {
    return this.#sinceSnapshot;
  }

  /** Takes the next stored update. */
  apply({ seq, author, at, epoch, update }: StoredUpdate): void {
    if (seq !== this.#seq + 1) throw new Error('Updates come in order');
    Y.applyUpdate(this.doc, update);
    this.#seq = seq;
    this.#epoch = Math.max(this.#epoch, epoch);
    this.#bytes += update.length;
    this.#sinceSnapshot += 1;
    this.#authorship = foldAuthorship(this.#authorship, this.#watch.take(), author, at.getTime());
  }

  reduce(update: Uint8Array, shape: UpdateShape, offered: ReadonlyMap<number, number>): Reduced {
    return reduceUpdate(update, shape, { doc: this.doc, offered });
  }

  stateVector(): Uint8Array {
    return Y.encodeStateVector(this.doc);
  }

  /**
   * What a peer lacks, from the live document: text that was deleted is not in it.
   * @param stateVector of the peer; @throws when it is not one
   */
  encodeSince(stateVector?: Uint8Array): Uint8Array {
    return Y.encodeStateAsUpdate(this.doc, stateVector);
  }

  snapshot(): Uint8Array {
    const document = this.encodeSince();
    this.#bytes = document.length;
    this.#sinceSnapshot = 0;
    return writeSnapshot({ document, authorship: this.#authorship });
  }

  /** In reading order; blocks in which nobody wrote are left out. */
  authorship(): readonly BlockAuthorship[] {
    const seen = new Set<string>();
    return sectionBlocks(this.doc).flatMap(({ blockId }) => {
      const record = this.#authorship.records.get(blockId);
      if (record === undefined || record.author === null || seen.has(blockId) || blockId.includes(REPEATED)) return [];
      seen.add(blockId);
      const change = record.change === null ? null : { ...record.change, at: new Date(record.change.at) };
      return [{ blockId, author: record.author, writtenAt: new Date(record.writtenAt), change }];
    });
  }

  destroy(): void {
    this.doc.destroy();
  }
}
