import type { LiveOptions } from './live-options';
import { Pace } from './pace';

/** What one person may use on this instance, over all connections together. */
export class PersonShare {
  connections = 0;
  readonly edits: Pace;
  readonly bytes: Pace;
  readonly openings: Pace;

  constructor(options: LiveOptions) {
    this.edits = new Pace(options.editsPerSecond, options.editBurst);
    this.bytes = new Pace(options.personBytesPerSecond, options.personBytesBurst);
    this.openings = new Pace(options.openingsPerSecond, options.mostConnectionsPerPerson);
  }

  /** Milliseconds until nothing is left to remember about it. */
  get untilFresh(): number {
    return Math.max(this.edits.untilFull, this.bytes.untilFull, this.openings.untilFull);
  }
}

/** A connection, from the moment at which it asks to be opened. */
export interface CountedConnection {
  /** It was let in or sent away: it waits no longer. */
  settled(): void;
  closed(): void;
}

/** Connections of this instance by address and by person. Every count goes back to zero; nothing is kept of who left. */
export class ConnectionCounts {
  readonly #open = new Map<string, number>();
  readonly #waitingAt = new Map<string, number>();
  readonly #persons = new Map<string, PersonShare>();
  #connections = 0;
  #waiting = 0;

  /** @param later calls back after so many milliseconds */
  constructor(
    private readonly options: LiveOptions,
    private readonly later: (work: () => void, wait: number) => void = (work, wait) =>
      void setTimeout(work, wait).unref(),
  ) {}

  /** Those of which nobody knows yet whose they are. */
  get waiting(): number {
    return this.#waiting;
  }

  get persons(): number {
    return this.#persons.size;
  }

  /** Before any login is looked up. @returns undefined when there are too many */
  open(address: string): CountedConnection | undefined {
    const { mostConnections, mostConnectionsPerAddress, mostWaiting, mostWaitingPerAddress } = this.options;
    // A proxy on this machine, or the machine itself: its connections are those of many.
    const shared = /^(::1$|(::ffff:)?127\.)/.test(address);
    if (this.#connections >= mostConnections || this.#waiting >= mostWaiting) return undefined;
    if (!shared && (this.#open.get(address) ?? 0) >= mostConnectionsPerAddress) return undefined;
    if (!shared && (this.#waitingAt.get(address) ?? 0) >= mostWaitingPerAddress) return undefined;
    this.#connections += 1;
    this.#waiting += 1;
    add(this.#open, address, 1);
    add(this.#waitingAt, address, 1);
    const settled = once(() => {
      this.#waiting -= 1;
      add(this.#waitingAt, address, -1);
    });
    const closed = once(() => {
      settled();
      this.#connections -= 1;
      add(this.#open, address, -1);
    });
    return { settled, closed };
  }

  /** @returns undefined when this person has too many; `left` says that the connection is gone */
  enter(personId: string): { readonly share: PersonShare; left(): void } | undefined {
    const share = this.#persons.get(personId) ?? new PersonShare(this.options);
    if (share.connections >= this.options.mostConnectionsPerPerson) return undefined;
    this.#persons.set(personId, share);
    share.connections += 1;
    const left = once(() => {
      share.connections -= 1;
      this.#forget(personId, share);
    });
    return { share, left };
  }

  /** Who comes back at once finds what was spent; some moments later there is nothing to remember. */
  #forget(personId: string, share: PersonShare): void {
    if (share.connections > 0) return;
    this.later(() => {
      if (share.untilFresh > 0) this.#forget(personId, share);
      else if (share.connections === 0 && this.#persons.get(personId) === share) this.#persons.delete(personId);
    }, share.untilFresh);
  }
}

function add(counts: Map<string, number>, key: string, by: number): void {
  const sum = (counts.get(key) ?? 0) + by;
  if (sum <= 0) counts.delete(key);
  else counts.set(key, sum);
}

function once(work: () => void): () => void {
  let done = false;
  return () => {
    if (done) return;
    done = true;
    work();
  };
}
