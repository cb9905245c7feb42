import { SCHEMA_VERSION } from './schema-version';
import type { LiveConnection } from './live-connection';
import { wordsOnly, type UnstoredReason, type UnstoredRecord, type UnstoredStore } from './unstored-record';

/**
 * What the device has of the unstored: `nothing` to keep, all of it, all but the last moments (`writing`), or it does
 * not keep it.
 */
export type Keeping = 'nothing' | 'kept' | 'writing' | 'not-kept';

export interface UnstoredKeeperOptions {
  /** Of the one record that this connection has. */
  readonly id: string;
  readonly about: Pick<UnstoredRecord, 'roomId' | 'path' | 'historyId'>;
  /** Tells what the device has, each time it may have changed. */
  readonly told: (keeping: Keeping) => void;
  /** Milliseconds that an edit waits for more edits, and for its acknowledgement, before it is written. */
  readonly wait?: number;
}

/** Shorter than losing it would annoy, longer than a good connection takes to store. */
const WAIT = 250;

/**
 * Keeps what one connection has not stored on the device, and takes it away as soon as everything is stored. Works
 * beside the editor: writes are bundled, and one is under way at a time.
 */
export class UnstoredKeeper {
  readonly #edited = (): void => {
    this.#until = Date.now();
    this.#look();
  };
  readonly #looked = (): void => this.#look();
  readonly #silence: () => void;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #running: Promise<void> | null = null;
  #wanted = false;
  /** Something may lie on the device. */
  #stands = false;
  #keeping: Keeping = 'nothing';
  #from = 0;
  #until = 0;
  /** How it ended: the last record, or null when nothing was left. */
  #last: { readonly record: UnstoredRecord | null } | undefined;

  constructor(
    private readonly connection: LiveConnection,
    private readonly store: UnstoredStore,
    private readonly options: UnstoredKeeperOptions,
  ) {
    connection.doc.on('update', this.#edited);
    this.#silence = connection.onChange(this.#looked);
  }

  /** What the device has, after the last write. */
  get keeping(): Keeping {
    return this.#keeping;
  }

  /** Writes now what has not been written yet. Resolves when the device has it, or will not have it. */
  flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#wanted = true;
    this.#running ??= this.#run();
    return this.#running;
  }

  /** The connection ends or the page is left: what is not stored now can be merged another time. */
  leave(): Promise<void> {
    return this.#end(this.#now());
  }

  /** The connection ended for good: only the words stay, until their writer removes them. */
  settle(why: UnstoredReason): Promise<void> {
    const now = this.#now();
    return this.#end(now === null || now.words === '' ? null : wordsOnly(now, why));
  }

  #end(record: UnstoredRecord | null): Promise<void> {
    if (this.#last !== undefined) return this.#running ?? Promise.resolve();
    this.#last = { record };
    this.connection.doc.off('update', this.#edited);
    this.#silence();
    return this.flush();
  }

  #look(): void {
    if (this.#last !== undefined) return;
    if (this.connection.state.pending > 0) {
      if (this.#from === 0) this.#from = Date.now();
      this.#timer ??= setTimeout(() => void this.flush(), this.options.wait ?? WAIT);
      if (this.#keeping === 'kept') this.#tell('writing');
    } else {
      this.#from = 0;
      if (this.#stands || this.#timer !== undefined) void this.flush();
    }
  }

  #now(): UnstoredRecord | null {
    const own = this.connection.unstored();
    if (own === null) return null;
    const times = { from: this.#from === 0 ? this.#until : this.#from, until: this.#until };
    return { ...this.options.about, ...own, ...times, schemaVersion: SCHEMA_VERSION, why: null };
  }

  async #run(): Promise<void> {
    await Promise.resolve(); // So that `#running` stands before it can end.
    while (this.#wanted) {
      this.#wanted = false;
      const record = this.#last === undefined ? this.#now() : this.#last.record;
      if (record !== null) {
        this.#stands = true;
        const put = await this.store.put(this.options.id, record);
        // What was typed while it was written follows.
        const behind = this.#wanted || this.#timer !== undefined;
        this.#tell(!put ? 'not-kept' : behind ? 'writing' : 'kept');
      } else if (this.#stands) {
        await this.store.remove(this.options.id);
        this.#stands = false;
        this.#tell('nothing');
      }
    }
    // In the same turn as the last look: who asks after it starts anew.
    this.#running = null;
  }

  #tell(keeping: Keeping): void {
    this.#keeping = keeping;
    this.options.told(keeping);
  }
}
