import { setTimeout } from 'node:timers/promises';
import { liveLimits, type Refusal } from '@samenplan/shared/live-protocol';
import type { CommitQueue, Submitter } from './commit-queue';
import type { LiveMetrics } from './live-metrics';
import { monotonic } from './live-options';
import type { Reduced } from './reduce-update';
import type { RoomDocument } from './room-document';
import { NOTHING_OFFERED, TurnDraft, type TurnPart } from './turn-draft';
import type { StoredUpdate, Turn, TurnAnswer, UpdateStore } from './update-store';
import type { Write, Writer } from './write';

/** What the queue needs of its room. */
export interface WrittenRoom {
  readonly id: string;
  readonly document: RoomDocument;
  readonly metrics: LiveMetrics;
  /** Who will be handed what is stored. */
  readonly watchers: Turn['watchers'];
  catchUp(): Promise<void>;
  /** An update of this instance is stored. */
  committed(update: StoredUpdate, writer: Writer): void;
  committedAt(epoch: number): void;
  historyReplaced(): void;
  gone(): void;
  /** The room can't go on from memory. */
  fail(error: unknown): void;
  report(event: string, error: unknown): void;
}

/** Commits or catch-ups that fail in a row before a room is given up. */
const MOST_FAILURES = 4;
const FIRST_WAIT = 20;

/** The updates of one room that wait to be stored, in the order in which they came. */
export class RoomWrites implements Submitter {
  #waiting: Write[] = [];
  /** The writes of the turn in flight; those with nothing new have no entry in it. */
  #inTurn: readonly TurnPart[] = [];
  /** Client ids of which the owner is known. */
  readonly #owners = new Map<number, string>();
  #failures = 0;

  constructor(
    private readonly room: WrittenRoom,
    private readonly store: UpdateStore,
    private readonly queue: CommitQueue,
  ) {}

  get roomId(): string {
    return this.room.id;
  }

  get busy(): boolean {
    return this.#waiting.length > 0 || this.#inTurn.length > 0;
  }

  add(write: Write): void {
    this.#waiting.push(write);
    this.queue.request(this);
  }

