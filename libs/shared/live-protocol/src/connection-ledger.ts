import { Y } from './y';

type Mark = { readonly changes: number; readonly clock: number };

/**
 * Keeps count of what of one document the server has stored. A change is one transaction of this person; a frame that
 * carries it is acknowledged by its number on its connection. Changes outlive connections, frames do not.
 */
export class ConnectionLedger {
  #changes = 0;
  #storedChanges = 0;
  #storedClock = 0;
  /** What each frame that waits for its acknowledgement had brought up to then. */
  #marks: Mark[] = [];
  #acknowledged = 0;
  #offered = false;

  constructor(private readonly doc: Y.Doc) {}

  /** Changes since the start; each has the number that this had after it. */
  get changes(): number {
    return this.#changes;
  }

  /** Number of the last change that is stored. */
  get storedChanges(): number {
    return this.#storedChanges;
  }

  /** Changes that are not stored yet. */
  get pending(): number {
    return this.#changes - this.#storedChanges;
  }

  /** Clock of the own client id up to which everything is stored. */
  get storedClock(): number {
    return this.#storedClock;
  }

  /** True once this connection came to answering the server's request for what it lacks. */
  get offered(): boolean {
    return this.#offered;
  }

  /** A new connection: frames are counted from zero. */
  connected(): void {
    this.#marks = [];
    this.#acknowledged = 0;
    this.#offered = false;
  }

  /** The server's request is answered now (at level read with nothing, as there is nothing of this person). */
  answered(): void {
    this.#offered = true;
  }

  changed(): void {
    this.#changes += 1;
  }

  /** A frame goes out that carries everything up to now. */
  sent(): void {
    this.#marks.push({ changes: this.#changes, clock: Y.getState(this.doc.store, this.doc.clientID) });
  }

  /** @param frames how many frames of this connection are stored, in order */
  stored(frames: number): void {
    const mark = this.#marks[frames - this.#acknowledged - 1];
    if (mark === undefined) return;
    this.#marks.splice(0, frames - this.#acknowledged);
    this.#acknowledged = frames;
    this.#storedChanges = Math.max(this.#storedChanges, mark.changes);
    this.#storedClock = Math.max(this.#storedClock, mark.clock);
  }
}
