import {
  fateOf,
  wordsOnly,
  type LiveConnection,
  type UnstoredReason,
  type UnstoredRecord,
} from '@samenplan/shared/live-protocol';
import type { Leftover, UnstoredDevice } from './unstored-texts';

export interface LeftoversOptions {
  readonly roomId: string;
  /** The life of the text, asked from the server now; null when it can't be had. */
  readonly history: () => Promise<string | null>;
  /** It is stored after all. */
  readonly merged: (record: UnstoredRecord) => void;
  /** It never will be: only its writer sees it. */
  readonly lost: (id: string, record: UnstoredRecord, why: UnstoredReason) => void;
}

/** Milliseconds until the server is asked once more. */
const AGAIN = 5_000;

/** How a connection that ended leaves what it was offered; at others the same may be tried again. */
const endings: Readonly<Record<string, UnstoredReason | undefined>> = {
  refused: 'other',
  gone: 'right',
  reset: 'replaced',
  'too-old': 'other',
};

/** What this person wrote in a section before and what was not stored: put into the text when that is right, or shown. */
export class Leftovers {
  #looked = false;
  #again: ReturnType<typeof setTimeout> | undefined;
  #waiting: readonly Leftover[] = [];
  #offering = false;
  #closed = false;

  constructor(
    private readonly device: UnstoredDevice,
    private readonly options: LeftoversOptions,
  ) {}

  /** Offers them to a document that is up to date. */
  async offer(connection: LiveConnection): Promise<void> {
    if (this.#offering) return;
    this.#offering = true;
    clearTimeout(this.#again);
    if (!this.#looked) await this.#take();
    // Only now: the text that was received is of this life, or the connection ends before anything is stored.
    const historyId = this.#waiting.some(({ record }) => record.update !== null) ? await this.options.history() : null;
    for (const leftover of this.#waiting) await this.#offer(leftover, connection, historyId);
    this.#offering = false;
    // Its history could not be had: a moment later it can.
    if (this.#waiting.length > 0 && !this.#closed) this.#again = setTimeout(() => void this.offer(connection), AGAIN);
  }

  /** Leaves the rest to other tabs and other times. */
  close(): void {
    this.#closed = true;
    clearTimeout(this.#again);
    for (const { id } of this.#waiting) this.device.release(id);
    this.#waiting = [];
  }

  async #take(): Promise<void> {
    this.#looked = await this.device.prepare();
    if (this.#looked) this.#waiting = await this.device.take(this.options.roomId);
    if (this.#closed) this.close();
  }

  async #offer({ id, record }: Leftover, connection: LiveConnection, historyId: string | null): Promise<void> {
    if (this.#closed || connection.state.status !== 'synced') return;
    const fate = fateOf(record, { at: Date.now(), level: connection.state.level ?? 0, historyId });
    if (fate === 'wait') return;
    if (fate !== 'merge' || record.update === null) return this.#lose(id, record, fate === 'merge' ? 'other' : fate);
    const answer = await connection.adopt(record.update);
    const ending = answer === 'unfit' ? 'other' : endings[connection.state.status];
    if (answer === 'stored') {
      this.#forget(id);
      await this.device.remove(id);
      this.options.merged(record);
    } else if (ending !== undefined) await this.#lose(id, record, ending);
  }

  async #lose(id: string, record: UnstoredRecord, why: UnstoredReason): Promise<void> {
    this.#forget(id);
    if (record.update !== null) await this.device.put(id, wordsOnly(record, why));
    this.options.lost(id, record, why);
  }

  #forget(id: string): void {
    this.#waiting = this.#waiting.filter((one) => one.id !== id);
  }
}
