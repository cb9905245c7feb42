import { closeCodes, encodeUpdate, type CloseCode, type Refusal } from '@samenplan/shared/live-protocol';
import type { CommitQueue } from './commit-queue';
import type { InTurn } from './in-turn';
import type { LiveMetrics } from './live-metrics';
import { monotonic, type LiveOptions } from './live-options';
import type { RightsDesk } from './rights-desk';
import type { RoomDocument } from './room-document';
import type { RoomKind } from './room-kind';
import { RoomPresence, type PresencePost } from './room-presence';
import { RoomSnapshots } from './room-snapshots';
import { RoomWrites, type WrittenRoom } from './room-writes';
import type { RoomMember } from './room-member';
import {
  RoomUnavailable,
  type Head,
  type LoginRef,
  type StoredUpdate,
  type TurnDone,
  type UpdateStore,
} from './update-store';
import { WebSocketFrame } from './web-socket-frame';
import type { Writer } from './write';

/** What rooms share. */
export type RoomTools = {
  readonly store: UpdateStore;
  readonly queue: CommitQueue;
  readonly snapshots: InTurn;
  readonly desk: RightsDesk;
  readonly metrics: LiveMetrics;
  readonly options: LiveOptions;
  /** Ends sessions of logins that ended; before anything stored since is handed to anybody. */
  readonly checkLogins: (rooms: readonly Room[]) => Promise<void>;
  /** An update is stored: other instances may want to know. */
  readonly announce: (roomId: string, seq: number) => void;
  readonly report: (event: string, error: unknown) => void;
  /** To those in the same room on other instances. */
  readonly presence: PresencePost;
};

const MOST_MISSES = 3;
const PATIENT_LOOKS = 2;

/** One room in memory: what is committed of it, who is in it, and what waits. */
export class Room implements WrittenRoom {
  readonly writes: RoomWrites;
  readonly presence: RoomPresence;
  readonly #snapshots: RoomSnapshots;
  readonly #sessions = new Set<RoomMember>();
  #epoch: number;
  #epochSince = monotonic();
  #leasedUntil: number;
  #closed = false;
  #pins = 0;
  #reading: Promise<void> | undefined;
  #next: Promise<void> | undefined;
  #idleTimer: NodeJS.Timeout | undefined;
  #misses = 0;
  #leaseless = 0;

  /** @param leasedUntil monotonic; @param onClosed called once, when the room is out of use */
  constructor(
    readonly id: string,
    readonly kind: RoomKind,
    readonly document: RoomDocument,
    leasedUntil: number,
    private readonly tools: RoomTools,
    private readonly onClosed: () => void,
  ) {
    this.#epoch = document.epoch;
    this.#leasedUntil = leasedUntil;
    this.writes = new RoomWrites(this, tools.store, tools.queue);
    this.presence = new RoomPresence(this, tools.presence, tools.options.presenceEvery);
    this.#snapshots = new RoomSnapshots(this, tools);
    this.#watchIdle();
  }

  get metrics(): LiveMetrics {
    return this.tools.metrics;
  }

  get closed(): boolean {
    return this.#closed;
  }

  get sessions(): ReadonlySet<RoomMember> {
    return this.#sessions;
  }

