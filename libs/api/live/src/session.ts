import {
  closeCodeOfRefusal,
  closeCodes,
  decodeClientFrame,
  encodeAnnounced,
  encodePresence,
  encodeRefused,
  liveLimits,
  refusalCodes,
  scanUpdate,
  type ClientFrame,
  type CloseCode,
  type Refusal,
} from '@samenplan/shared/live-protocol';
import { monotonic } from './live-options';
import { onlyClientId, ownEntry, stamped } from './presence';
import type { RoomMember } from './room-member';
import type { Writer } from './room-writes';
import type { Room } from './room';
import { SessionOutbox } from './session-outbox';
import { SessionRight } from './session-right';
import type { SessionSetup } from './session-setup';
import { SessionSocket } from './session-socket';
import type { EntryAnswer, RightAnswer, RightAsk, StoredUpdate } from './update-store';

/** One, and another after a collision; more is nobody honest. */
const MOST_ANNOUNCEMENTS = 20;
const KEEP_ALIVE = encodePresence(Uint8Array.of(0));
const READ = 1;
const WRITE = 2;

/** One connection of one person in one room. Whatever it sends out has passed the reader fence. */
export class Session implements Writer, RoomMember {
  readonly ask: RightAsk;
  readonly #room: Room;
  readonly #setup: SessionSetup;
  readonly #socket: SessionSocket;
  readonly #right: SessionRight;
  readonly #outbox: SessionOutbox;
  /** The client id that presence shows; claimed. */
  #clientId: number | undefined;
  /** The last frame of presence before that. */
  #early: Uint8Array | undefined;
  #announcements = 0;
  #received = 0;
  #storedFrames = 0;
  #unstoredBytes: number[] = [];
  #paused = false;
  /** Its end is decided; the desk is asked which one. */
  #refused = false;
  #answered = false;
  #writeLog: Promise<void> | undefined;
  #writeLogged = false;

  constructor(setup: SessionSetup) {
    const { room, look, socket, options, decision } = setup;
    this.#setup = setup;
    this.#room = room;
    this.ask = { roomId: room.id, personId: look.visitor.personId, loginId: look.visitor.sessionId };
    this.#right = new SessionRight(decision.answer, decision.askedAt, () => room.decideAgain(this));
    this.#socket = new SessionSocket(socket, options, {
      message: (bytes) => this.#message(bytes),
      closed: () => this.#left(),
    });
    this.#outbox = new SessionOutbox(room, this.#socket, this.#right, this.#acknowledges, {
      clientId: () => this.#clientId,
      decideAgain: () => room.decideAgain(this),
      malformed: () => this.end(closeCodes.malformed, 'malformed'),
    });
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
    this.#outbox.request();
  }

  deliver(frame: Uint8Array, update: Pick<StoredUpdate, 'epoch'>): void {
    this.#outbox.deliver(frame, update);
  }

  deliverPresence(frame: Uint8Array): void {
    this.#outbox.deliverPresence(frame);
  }

  decided(answer: RightAnswer, askedAt: number): void {
    if (!this.open) return;
    const verdict = this.#right.take(answer, askedAt);
    if (verdict === 'login-ended') this.end(closeCodes.loginEnded, 'login-ended');
    else if (verdict === 'gone') this.end(closeCodes.rightGone, 'right');
    else if (verdict === 'lowered') this.end(closeCodes.rightLowered, 'right');
    else {
      if (verdict === 'raised') this.#tellLevel();
      this.#outbox.settleSoon();
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
    this.#outbox.stored(this.#storedFrames);
  }

  refuse(reason: Refusal, right?: EntryAnswer): void {
    // What follows a refused edit hangs on it, and would be called a gap: the first reason is the true one.
    if (this.#refused) return;
    // By a lower right a reader remains; whether a login ended, the desk knows.
    const code = right !== undefined && right.level >= READ ? closeCodes.rightLowered : closeCodeOfRefusal[reason];
    if (reason === 'right' && (right?.level ?? 0) < READ && this.#right.level >= READ) {
      this.#refused = true;
      void this.#refuseByRight();
    } else this.end(code, reason);
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
        return this.#outbox.presence();
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
    this.#room.writes.add({
      writer: this,
      frame: this.#received,
      bytes,
      shape,
      early: !this.#answered,
      at: monotonic(),
      attended: false,
      attending: false,
    });
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
    this.#outbox.reply(stateVector.slice());
  }

  async #announced(clientId: number): Promise<void> {
    this.#announcements += 1;
    if (this.#announcements > MOST_ANNOUNCEMENTS) return this.end(closeCodes.abuse, 'too-many-client-ids');
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

  #tellLevel(): void {
    this.#outbox.tellLevel(this.#isTooOld ? Math.min(this.#right.level, READ) : this.#right.level);
  }

  async #refuseByRight(): Promise<void> {
    try {
      await this.#room.decideNow(this);
      this.end(closeCodes.rightGone, 'right');
    } catch {
      this.abandon(); // The database did not answer: nobody knows what remains.
    }
  }

  #left(): void {
    this.#right.stop();
    this.#room.leave(this);
  }
}
