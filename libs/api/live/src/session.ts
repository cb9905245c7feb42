import {
  closeCodeOfRefusal,
  closeCodes,
  decodeClientFrame,
  encodeFullness,
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
import type { RoomMember } from './room-member';
import type { Writer } from './write';
import type { Room } from './room';
import { SessionOutbox } from './session-outbox';
import { SessionPresence } from './session-presence';
import { SessionRight } from './session-right';
import type { SessionSetup } from './session-setup';
import { SessionSocket } from './session-socket';
import { UnstoredEdits } from './unstored-edits';
import type { EntryAnswer, RightAnswer, RightAsk, StoredUpdate } from './update-store';
import type { WebSocketFrame } from './web-socket-frame';

const KEEP_ALIVE = encodePresence(Uint8Array.of(0));
const READ = 1;
const WRITE = 2;

/** One connection of one person in one room. Whatever it sends out has passed the reader fence. */
export class Session implements Writer, RoomMember {
  readonly ask: RightAsk;
  readonly #setup: SessionSetup;
  readonly #room: Room;
  readonly #socket: SessionSocket;
  readonly #right: SessionRight;
  readonly #outbox: SessionOutbox;
  readonly #presence: SessionPresence;
  readonly #edits: UnstoredEdits;
  /** Its end is decided; the desk is asked which one. */
  #refused = false;
  #gone = false;
  #fullness = 0;
  #answered = false;
  #writeLog: Promise<void> | undefined;
  #writeLogged = false;

  constructor(setup: SessionSetup) {
    const { room, look, socket, options, share, decision, identity } = setup;
    this.#setup = setup;
    this.#room = room;
    this.ask = { roomId: room.id, personId: look.visitor.personId, loginId: look.visitor.sessionId };
    this.#right = new SessionRight(decision.answer, decision.askedAt, () => room.decideAgain(this));
    this.#socket = new SessionSocket(socket, setup.stream, options, share, {
      message: (bytes) => this.#message(bytes),
      closed: () => this.#left(),
      paused: (reason) => room.metrics.paused(reason),
    });
    this.#edits = new UnstoredEdits(this.#socket, options);
    this.#presence = new SessionPresence(
      {
        isOpen: () => this.open,
        acknowledges: this.#acknowledges,
        identity,
        claim: (clientId) => room.writes.claim([clientId], this.personId),
        isShown: (clientId) => room.presence.isShown(clientId),
        show: (clientId, state) => room.presence.show(this, clientId, state),
        hide: () => room.presence.hide(this),
        send: (frame) => this.#socket.send(frame),
        end: (code, reason) => this.end(code, reason),
        failed: (error) => room.report('live-claim-failed', error),
      },
      options.ownPresenceEvery,
    );
    this.#outbox = new SessionOutbox(room, this.#socket, this.#right, this.#acknowledges, {
      clientId: () => this.clientId,
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
    return this.#presence.clientId;
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
    // What was stored since the decision was compared with the logins of those who were in the room by then.
    this.#right.doubt();
    this.#outbox.tellHistory(this.#room.document.historyId);
    this.#tellLevel();
    this.#outbox.request();
    this.#tellFullness();
  }

  deliver(frame: WebSocketFrame, update: Pick<StoredUpdate, 'epoch'>): void {
    this.#outbox.deliver(frame, update);
    this.#tellFullness();
  }

  leased(): void {
    // The question may have failed when it was asked first.
    if (!this.#right.coversEpoch(0)) this.#room.decideAgain(this);
    else this.#outbox.settleAgain();
  }

  deliverPresence(frame: Uint8Array): void {
    this.#outbox.deliverPresence(frame);
  }

  decided(answer: RightAnswer, askedAt: number): void {
    if (!this.open) return;
    const fenced = answer.head !== null && answer.head.epoch > this.#right.epoch;
    const since = answer.head !== null && answer.head.epoch > this.#room.epoch ? askedAt : this.#room.epochSince;
    const verdict = this.#right.take(answer, askedAt);
    if (verdict === 'login-ended') this.end(closeCodes.loginEnded, 'login-ended');
    else if (verdict === 'gone') this.end(closeCodes.rightGone, 'right');
    else if (verdict === 'lowered') this.end(closeCodes.rightLowered, 'right');
    else {
      if (verdict === 'raised') this.#tellLevel();
      this.#outbox.settleSoon();
      this.#tellFullness();
    }
    // What ends by the clock was nobody's stop.
    if (!this.open && fenced) this.#room.metrics.stopped(monotonic() - since);
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
    this.#edits.storedUpTo(frame);
    this.#outbox.stored(this.#edits.stored);
    this.#tellFullness();
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
    const lost = this.#edits.firstLost;
    if (this.#acknowledges && reason !== undefined && (lost > 0 || code !== closeCodes.rightLowered))
      this.#socket.send(encodeRefused(refusalCodes[reason], lost));
    if (reason !== undefined) this.#room.metrics.refused(reason);
    this.#socket.close(code);
    this.#left();
  }

  keepAlive(): void {
    if (!this.#room.hasLease) return;
    this.#tellFullness();
    this.#socket.keepAlive(KEEP_ALIVE);
  }

  #message(bytes: Uint8Array): void {
    if (bytes.length > liveLimits.frame) {
      this.#edits.add(0);
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
        return this.#presence.received(frame.entries);
      case 'presence-request':
        return this.#outbox.presence();
      case 'announce':
        void this.#presence.announced(frame.clientId);
    }
  }

  #offer(update: Uint8Array, complete: boolean): void {
    const frame = this.#edits.add(update.length);
    this.#socket.spendEdit();
    if (update.length > liveLimits.update) return this.end(closeCodes.tooLarge, 'too-large');
    const shape = scanUpdate(update);
    if (shape === undefined) return this.end(closeCodes.malformed, 'malformed');
    // The buffer of `ws` may be shared with other frames: what waits keeps its own bytes.
    const bytes = update.slice();
    this.#room.writes.add({
      writer: this,
      frame,
      bytes,
      shape,
      early: !this.#answered,
      at: monotonic(),
      attended: false,
      attending: false,
    });
    this.#answered ||= complete;
  }

  #asked(stateVector: Uint8Array): void {
    if (stateVector.length > liveLimits.stateVector) return this.end(closeCodes.tooLarge, 'too-large');
    this.#outbox.reply(stateVector.slice());
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

  /** Whoever sees the text learns how full it is, once it is nearly full, and when it is not any more. */
  #tellFullness(): void {
    const { document, hasLease, epoch } = this.#room;
    const percent = Math.floor((document.bytes * 100) / liveLimits.document);
    const fullness = percent < liveLimits.nearlyFull ? 0 : percent;
    if (fullness === this.#fullness || !this.#acknowledges || !hasLease || !this.#right.coversEpoch(epoch)) return;
    this.#fullness = fullness;
    this.#socket.send(encodeFullness(fullness));
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
    if (this.#gone) return;
    this.#gone = true;
    this.#right.stop();
    this.#presence.stop();
    this.#room.leave(this);
    this.#setup.onEnd(this.#socket.endedBy, this.#edits.received);
  }
}
