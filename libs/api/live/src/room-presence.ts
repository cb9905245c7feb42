import { encodePresence } from '@samenplan/shared/live-protocol';
import { entriesFor, PresenceTable } from './presence';
import { PresenceLedger, type PresenceMessage, type SharedEntry } from './presence-ledger';
import type { RoomMember } from './room-member';

/** Tells other instances who is in a room. */
export interface PresencePost {
  /** Of this process, for its lifetime. */
  readonly instance: string;
  /** False: there is nobody to tell. */
  readonly isShared: boolean;
  /** Resolves when it is on its way, or can't be; never rejects. */
  send(room: { readonly id: string; readonly keyId: string }, message: PresenceMessage): Promise<void>;
}

/** What presence needs of its room. */
export interface PresentRoom {
  readonly id: string;
  readonly document: { readonly keyId: string };
  readonly sessions: ReadonlySet<RoomMember>;
  readonly epoch: number;
  readonly hasLease: boolean;
  /** Somebody saw this access epoch. */
  committedAt(epoch: number): void;
}

/** How often an instance says anew whom it has. */
const ANNOUNCE_EVERY = 10_000;
/** After a right was lowered: how long what others said before that still counts. */
const DOUBT_PATIENCE = 1_500;

/** Who is in one room, here and on other instances, and what of it has to be told. Changes are gathered for a moment. */
export class RoomPresence {
  readonly #table = new PresenceTable();
  readonly #ledger: PresenceLedger;
  /** Client ids of this instance of which the others have not heard. */
  readonly #untold = new Set<number>();
  #owesAll = false;
  #asks: boolean;
  #hasTold = false;
  #sending = false;
  #sentAt = 0;
  #toldAllAt = 0;
  #timer: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(
    private readonly room: PresentRoom,
    private readonly post: PresencePost,
    private readonly gatherFor: number,
  ) {
    this.#ledger = new PresenceLedger(post.instance);
    this.#asks = post.isShared;
    if (post.isShared) this.#tellSoon();
  }

  show(session: RoomMember, clientId: number, state: string): void {
    if (!this.room.sessions.has(session)) return;
    if (state === 'null') return this.hide(session);
    this.#ledger.showOwn(clientId, state, Date.now());
    this.#changed(clientId, state);
    this.#untold.add(clientId);
  }

  /** Takes somebody out, unless a newer connection, here or elsewhere, shows the same client id. */
  hide(session: RoomMember): void {
    const { clientId } = session;
    if (clientId === undefined || this.#sessionOf(clientId, session) !== undefined) return;
    if (!this.#ledger.hideOwn(clientId)) return;
    this.#changed(clientId, null);
    this.#untold.add(clientId);
  }

  /** By this instance. */
  isShown(clientId: number): boolean {
    return this.#ledger.isOwn(clientId);
  }

  /** Everybody but the one who asks, as a frame. */
  frameFor(clientId: number | undefined): Uint8Array | undefined {
    const entries = entriesFor(this.#table.all(), clientId);
    return entries === undefined ? undefined : encodePresence(entries);
  }

  /** From another instance, its seal found whole. */
  received(message: PresenceMessage): void {
    if (this.#closed || message.instance === this.post.instance) return;
    this.room.committedAt(message.epoch);
    if (message.asks) this.#tellAll();
    // It does not know yet of a right that ended, and will tell anew when it does.
    if (message.epoch < this.room.epoch) return;
    for (const { clientId, state } of this.#ledger.take(message, Date.now())) this.#changed(clientId, state);
  }

  /** A right may have been lowered: whoever was told of before has to be told of again. */
  epochRaised(): void {
    if (!this.post.isShared) return;
    this.#ledger.doubt(Date.now(), DOUBT_PATIENCE);
    this.#tellAll();
  }

  /** Called every second. */
  tick(): void {
    if (this.#closed || !this.post.isShared) return;
    const now = Date.now();
    for (const { clientId, state } of this.#ledger.expire(now)) this.#changed(clientId, state);
    if (now - this.#toldAllAt >= ANNOUNCE_EVERY && this.#ledger.own().length > 0) this.#tellAll();
  }

  /** Says goodbye to the other instances. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    clearTimeout(this.#timer);
    if (this.#hasTold) void this.#send({ asks: false, whole: true, entries: [] });
  }

  #changed(clientId: number, state: string | null): void {
    if (state === null) this.#table.hide(clientId, Date.now());
    else this.#table.show(clientId, state, Date.now());
    this.#tellSoon();
  }

  #tellAll(): void {
    if (!this.post.isShared) return;
    this.#owesAll = true;
    this.#tellSoon();
  }

  #tellSoon(): void {
    if (this.#closed) return;
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#tellSessions();
      void this.#tellInstances();
    }, this.gatherFor);
  }

  #tellSessions(): void {
    const news = this.#table.takeNews();
    const whole = entriesFor(news, undefined);
    if (whole === undefined) return;
    const frame = encodePresence(whole);
    const shown = new Set(news.map(({ clientId }) => clientId));
    for (const session of this.room.sessions) {
      const own = session.clientId !== undefined && shown.has(session.clientId);
      const entries = own ? entriesFor(news, session.clientId) : whole;
      if (entries !== undefined) session.deliverPresence(own ? encodePresence(entries) : frame);
    }
  }

  async #tellInstances(): Promise<void> {
    if (!this.post.isShared) return this.#untold.clear();
    if (this.#sending || !this.room.hasLease || !(this.#owesAll || this.#asks || this.#untold.size > 0)) return;
    const [asks, whole] = [this.#asks, this.#owesAll];
    const entries = whole ? this.#ledger.own() : this.#changes();
    // Whoever is not decided anew yet may have lost the right: told of when that is known.
    const certain = entries.filter(({ clientId, state }) => state === null || this.#isDecided(clientId));
    this.#asks = false;
    this.#owesAll = certain.length < entries.length;
    this.#untold.clear();
    if (whole) this.#toldAllAt = Date.now();
    this.#sending = true;
    if (asks || certain.length > 0 || (whole && this.#hasTold))
      await this.#send({ asks, whole, entries: [...certain] });
    this.#sending = false;
    if (this.#owesAll || this.#untold.size > 0) this.#tellSoon();
  }

  #changes(): SharedEntry[] {
    const own = new Map(this.#ledger.own().map((entry) => [entry.clientId, entry]));
    return [...this.#untold].map((clientId) => own.get(clientId) ?? { clientId, clock: 0, state: null });
  }

  async #send(what: Pick<PresenceMessage, 'asks' | 'whole' | 'entries'>): Promise<void> {
    this.#sentAt = Math.max(Date.now(), this.#sentAt + 1);
    this.#hasTold ||= what.entries.length > 0;
    const { id, document, epoch } = this.room;
    const message = { instance: this.post.instance, sentAt: this.#sentAt, epoch, ...what };
    await this.post.send({ id, keyId: document.keyId }, message);
  }

  #isDecided(clientId: number): boolean {
    return (this.#sessionOf(clientId)?.epoch ?? -1) >= this.room.epoch;
  }

  /** The open connection that shows this client id. */
  #sessionOf(clientId: number, except?: RoomMember): RoomMember | undefined {
    return [...this.room.sessions].find((one) => one.clientId === clientId && one.open && one !== except);
  }
}
