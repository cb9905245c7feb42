import {
  closeCodes,
  decodeClientFrame,
  encodeAnnounced,
  encodeLevel,
  encodePresence,
  encodeRefused,
  encodeStored,
  encodeSyncReply,
  encodeSyncRequest,
  encodeUpdate,
  liveLimits,
  refusalCodes,
  scanUpdate,
  type ClientFrame,
  type CloseCode,
  type Refusal,
} from '@samenplan/shared/live-protocol';
import type { WebSocket } from 'ws';
import type { LiveOptions } from './live-options';
import { onlyClientId, ownEntry, stamped, type Identity } from './presence';
import type { Asker } from './rights-desk';
import type { Writer } from './room-writes';
import type { Room } from './room';
import type { LiveLook } from './room-kind';
import { SessionRight } from './session-right';
import { SessionSocket } from './session-socket';
import type { EntryAnswer, RightAnswer, RightAsk, StoredUpdate } from './update-store';

export type SessionSetup = {
  readonly socket: WebSocket;
  readonly room: Room;
  readonly look: Omit<LiveLook, 'action' | 'why' | 'ruleId'>;
  readonly identity: Identity;
  readonly decision: { readonly answer: RightAnswer; readonly askedAt: number };
  /** Schema version of the client; null: a plain y-websocket client (1, no acknowledgements). */
  readonly clientVersion: number | null;
  readonly options: LiveOptions;
};

const KEEP_ALIVE = encodePresence(Uint8Array.of(0));
const READ = 1;
const WRITE = 2;

const closeCodeOf: Readonly<Record<Refusal, CloseCode>> = {
  right: closeCodes.rightGone,
  malformed: closeCodes.malformed,
  gap: closeCodes.malformed,
  'foreign-client-id': closeCodes.malformed,
  'too-large': closeCodes.tooLarge,
  'client-too-old': closeCodes.clientTooOld,
  'too-many-client-ids': closeCodes.abuse,
  'login-ended': closeCodes.loginEnded,
};

/** One connection of one person in one room. Whatever it sends out has passed the reader fence. */
export class Session implements Writer, Asker {
  readonly ask: RightAsk;
  readonly #room: Room;
  readonly #setup: SessionSetup;
  readonly #socket: SessionSocket;
  readonly #right: SessionRight;
  /** The client id that presence shows; claimed. */
  #clientId: number | undefined;
  /** The last frame of presence before that. */
  #early: Uint8Array | undefined;
  /** State vector below which this client has everything; undefined before its first request. */
  #known: Uint8Array | undefined;
  #owesRequest = false;
  #owesDocument = false;
  #owesReply = false;
  #owesPresence = false;
  #received = 0;
  #storedFrames = 0;
  #toldFrames = 0;
  #unstoredBytes: number[] = [];
  #paused = false;
  #settling = false;
  #answered = false;
  #writeLog: Promise<void> | undefined;
  #writeLogged = false;

  constructor(setup: SessionSetup) {
    const { room, look, socket, options, decision } = setup;
    this.#setup = setup;
    this.#room = room;
    this.ask = { roomId: room.id, personId: look.visitor.personId, loginId: look.visitor.sessionId };
    this.#right = new SessionRight(decision.answer, decision.askedAt, () => room.decideAgain(this));
    this.#socket = new SessionSocket(socket, options, { message: (bytes) => this.#message(bytes), closed: () => this.#left() });
  }

  get personId(): string {
    return this.ask.personId;
  }

  get loginId(): string {
    return this.ask.loginId;
  }

  get open(): boolean {
    return this.#socket.open;
  }

  get clientId(): number | undefined {
    return this.#clientId;
  }

  get epoch(): number {
    return this.#right.epoch;
  }

  get mayWrite(): boolean {
    return this.#right.level >= WRITE && !this.#isTooOld;
  }

  get writeLogged(): boolean {
    return this.#writeLogged;
  }

  /** After the room has it: says what it may do and asks what it has. */
  begin(): void {
    this.#tellLevel();
    this.#owesRequest = true;
    this.#settleSoon();
  }

