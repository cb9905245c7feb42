import { setTimeout } from 'node:timers/promises';
import { KeyUnavailable } from '@samenplan/api/platform';
import { closeCodes, scanUpdate, Y } from '@samenplan/shared/live-protocol';
import { CommitQueue, type Stored } from './commit-queue';
import { InTurn } from './in-turn';
import { LeaseKeeper } from './lease-keeper';
import type { LiveCounts, LiveMetrics } from './live-metrics';
import { monotonic, type LiveOptions } from './live-options';
import { ProductWriter } from './product-writer';
import { RightsDesk } from './rights-desk';
import { Room, type RoomTools } from './room';
import { RoomDocument, type BlockAuthorship } from './room-document';
import type { RoomMember } from './room-member';
import type { PresencePost } from './room-presence';
import type { RoomKind } from './room-kind';
import { RoomUnavailable, type UpdateStore } from './update-store';

export type RoomsSetup = {
  readonly store: UpdateStore;
  readonly kinds: readonly RoomKind[];
  readonly options: LiveOptions;
  readonly announce: (roomId: string, seq: number) => void;
  readonly presence: PresencePost;
  readonly report: (event: string, error: unknown) => void;
  /** Id of the destroyed key of a room that can't be loaded for that reason. */
  readonly destroyedKey?: (roomId: string) => Promise<string | undefined>;
};

const MOST_ATTEMPTS = 3;
/** How long a stop waits for edits that are not stored yet. */
const DRAIN_PATIENCE = 2_000;

/** All rooms of this instance. Callers outside the engine have decided before that somebody may see what they get. */
export class Rooms {
  readonly desk: RightsDesk;
  readonly #tools: RoomTools;
  readonly #lease: LeaseKeeper;
  readonly #rooms = new Map<string, Promise<Room>>();
  readonly #open = new Map<string, Room>();
  #draining = false;
  #whenEmpty: (() => void)[] = [];

  constructor(
    private readonly setup: RoomsSetup,
    metrics: (counts: () => LiveCounts) => LiveMetrics,
  ) {
    const { store, options, announce, report, presence } = setup;
    this.desk = new RightsDesk(store);
    const counts = (): LiveCounts => ({
      rooms: this.#open.size,
      sessions: this.sessionCount,
      leaseAge: this.#lease.age,
    });
    this.#tools = {
      store,
      queue: new CommitQueue(store, (stored) => this.#checkLogins(stored)),
      snapshots: new InTurn(),
      desk: this.desk,
      metrics: metrics(counts),
      options,
      announce,
      report,
      presence,
      checkLogins: (rooms) => this.#lease.check(rooms),
    };
    this.#lease = new LeaseKeeper(store, () => [...this.#open.values()], options, this.#tools.metrics, report);
  }

  get metrics(): LiveMetrics {
    return this.#tools.metrics;
  }

  get size(): number {
    return this.#open.size;
  }

  get sessionCount(): number {
    let count = 0;
    for (const room of this.#open.values()) count += room.sessions.size;
    return count;
  }

  /** Resolves when no room is in memory, nor on its way there. */
  async emptied(): Promise<void> {
    if (this.#rooms.size > 0) await new Promise<void>((resolve) => this.#whenEmpty.push(resolve));
  }

  start(): void {
    this.#lease.start();
  }

  /**
   * Stores an edit of the product on somebody's behalf, by the same path and the same rights as a live one.
   * @returns the seq of the room with the edit in it
   * @throws WriteRefused
   */
  async write(roomId: string, author: string, loginId: string, update: Uint8Array): Promise<number> {
    const shape = scanUpdate(update);
    if (shape === undefined) throw new Error('Not an update');
    return this.#with(roomId, (room) => new ProductWriter(room, author, loginId).write(update, shape));
  }

  /** Who wrote what, as far as it is stored now. */
  async authorship(roomId: string): Promise<readonly BlockAuthorship[]> {
    return this.#with(roomId, async (room) => {
      await room.catchUp();
      return room.document.authorship();
    });
  }

