import type { LiveOptions } from './live-options';
import type { SessionSocket } from './session-socket';

/**
 * The update frames of one connection, counted, and those among them that wait to be stored. When too much waits the
 * connection is not read, so that its sender waits too.
 */
export class UnstoredEdits {
  #received = 0;
  #stored = 0;
  #bytes = 0;
  #paused = false;
  readonly #sizes: number[] = [];

  constructor(
    private readonly socket: Pick<SessionSocket, 'pause' | 'resume'>,
    private readonly options: Pick<LiveOptions, 'mostUnstoredBytes' | 'mostUnstoredFrames'>,
  ) {}

  /** Frames that came in. */
  get received(): number {
    return this.#received;
  }

  /** Number of the last frame up to which everything is stored. */
  get stored(): number {
    return this.#stored;
  }

  /** Number of the first frame that is not stored; 0 when there is none. */
  get firstLost(): number {
    return this.#stored < this.#received ? this.#stored + 1 : 0;
  }

  /** A frame came in. @returns its number */
  add(bytes: number): number {
    this.#received += 1;
    this.#sizes.push(bytes);
    this.#bytes += bytes;
    if (!this.#paused && !this.#hasRoom()) {
      this.#paused = true;
      this.socket.pause('unstored');
    }
    return this.#received;
  }

  /** Everything up to and including this frame is stored. */
  storedUpTo(frame: number): void {
    while (this.#stored < frame) {
      this.#stored += 1;
      this.#bytes -= this.#sizes.shift() ?? 0;
    }
    if (!this.#paused || !this.#hasRoom()) return;
    this.#paused = false;
    this.socket.resume();
  }

  #hasRoom(): boolean {
    const { mostUnstoredBytes, mostUnstoredFrames } = this.options;
    return this.#bytes <= mostUnstoredBytes && this.#sizes.length <= mostUnstoredFrames;
  }
}