  /** A stored update. Raw only when it was committed at the very epoch at which this session was decided. */
  deliver(frame: Uint8Array, { epoch }: Pick<StoredUpdate, 'epoch'>): void {
    if (this.#known === undefined) return; // Its first request will be answered with everything.
    if (!this.#owesDocument && epoch === this.#right.epoch && this.#mayReceive(epoch)) {
      this.#socket.send(frame);
      return;
    }
    // There may have been a gap in the right: text deleted meanwhile must not travel.
    this.#owesDocument = true;
    this.#settleSoon();
  }

  /** News of others in the room. */
  deliverPresence(frame: Uint8Array): void {
    if (this.#known === undefined || this.#owesPresence) return;
    if (this.#mayReceive(this.#room.epoch)) this.#socket.send(frame);
    else this.#owesPresence = true;
  }

  decided(answer: RightAnswer, askedAt: number): void {
    if (!this.open) return;
    const verdict = this.#right.take(answer, askedAt);
    if (verdict === 'login-ended') this.end(closeCodes.loginEnded, 'login-ended');
    else if (verdict === 'gone') this.end(closeCodes.rightGone, 'right');
    else if (verdict === 'lowered') this.end(closeCodes.rightLowered, 'right');
    else {
      if (verdict === 'raised') this.#tellLevel();
      this.#settleSoon();
    }
  }

  async decideWrite(): Promise<Refusal | undefined> {
    await this.#room.decideNow(this);
    if (!this.open || this.mayWrite) return undefined;
    return this.#right.level >= WRITE ? 'client-too-old' : 'right';
  }

  async logWrite(): Promise<void> {
    const { why, ruleId } = this.#right;
    this.#writeLog ??= this.#room.kind.log({ ...this.#setup.look, action: 'write', why, ruleId });
    await this.#writeLog;
    this.#writeLogged = true;
  }

  stored(frame: number): void {
    while (this.#storedFrames < frame) {
      this.#storedFrames += 1;
      this.#unstoredBytes.shift();
    }
    if (this.#paused && this.#hasRoom()) {
      this.#paused = false;
      this.#socket.resume();
    }
    this.#tellStored();
  }

  refuse(reason: Refusal, right?: EntryAnswer): void {
    // By a lower right a reader remains; whether a login ended, the desk knows.
    const code = right !== undefined && right.level >= READ ? closeCodes.rightLowered : closeCodeOf[reason];
    if (reason === 'right' && (right?.level ?? 0) < READ && this.#right.level >= READ) void this.#refuseByRight();
    else this.end(code, reason);
  }

  abandon(): void {
    this.end(closeCodes.noLease);
  }

  /** Closes; an update that is not stored is said to be so. */
  end(code: CloseCode, reason?: Refusal): void {
    if (!this.open) return;
    const lost = this.#storedFrames < this.#received;
    if (this.#acknowledges && reason !== undefined && (lost || code !== closeCodes.rightLowered))
      this.#socket.send(encodeRefused(refusalCodes[reason], lost ? this.#storedFrames + 1 : 0));
    if (reason !== undefined) this.#room.metrics.refused(reason);
    this.#socket.close(code);
    this.#left();
  }

  keepAlive(): void {
    if (this.#room.hasLease) this.#socket.keepAlive(KEEP_ALIVE);
  }

  #message(bytes: Uint8Array): void {
    if (bytes.length > liveLimits.frame) {
      this.#received += 1;
      return this.end(closeCodes.tooLarge, 'too-large');
    }
    const frame = decodeClientFrame(bytes);
    if (frame === undefined) this.end(closeCodes.malformed, 'malformed');
    else this.#handle(frame);
  }

  #handle(frame: ClientFrame): void {
    switch (frame.type) {
      case 'update':
        return this.#offer(frame.update, frame.complete);
      case 'sync-request':
        return this.#asked(frame.stateVector);
      case 'presence':
        return this.#present(frame.entries);
      case 'presence-request':
        this.#owesPresence = true;
        return this.#settleSoon();
      case 'announce':
        void this.#announced(frame.clientId);
    }
  }

  #offer(update: Uint8Array, complete: boolean): void {
    this.#received += 1;
    if (update.length > liveLimits.update) return this.end(closeCodes.tooLarge, 'too-large');
    const shape = scanUpdate(update);
    if (shape === undefined) return this.end(closeCodes.malformed, 'malformed');
    this.#unstoredBytes.push(update.length);
    // The buffer of `ws` may be shared with other frames: what waits keeps its own bytes.
    const bytes = update.slice();
    this.#room.writes.add({ writer: this, frame: this.#received, bytes, shape, early: !this.#answered, attended: false, attending: false });
    this.#answered ||= complete;
    if (this.#paused || this.#hasRoom()) return;
    this.#paused = true;
    this.#socket.pause();
  }

  #hasRoom(): boolean {
    const { mostUnstoredBytes, mostUnstoredFrames } = this.#setup.options;
    const bytes = this.#unstoredBytes.reduce((sum, one) => sum + one, 0);
    return bytes <= mostUnstoredBytes && this.#unstoredBytes.length <= mostUnstoredFrames;
  }

  #asked(stateVector: Uint8Array): void {
    if (stateVector.length > liveLimits.stateVector) return this.end(closeCodes.tooLarge, 'too-large');
    this.#known = stateVector.slice();
    this.#owesReply = true;
    this.#owesPresence = true;
    this.#settleSoon();
  }

  async #announced(clientId: number): Promise<void> {
    // The document may be asked for while the claim is made; presence waits for it.
    try {
      const claim = await this.#room.writes.claim([clientId], this.personId);
      if (!this.open) return;
      if (claim === 'too-many') return this.end(closeCodes.abuse, 'too-many-client-ids');
      if (claim === 'own') this.#takeClientId(clientId);
      this.#socket.send(encodeAnnounced(claim === 'own'));
      if (claim === 'own' && this.#early !== undefined) this.#present(this.#early);
      this.#early = undefined;
    } catch (error) {
      this.#room.report('live-claim-failed', error);
      this.abandon();
    }
  }

  #present(entries: Uint8Array): void {
    if (entries.length > liveLimits.presence) return this.end(closeCodes.tooLarge, 'too-large');
    if (this.#clientId === undefined) {
      if (!this.#acknowledges) return this.#introduced(entries);
      this.#early = entries.slice(); // Sent with the announcement: it waits for the claim.
      return;
    }
    const own = ownEntry(entries, this.#clientId);
    if (own === undefined) return;
    const state = own === 'malformed' ? undefined : stamped(own.state, this.#setup.identity);
    if (state === undefined) return this.end(closeCodes.malformed, 'malformed');
    this.#room.show(this, this.#clientId, state);
  }

  /** A plain client announces nothing: its first frame of presence holds itself only. */
  #introduced(entries: Uint8Array): void {
    const clientId = onlyClientId(entries);
    if (clientId === undefined || this.#room.isShown(clientId)) return;
    this.#room.writes.claim([clientId], this.personId).then(
      (claim) => {
        if (claim !== 'own' || !this.open || this.#clientId !== undefined) return;
        this.#takeClientId(clientId);
        this.#present(entries);
      },
      (error: unknown) => this.#room.report('live-claim-failed', error),
    );
  }

  #takeClientId(clientId: number): void {
    this.#room.hide(this);
    this.#clientId = clientId;
  }

  get #acknowledges(): boolean {
    return this.#setup.clientVersion !== null;
  }

  get #isTooOld(): boolean {
    return (this.#setup.clientVersion ?? 1) < this.#room.document.schemaVersion;
  }

  /** The reader fence: a live lease, and a decision that counts for this epoch and this moment. */
  #mayReceive(epoch: number): boolean {
    return this.open && this.#room.hasLease && this.#right.coversEpoch(epoch);
  }

  #tellLevel(): void {
    if (this.#acknowledges) this.#socket.send(encodeLevel(this.#isTooOld ? Math.min(this.#right.level, READ) : this.#right.level));
  }

  #tellStored(): void {
    if (!this.#acknowledges || this.#toldFrames === this.#storedFrames) return;
    if (!this.#mayReceive(0)) return this.#settleSoon();
    this.#toldFrames = this.#storedFrames;
    this.#socket.send(encodeStored(this.#storedFrames, this.#room.document.seq));
  }

  /** Pays what is owed in one go, after everything that is being applied; asks for a decision when one is needed. */
  #settleSoon(): void {
    if (this.#settling) return;
    this.#settling = true;
    queueMicrotask(() => {
      this.#settling = false;
      this.#settle();
    });
  }

  #settle(): void {
    if (!this.open || !this.#room.hasLease) return; // Closed by the lease soon, or paid after its next round.
    const { document } = this.#room;
    const owes = this.#owesRequest || this.#owesDocument || this.#owesReply || this.#owesPresence || this.#toldFrames < this.#storedFrames;
    if (!owes) return;
    if (!this.#mayReceive(Math.max(document.epoch, this.#room.epoch))) return this.#room.decideAgain(this);
    if (this.#owesRequest) this.#socket.send(encodeSyncRequest(document.stateVector()));
    this.#owesRequest = false;
    if (this.#owesDocument || this.#owesReply) this.#sendDocument();
    if (this.#owesPresence) {
      this.#owesPresence = false;
      const frame = this.#room.presenceFor(this.#clientId);
      if (frame !== undefined) this.#socket.send(frame);
    }
    this.#tellStored();
  }

  #sendDocument(): void {
    try {
      const update = this.#room.document.encodeSince(this.#known);
      this.#socket.send(this.#owesReply ? encodeSyncReply(update) : encodeUpdate(update));
      this.#socket.spend(update.length);
      this.#owesDocument = false;
      this.#owesReply = false;
      this.#known = this.#room.document.stateVector();
    } catch {
      this.end(closeCodes.malformed, 'malformed'); // Not a state vector.
    }
  }

  async #refuseByRight(): Promise<void> {
    await this.#room.decideNow(this).catch(() => undefined);
    this.end(closeCodes.rightGone, 'right');
  }

  #left(): void {
    this.#right.stop();
    this.#room.leave(this);
  }
}
