import { closeCodes, type CloseCode } from '@samenplan/shared/live-protocol';
import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import type { PersonShare } from './connection-counts';
import type { PauseReason } from './live-metrics';
import { monotonic, type LiveOptions } from './live-options';
import { Pace } from './pace';
import { WebSocketFrame } from './web-socket-frame';

const CLOSE_PATIENCE = 1_000;
/** What a frame costs at least, in bytes: looking at it is work too. */
const FRAME_COST = 1_024;
/** Bytes up to which copying a message costs less than a second write. */
const SMALL = 4_096;

/** The code with which this side closed, `unread` when it cut off who does not read; undefined: the other side ended it. */
export type EndedBy = CloseCode | 'unread' | undefined;

export interface SocketHandlers {
  readonly message: (bytes: Uint8Array) => void;
  readonly closed: () => void;
  readonly paused: (reason: PauseReason) => void;
}

/** One WebSocket: bounded in both directions, and gone within a second once it is closed. */
export class SessionSocket {
  readonly #pace: Pace;
  #open = true;
  #ended: EndedBy;
  #pauses = 0;
  #slowUntil = 0;
  #slowTimer: NodeJS.Timeout | undefined;
  #sentAt = monotonic();
  #heardAt = monotonic();

  constructor(
    private readonly socket: WebSocket,
    private readonly stream: Duplex,
    private readonly options: LiveOptions,
    private readonly share: PersonShare,
    private readonly handlers: SocketHandlers,
  ) {
    this.#pace = new Pace(options.bytesPerSecond, options.bytesBurst);
    socket.on('message', (data: Buffer | ArrayBuffer | Buffer[], isBinary: boolean) => {
      if (!this.#open) return;
      this.#heardAt = monotonic();
      // y-websocket speaks in bytes only; text is nobody we know.
      if (!isBinary || !Buffer.isBuffer(data)) return this.close(closeCodes.malformed);
      this.spend(data.length);
      handlers.message(new Uint8Array(data.buffer, data.byteOffset, data.length));
    });
    // Answered here instead of by `ws`: pongs for somebody who never reads would pile up without a bound.
    socket.on('ping', (data: Buffer) => {
      this.#alive();
      if (this.#open && this.#fits(data.length)) socket.pong(data);
    });
    socket.on('pong', () => this.#alive());
    socket.on('close', () => {
      this.#open = false;
      clearTimeout(this.#slowTimer);
      handlers.closed();
    });
    // `ws` closes by itself after an error, with 1009 for a frame that is too large.
    socket.on('error', () => undefined);
  }

  get open(): boolean {
    return this.#open;
  }

  get endedBy(): EndedBy {
    return this.#ended;
  }

  /** False when the other side does not read and was cut off for it. */
  send(frame: Uint8Array): boolean {
    if (!this.#open || !this.#fits(frame.length)) return false;
    this.#sentAt = monotonic();
    // One small piece is written faster than the two that `ws` makes of it.
    if (frame.length > SMALL) this.socket.send(frame);
    else if (this.socket.readyState === this.socket.OPEN) this.stream.write(new WebSocketFrame(frame).wire);
    return true;
  }

  /** As {@link send}, for what goes to many: written as it is, between the frames of `ws`, which has no extension on. */
  relay({ wire }: WebSocketFrame): void {
    if (!this.#open || this.socket.readyState !== this.socket.OPEN || !this.#fits(wire.length)) return;
    this.#sentAt = monotonic();
    this.stream.write(wire);
  }

  /** Reads no more until as many calls of {@link resume}. */
  pause(reason: PauseReason): void {
    this.#pauses += 1;
    if (this.#pauses > 1) return;
    this.handlers.paused(reason);
    this.socket.pause();
  }

  resume(): void {
    this.#pauses -= 1;
    if (this.#pauses > 0) return;
    this.#heardAt = monotonic(); // What it said meanwhile is still to be read.
    this.socket.resume();
  }

  /** Shows that the connection lives, or ends it when the other side does not. */
  keepAlive(frame: Uint8Array): void {
    const now = monotonic();
    if (now - this.#heardAt > this.options.silentFor) {
      this.close(closeCodes.idle);
      return;
    }
    if (now - this.#sentAt < this.options.keepAliveEvery) return;
    this.send(frame);
    this.socket.ping();
  }

  close(code: CloseCode): void {
    if (!this.#open) return;
    this.#open = false;
    this.#ended = code;
    clearTimeout(this.#slowTimer);
    // A paused socket does not read the answer to a close frame.
    this.socket.resume();
    this.socket.close(code);
    setTimeout(() => this.socket.terminate(), CLOSE_PATIENCE).unref();
  }

  /** Work that this connection caused. Too fast is answered by reading slower, never by losing anything. */
  spend(bytes: number): void {
    const cost = Math.max(bytes, FRAME_COST);
    this.#slow(this.#pace.spend(cost), 'connection');
    this.#slow(this.share.bytes.spend(cost), 'person');
  }

  /** An edit came in: counted over all connections of this person. */
  spendEdit(): void {
    this.#slow(this.share.edits.spend(1), 'person');
  }

  #alive(): void {
    this.#heardAt = monotonic();
    this.spend(FRAME_COST);
  }

  #fits(bytes: number): boolean {
    if (this.socket.bufferedAmount + bytes <= this.options.mostUnsent) return true;
    this.#open = false;
    this.#ended = 'unread';
    clearTimeout(this.#slowTimer);
    this.socket.terminate();
    return false;
  }

  /** One pause and one timer, however many frames of a burst are still to be looked at. */
  #slow(wait: number, reason: PauseReason): void {
    if (wait <= 0 || !this.#open) return;
    this.#slowUntil = Math.max(this.#slowUntil, monotonic() + wait);
    if (this.#slowTimer !== undefined) return;
    this.pause(reason);
    this.#waitSlowly();
  }

  #waitSlowly(): void {
    this.#slowTimer = setTimeout(
      () => {
        if (this.#slowUntil > monotonic()) return this.#waitSlowly();
        this.#slowTimer = undefined;
        this.resume();
      },
      Math.ceil(this.#slowUntil - monotonic()),
    );
    this.#slowTimer.unref();
  }
}
