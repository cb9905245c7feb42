import { closeCodes, type CloseCode } from '@samenplan/shared/live-protocol';
import type { WebSocket } from 'ws';
import { monotonic, type LiveOptions } from './live-options';

const CLOSE_PATIENCE = 1_000;
/** Bytes per second that one connection may make the server work through; a frame counts as a kilobyte at least. */
const RATE = 1_048_576;
const BURST = 8 * RATE;
const FRAME_COST = 1_024;

/** One WebSocket: bounded in both directions, and gone within a second once it is closed. */
export class SessionSocket {
  #open = true;
  #credit = BURST;
  #creditAt = monotonic();
  #pauses = 0;
  #sentAt = monotonic();
  #heardAt = monotonic();

  constructor(
    private readonly socket: WebSocket,
    private readonly options: LiveOptions,
    handlers: { readonly message: (bytes: Uint8Array) => void; readonly closed: () => void },
  ) {
    socket.on('message', (data: Buffer | ArrayBuffer | Buffer[], isBinary: boolean) => {
      if (!this.#open) return;
      this.#heardAt = monotonic();
      // y-websocket speaks in bytes only; text is nobody we know.
      if (!isBinary || !Buffer.isBuffer(data)) return this.close(closeCodes.malformed);
      this.spend(data.length);
      handlers.message(new Uint8Array(data.buffer, data.byteOffset, data.length));
    });
    socket.on('pong', () => {
      this.#heardAt = monotonic();
    });
    socket.on('close', () => {
      this.#open = false;
      handlers.closed();
    });
    // `ws` closes by itself after an error, with 1009 for a frame that is too large.
    socket.on('error', () => undefined);
  }

  get open(): boolean {
    return this.#open;
  }

  /** False when the other side does not read and was cut off for it. */
  send(frame: Uint8Array): boolean {
    if (!this.#open) return false;
    if (this.socket.bufferedAmount + frame.length > this.options.mostUnsent) {
      this.#open = false;
      this.socket.terminate();
      return false;
    }
    this.#sentAt = monotonic();
    this.socket.send(frame);
    return true;
  }

  /** Reads no more until as many calls of {@link resume}. */
  pause(): void {
    this.#pauses += 1;
    this.socket.pause();
  }

  resume(): void {
    this.#pauses -= 1;
    if (this.#pauses === 0) this.socket.resume();
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
    // A paused socket does not read the answer to a close frame.
    this.socket.resume();
    this.socket.close(code);
    setTimeout(() => this.socket.terminate(), CLOSE_PATIENCE).unref();
  }

  /** Work that this connection caused. Too fast is answered by reading slower, never by losing anything. */
  spend(bytes: number): void {
    const now = monotonic();
    this.#credit =
      Math.min(BURST, this.#credit + ((now - this.#creditAt) / 1_000) * RATE) - Math.max(bytes, FRAME_COST);
    this.#creditAt = now;
    if (this.#credit >= 0) return;
    this.pause();
    setTimeout(() => this.resume(), (-this.#credit / RATE) * 1_000).unref();
  }
}
