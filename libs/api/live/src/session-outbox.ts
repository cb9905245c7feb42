import {
  encodeHistory,
  encodeLevel,
  encodeStored,
  encodeSyncReply,
  encodeSyncRequest,
  encodeUpdate,
} from '@samenplan/shared/live-protocol';
import type { SessionRight } from './session-right';
import type { SessionSocket } from './session-socket';
import type { StoredUpdate } from './update-store';
import type { WebSocketFrame } from './web-socket-frame';

/** What the outbox needs of its session. */
export interface OutboxOwner {
  /** The own entry is left out of the presence that goes out. */
  clientId(): number | undefined;
  /** Asks for a new decision; {@link SessionOutbox.settleSoon} follows when it is there. */
  decideAgain(): void;
  /** The other side sent what is no state vector. */
  malformed(): void;
}

/** What the outbox sees of its room. */
export interface OutboxRoom {
  readonly hasLease: boolean;
  readonly epoch: number;
  readonly document: {
    readonly seq: number;
    readonly epoch: number;
    stateVector(): Uint8Array;
    encodeSince(stateVector?: Uint8Array): Uint8Array;
  };
  presenceFor(clientId: number | undefined): Uint8Array | undefined;
}

/**
 * Everything that goes out to one connection passes here, and with it the reader fence: nothing of content, presence
 * or acknowledgements leaves without a live lease and a decision that counts for its epoch and this moment. What may
 * not leave yet is owed, as a fact, never as bytes: later it is encoded from the live document.
 */
export class SessionOutbox {
  /** State vector below which this client has everything; undefined before its first request. */
  #known: Uint8Array | undefined;
  #owesRequest = false;
  #owesDocument = false;
  #owesReply = false;
  #owesPresence = false;
  #stored = 0;
  #told = 0;
  #settling = false;

  constructor(
    private readonly room: OutboxRoom,
    private readonly socket: Pick<SessionSocket, 'open' | 'send' | 'relay' | 'spend'>,
    private readonly right: Pick<SessionRight, 'epoch' | 'coversEpoch'>,
    private readonly acknowledges: boolean,
    private readonly owner: OutboxOwner,
  ) {}

  /** Says to which history everything that follows belongs. */
  tellHistory(historyId: string): void {
    if (this.acknowledges) this.socket.send(encodeHistory(historyId));
  }

  /** Says what somebody may do: nothing of the room is in it. */
  tellLevel(level: number): void {
    if (this.acknowledges) this.socket.send(encodeLevel(level));
  }

  /** Asks the client for what the room lacks. */
  request(): void {
    this.#owesRequest = true;
    this.settleSoon();
  }

  /** The client asks for everything beyond its state vector. */
  reply(stateVector: Uint8Array): void {
    this.#known = stateVector;
    this.#owesReply = true;
    this.presence();
  }

  /** The client is to see who is there. */
  presence(): void {
    this.#owesPresence = true;
    this.settleSoon();
  }

  /** So many update frames of this connection are stored. */
  stored(frames: number): void {
    this.#stored = frames;
    this.#tellStored();
  }

  /** A stored update. Raw only when it was committed at the very epoch at which this session was decided. */
  deliver(frame: WebSocketFrame, { epoch }: Pick<StoredUpdate, 'epoch'>): void {
    if (this.#known === undefined) return; // Its first request will be answered with everything.
    if (!this.#owesDocument && epoch === this.right.epoch && this.#mayReceive(epoch)) {
      this.socket.relay(frame);
      return;
    }
    // There may have been a gap in the right: text deleted meanwhile must not travel.
    this.#owesDocument = true;
    this.settleSoon();
  }

  /** News of others in the room. */
  deliverPresence(frame: Uint8Array): void {
    if (this.#known === undefined || this.#owesPresence) return;
    if (this.#mayReceive(this.room.epoch)) this.socket.send(frame);
    else this.presence();
  }

  /** Pays what is owed in one go, after everything that is being applied; asks for a decision when one is needed. */
  settleSoon(): void {
    if (this.#settling) return;
    this.#settling = true;
    queueMicrotask(() => {
      this.#settling = false;
      this.#settle();
    });
  }

  /** As {@link settleSoon}, when something is owed: for want of a lease it may have had to wait. */
  settleAgain(): void {
    if (this.#owes) this.settleSoon();
  }

  get #owes(): boolean {
    return (
      this.#owesRequest || this.#owesDocument || this.#owesReply || this.#owesPresence || this.#told < this.#stored
    );
  }

  #mayReceive(epoch: number): boolean {
    return this.socket.open && this.room.hasLease && this.right.coversEpoch(epoch);
  }

  #settle(): void {
    // Without a lease the room is closed in a moment, or gets one again, and then settleAgain is called.
    if (!this.#owes || !this.socket.open || !this.room.hasLease) return;
    const { document, epoch } = this.room;
    if (!this.#mayReceive(Math.max(document.epoch, epoch))) return this.owner.decideAgain();
    if (this.#owesRequest) this.socket.send(encodeSyncRequest(document.stateVector()));
    this.#owesRequest = false;
    if (this.#owesDocument || this.#owesReply) this.#sendDocument();
    if (this.#owesPresence) this.#sendPresence();
    this.#tellStored();
  }

  #sendDocument(): void {
    const { document } = this.room;
    try {
      const update = document.encodeSince(this.#known);
      this.socket.send(this.#owesReply ? encodeSyncReply(update) : encodeUpdate(update));
      this.socket.spend(update.length);
      this.#known = document.stateVector();
      this.#owesDocument = false;
      this.#owesReply = false;
    } catch {
      this.owner.malformed(); // Yjs could not read the state vector.
    }
  }

  #sendPresence(): void {
    this.#owesPresence = false;
    const frame = this.room.presenceFor(this.owner.clientId());
    if (frame !== undefined) this.socket.send(frame);
  }

  #tellStored(): void {
    if (!this.acknowledges || this.#told === this.#stored) return;
    if (!this.#mayReceive(0)) return this.settleSoon();
    this.#told = this.#stored;
    this.socket.send(encodeStored(this.#stored, this.room.document.seq));
  }
}