  /** @returns whether the client id is this person's own in this room, for good */
  async claim(clientIds: readonly number[], personId: string): Promise<'own' | 'foreign' | 'too-many'> {
    if (clientIds.every((id) => this.#owners.get(id) === personId)) return 'own';
    const claim = await this.store.claim(this.room.id, this.room.document.historyId, clientIds, personId);
    if (claim === 'own') for (const id of clientIds) this.#owners.set(id, personId);
    return claim;
  }

  /** Tells everybody who waits that no answer will come. */
  abandon(): void {
    const writes = [...this.#inTurn.map(({ write }) => write), ...this.#waiting];
    this.#waiting = [];
    for (const { writer } of writes) if (writer.open) writer.abandon();
  }

  prepare(): Turn | undefined {
    const turn = new TurnDraft();
    const left: Write[] = [];
    for (const write of this.#waiting) {
      if (!write.writer.open) continue;
      if (turn.holds(write) || !this.#take(write, turn)) left.push(write);
    }
    this.#waiting = left.filter(({ writer }) => writer.open);
    turn.tellNothingNew(this.room.document.seq);
    if (turn.entries.length === 0) return undefined;
    this.#inTurn = turn.parts;
    const { historyId, keyId, seq } = this.room.document;
    return { roomId: this.room.id, historyId, keyId, seq, entries: turn.entries, watchers: this.room.watchers };
  }

  settle(answer: TurnAnswer): void {
    const parts = this.#inTurn;
    this.#inTurn = [];
    if (answer.kind === 'done') {
      this.#failures = 0;
      this.#settleDone(parts, answer);
    } else {
      this.#waiting = [...parts.map(({ write }) => write), ...this.#waiting];
      if (answer.kind === 'history-replaced') this.room.historyReplaced();
      else if (answer.kind === 'gone') this.room.gone();
      else void this.#recover(answer);
    }
    if (this.#waiting.length > 0 && answer.kind === 'done') this.queue.request(this);
  }

  /** @returns false when the write must wait */
  #take(write: Write, turn: TurnDraft): boolean {
    if (write.attending) return turn.hold(write);
    const reduced = this.room.document.reduce(write.bytes, write.shape, turn.offered(write.writer));
    if (reduced.kind === 'nothing') return turn.nothingNew(write);
    const trouble = this.#troubleOf(write, reduced);
    if (trouble === undefined && reduced.kind === 'new') return turn.add(write, reduced.update, reduced.clients);
    if (!write.attended) {
      // What this writer has in this turn must be settled first: it may be all that is missing.
      if (!turn.has(write.writer)) void this.#attend(write);
      return turn.hold(write);
    }
    if (reduced.kind === 'new' && reduced.onlyTidies) return turn.nothingNew(write);
    // The answer to our own request brings it again, with what lies before it.
    if (reduced.kind === 'gap' && write.early) return true;
    // What was good before it is stored and acknowledged first.
    if (turn.has(write.writer)) return turn.hold(write);
    write.writer.refuse(trouble ?? 'malformed');
    return true;
  }

  #troubleOf({ writer }: Write, reduced: Reduced): Refusal | undefined {
    if (reduced.kind === 'gap' || reduced.kind === 'malformed') return reduced.kind;
    if (reduced.kind === 'nothing') return undefined;
    if (!writer.mayWrite || !writer.writeLogged) return 'right';
    for (const id of reduced.clients.keys()) if (this.#owners.get(id) !== writer.personId) return 'foreign-client-id';
    // Taking text away goes on in a full document.
    const adds = reduced.clients.size > 0;
    return adds && !this.#holds(reduced.update) ? 'too-large' : undefined;
  }

  #holds({ length }: Uint8Array): boolean {
    return this.room.document.bytes + length <= liveLimits.document;
  }

  /** The slow path: catch up with the database, then see what is still new and whether it may be. */
  async #attend(write: Write): Promise<void> {
    write.attending = true;
    try {
      await this.room.catchUp();
      const reduced = this.room.document.reduce(write.bytes, write.shape, NOTHING_OFFERED);
      if (reduced.kind === 'new' && !this.#holds(reduced.update)) this.room.document.weigh();
      if (reduced.kind === 'new') await this.#admit(write, reduced);
      write.attended = true;
    } catch (error) {
      // The trouble of one writer (no claim, no log line) is not that of the others.
      this.room.report('live-write-not-admitted', error);
      write.writer.abandon();
    } finally {
      write.attending = false;
      this.queue.request(this);
    }
  }

  async #admit({ writer }: Write, reduced: Extract<Reduced, { kind: 'new' }>): Promise<void> {
    const refusal = writer.mayWrite ? undefined : await writer.decideWrite();
    if (refusal !== undefined) {
      if (!reduced.onlyTidies) writer.refuse(refusal);
      return;
    }
    const claim = await this.claim([...reduced.clients.keys()], writer.personId);
    if (claim === 'foreign') writer.refuse('foreign-client-id');
    else if (claim === 'too-many') writer.refuse('too-many-client-ids');
    else await writer.logWrite();
  }

  #settleDone(parts: readonly TurnPart[], { epoch, entries }: Extract<TurnAnswer, { kind: 'done' }>): void {
    this.room.committedAt(epoch);
    const acknowledged = new Map<Writer, number>();
    let next = 0;
    for (const { write, entry, update } of parts) {
      const answer = entry ? entries[next++] : undefined;
      if (entry && answer?.stored === undefined) {
        if (write.writer.open) write.writer.refuse('right', answer);
        continue;
      }
      if (answer?.stored !== undefined) {
        this.room.metrics.stored(monotonic() - write.at);
        this.room.committed({ ...answer.stored, author: write.writer.personId, epoch, update }, write.writer);
        this.room.metrics.seen(monotonic() - write.at);
      }
      if (write.writer.open) acknowledged.set(write.writer, write.frame);
    }
    for (const [writer, frame] of acknowledged) writer.stored(frame, this.room.document.seq);
  }

  /** Nothing was stored, or nobody knows: what the database says counts, and what waits is reduced against that. */
  async #recover(answer: TurnAnswer): Promise<void> {
    if (answer.kind === 'failed') this.#failures += 1;
    let error: unknown = answer.kind === 'failed' ? answer.error : undefined;
    for (let wait = FIRST_WAIT; this.#failures <= MOST_FAILURES; this.#failures += 1, wait *= 2)
      try {
        await this.room.catchUp();
        this.queue.request(this);
        return;
      } catch (failure) {
        // A broken connection is replaced in a moment; a database that stays away costs the lease.
        error = failure;
        await setTimeout(wait);
      }
    this.room.fail(error);
  }
}