  get watchers(): readonly LoginRef[] {
    return [...this.#sessions];
  }

  /** The newest access epoch that this instance knows of. */
  get epoch(): number {
    return this.#epoch;
  }

  /** Monotonic: when this instance asked for what told it of that epoch. */
  get epochSince(): number {
    return this.#epochSince;
  }

  get hasLease(): boolean {
    return monotonic() < this.#leasedUntil;
  }

  get isFull(): boolean {
    return this.#sessions.size >= this.tools.options.mostConnectionsPerRoom;
  }

  enter(session: RoomMember): void {
    this.#sessions.add(session);
    this.#watchIdle();
    session.begin();
    if (session.epoch < this.#epoch) this.decideAgain(session);
  }

  leave(session: RoomMember): void {
    if (!this.#sessions.delete(session)) return;
    this.presence.hide(session);
    this.#watchIdle();
  }

  /** Keeps the room in memory while `work` runs. */
  async during<T>(work: () => Promise<T>): Promise<T> {
    this.#pins += 1;
    this.#watchIdle();
    try {
      return await work();
    } finally {
      this.#pins -= 1;
      this.#watchIdle();
    }
  }

  /** Reads what was stored elsewhere; whatever was committed before the call is in the document afterwards. */
  async catchUp(): Promise<void> {
    if (this.#reading === undefined) return this.#startReading();
    // The read that runs may have begun too early: the next one counts.
    this.#next ??= this.#reading.catch(() => undefined).then(() => this.#startReading());
    return this.#next;
  }

  /** News from the lease. `follow`: what the head is ahead is not on its way already. */
  leased(head: Pick<Head, 'seq' | 'epoch' | 'historyId'> | undefined, until: number, follow: boolean): void {
    if (this.#closed) return;
    if (head === undefined) return this.gone();
    if (head.historyId !== this.document.historyId) return this.historyReplaced();
    this.#leasedUntil = Math.max(this.#leasedUntil, until);
    this.committedAt(head.epoch, until - this.tools.options.leaseFor);
    for (const session of this.#sessions) session.leased();
    if (follow && head.seq > this.document.seq) this.follow();
  }

  /**
   * What a commit says of the room: who had logged out ends; when all others are known to have lived, it counts as a
   * lease, which tells no more. @returns whether they are
   */
  heed({ epoch, ended, alive }: TurnDone, askedAt: number): boolean {
    this.committedAt(epoch);
    let known = true;
    for (const session of [...this.#sessions])
      if (ended.has(session.loginId)) session.end(closeCodes.loginEnded, 'login-ended');
      else known &&= alive.has(session.loginId);
    if (known) this.#leasedUntil = Math.max(this.#leasedUntil, askedAt + this.tools.options.leaseFor);
    return known;
  }

  /** Something was stored elsewhere. A failure is tried again with the next lease; a room that stays behind is dropped. */
  follow(): void {
    this.catchUp().then(
      () => {
        this.#misses = 0;
      },
      (error: unknown) => {
        this.#misses += 1;
        if (this.#misses > MOST_MISSES) this.fail(error);
        else this.tools.report('live-catch-up-failed', error);
      },
    );
  }

  /** An epoch that somebody saw: whoever was decided before it is decided anew. @param since monotonic */
  committedAt(epoch: number, since = monotonic()): void {
    const raised = epoch > this.#epoch;
    if (raised) this.#epochSince = since;
    this.#epoch = Math.max(this.#epoch, epoch);
    if (raised) this.presence.epochRaised();
    for (const session of this.#sessions) if (session.epoch < this.#epoch) this.decideAgain(session);
  }

  decideAgain(session: RoomMember): void {
    this.tools.desk.request(session);
  }

  async decideNow(session: RoomMember): Promise<void> {
    await this.tools.desk.decide(session);
  }

  committed(update: StoredUpdate, writer: Writer): void {
    if (!this.#closed && update.seq > this.document.seq) this.#take(update, writer);
    this.tools.announce(this.id, update.seq);
  }

  historyReplaced(): void {
    this.close(closeCodes.historyReplaced);
  }

  gone(): void {
    this.close(closeCodes.rightGone);
  }

  report(event: string, error: unknown): void {
    this.tools.report(event, error);
  }

  fail(error: unknown): void {
    if (this.#closed) return;
    this.tools.report('live-room-failed', error);
    this.metrics.roomFailed();
    this.close(closeCodes.noLease);
  }

  /** Ends every session and leaves memory. */
  close(code: CloseCode, reason?: Refusal): void {
    if (this.#closed) return;
    this.#closed = true;
    clearTimeout(this.#idleTimer);
    for (const session of [...this.#sessions]) session.end(code, reason);
    this.presence.close();
    this.writes.abandon();
    this.onClosed();
    this.document.destroy();
  }

  /**
   * Called ten times per lease. Nothing goes out without a lease; whoever waits for one is sent to try elsewhere, but
   * not at the first look: after a stall of this process the answer that renews it may be on its way already.
   */
  closeWithoutLease(): void {
    this.#leaseless = this.hasLease ? 0 : this.#leaseless + 1;
    if (this.#leaseless > PATIENT_LOOKS) this.close(closeCodes.noLease);
  }

  /** Everybody but the one who asks, as a frame. */
  presenceFor(clientId: number | undefined): Uint8Array | undefined {
    return this.presence.frameFor(clientId);
  }

  #startReading(): Promise<void> {
    this.#next = undefined;
    const reading = this.#read().finally(() => {
      if (this.#reading === reading) this.#reading = undefined;
    });
    this.#reading = reading;
    return reading;
  }

  async #read(): Promise<void> {
    const found = await this.tools.store.since(this.id, this.document.historyId, this.document.seq);
    if (found !== undefined && found.updates.length > 0) await this.tools.checkLogins([this]);
    if (this.#closed) throw new RoomUnavailable('The room was closed');
    if (found === undefined) return this.gone();
    if (found.head.historyId !== this.document.historyId) return this.historyReplaced();
    // Own commits may have come in while the answer was on its way.
    for (const update of found.updates) if (update.seq > this.document.seq) this.#take(update);
    this.committedAt(found.head.epoch);
  }

  #take(update: StoredUpdate, writer?: object): void {
    try {
      this.document.apply(update);
    } catch (error) {
      this.fail(error);
      return;
    }
    const frame = new WebSocketFrame(encodeUpdate(update.update));
    for (const session of this.#sessions) if (session !== writer) session.deliver(frame, update);
    if (this.document.updatesSinceSnapshot >= this.tools.options.snapshotEvery) void this.#snapshots.keep();
  }

  #watchIdle(): void {
    clearTimeout(this.#idleTimer);
    if (this.#closed || this.#sessions.size > 0 || this.#pins > 0) return;
    this.#idleTimer = setTimeout(() => {
      if (this.writes.busy) this.#watchIdle();
      else this.close(closeCodes.idle);
    }, this.tools.options.idleRoom);
    this.#idleTimer.unref();
  }
}