  /** The whole document as it is stored now, as a V1 update without deleted text. */
  async encodeState(roomId: string): Promise<Uint8Array> {
    return this.#with(roomId, async (room) => {
      await room.catchUp();
      return room.document.encodeSince();
    });
  }

  /** A right in these rooms may have been lowered: look now instead of at the next lease. */
  fenced(roomIds: readonly string[]): void {
    if (roomIds.some((id) => this.#open.has(id))) this.look();
  }

  /** Looks at epochs and logins now. */
  look(): void {
    this.#lease.renew().catch((error: unknown) => this.setup.report('live-lease-failed', error));
  }

  /** Their keys were destroyed: what is in memory of these rooms goes too. */
  keysGone(roomIds: readonly string[]): void {
    for (const id of roomIds) this.#open.get(id)?.close(closeCodes.rightGone);
  }

  /** Another instance stored something. */
  written(roomId: string, seq: number): void {
    const room = this.#open.get(roomId);
    if (room !== undefined && room.document.seq < seq) room.follow();
  }

  /**
   * The room, caught up with the database at least as far as `seq`.
   * @throws when there is none or it can't be read; nothing of a failed load is kept
   */
  async open(roomId: string, seq: number): Promise<Room> {
    for (;;) {
      const loading = this.#rooms.get(roomId) ?? this.#load(roomId);
      const room = await loading;
      if (!room.closed && room.document.seq < seq) await room.catchUp();
      if (!room.closed) return room;
      this.#forget(roomId, loading);
    }
  }

  /**
   * What waits is stored, then everybody is sent away. Who types on meanwhile is not waited for: their client sends
   * what is not acknowledged again, elsewhere.
   */
  async drain(): Promise<void> {
    this.#draining = true;
    await this.#untilStored(monotonic() + DRAIN_PATIENCE);
    for (const room of this.#open.values()) for (const session of room.sessions) session.end(closeCodes.draining);
    await this.#tools.queue.idle();
    this.#lease.stop();
    for (const room of [...this.#open.values()]) room.close(closeCodes.draining);
    await this.setup.store.close();
  }

  everyRoom(visit: (room: Room) => void): void {
    for (const room of this.#open.values()) visit(room);
  }

  /** The room when it is in memory. */
  find(roomId: string): Room | undefined {
    return this.#open.get(roomId);
  }

  everySession(visit: (session: RoomMember) => void): void {
    for (const room of this.#open.values()) for (const session of room.sessions) visit(session);
  }

  async #untilStored(latest: number): Promise<void> {
    const waits = (): boolean => [...this.#open.values()].some(({ writes }) => writes.busy);
    while (waits() && monotonic() < latest) await setTimeout(10);
  }

  /** Ends sessions whose login had ended at the commit. Rooms with somebody unknown to it are looked at once more. */
  async #checkLogins(stored: readonly Stored[]): Promise<void> {
    const unsure = stored.flatMap(({ roomId, answer, askedAt }) => {
      const room = this.#open.get(roomId);
      return room === undefined || room.heed(answer, askedAt) ? [] : room;
    });
    if (unsure.length > 0) await this.#lease.check(unsure);
  }

  async #with<T>(roomId: string, work: (room: Room) => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt += 1) {
      const room = await this.open(roomId, 0);
      try {
        return await room.during(() => work(room));
      } catch (error) {
        // Closed under way (idle, no lease): once more from the database. What was stored is found to be so.
        if (!(error instanceof RoomUnavailable) || !room.closed || attempt === MOST_ATTEMPTS) throw error;
      }
    }
  }

  #load(roomId: string): Promise<Room> {
    const loading = this.#read(roomId).catch((error: unknown) => this.#whyUnread(roomId, error));
    this.#rooms.set(roomId, loading);
    loading.catch(() => this.#forget(roomId, loading));
    return loading;
  }

  /** @throws KeyUnavailable when the key of the room was destroyed, else the error itself */
  async #whyUnread(roomId: string, error: unknown): Promise<never> {
    // A database that does not answer this either leaves the first error.
    const keyId = await this.setup.destroyedKey?.(roomId).catch(() => undefined);
    throw keyId === undefined ? error : new KeyUnavailable(keyId, 'destroyed');
  }

  async #read(roomId: string): Promise<Room> {
    const leasedUntil = monotonic() + this.setup.options.leaseFor;
    const { store } = this.setup;
    let loaded = await store.load(roomId);
    const kind = this.setup.kinds.find((known) => known.kind === loaded?.head.kind);
    if (loaded === undefined || kind === undefined) throw new RoomUnavailable('There is no such room');
    if (loaded.head.seq === 0) {
      await this.#seed(roomId, kind);
      loaded = await store.load(roomId);
      if (loaded === undefined || loaded.head.seq === 0) throw new RoomUnavailable('The room could not be seeded');
    }
    // Whoever drains has closed what was open, and would never hear of this one.
    if (this.#draining) throw new RoomUnavailable('This instance stops');
    const room = new Room(roomId, kind, new RoomDocument(loaded), leasedUntil, this.#tools, () => {
      this.#open.delete(roomId);
      this.#forget(roomId);
    });
    this.#open.set(roomId, room);
    return room;
  }

  /** @param loading only when it is this load that ended */
  #forget(roomId: string, loading = this.#rooms.get(roomId)): void {
    if (this.#rooms.get(roomId) === loading) this.#rooms.delete(roomId);
    if (this.#rooms.size > 0) return;
    for (const tell of this.#whenEmpty.splice(0)) tell();
  }

  async #seed(roomId: string, kind: RoomKind): Promise<void> {
    const doc = new Y.Doc();
    kind.seed(doc);
    await this.setup.store.seed(roomId, Y.encodeStateAsUpdate(doc), [doc.clientID]);
    doc.destroy();
  }
}
