import { closeCodes } from '@samenplan/shared/live-protocol';
import type { LiveMetrics } from './live-metrics';
import { monotonic, type LiveOptions } from './live-options';
import type { Room } from './room';
import type { UpdateStore } from './update-store';

/**
 * Reads, a few times a second and in one statement, the epochs and seqs of all open rooms and the logins behind them.
 * That read is the lease: while it is fresh, nothing that was stopped before it can be sent out, whatever messages
 * between instances were lost. When the database does not answer, rooms without a lease are closed.
 */
export class LeaseKeeper {
  #reading: NodeJS.Timeout | undefined;
  #watching: NodeJS.Timeout | undefined;
  #running: Promise<void> | undefined;
  #after: Promise<void> | undefined;
  #stopped = true;
  #readAt = monotonic();

  constructor(
    private readonly store: UpdateStore,
    private readonly rooms: () => readonly Room[],
    private readonly options: LiveOptions,
    private readonly metrics: LiveMetrics,
    private readonly report: (event: string, error: unknown) => void,
  ) {}

  /** Milliseconds since the last read that succeeded. */
  get age(): number {
    return monotonic() - this.#readAt;
  }

  start(): void {
    this.#stopped = false;
    this.#watching = setInterval(() => {
      for (const room of this.rooms()) room.closeWithoutLease();
    }, this.options.leaseFor / 10);
    this.#later(0);
  }

  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#reading);
    clearInterval(this.#watching);
  }

  /** Reads now. A read that already runs may have begun too early: the next one counts. */
  async renew(): Promise<void> {
    this.#after ??= (this.#running ?? Promise.resolve())
      .catch(() => undefined)
      .then(() => {
        this.#after = undefined;
        this.#running = this.#read();
        return this.#running;
      });
    return this.#after;
  }

  /**
   * Looks at rooms in which something was stored a moment ago, before it reaches anybody: a login that had ended by
   * then raises no epoch, and must not get it.
   */
  async check(rooms: readonly Room[]): Promise<void> {
    const watched = rooms.filter((room) => !room.closed && room.sessions.size > 0);
    if (watched.length > 0) await this.#readOf(watched, true);
  }

  async #read(): Promise<void> {
    const rooms = this.rooms();
    const askedAt = monotonic();
    if (rooms.length > 0) await this.#readOf(rooms, false);
    this.#readAt = askedAt;
    if (this.age > this.options.leaseFor / 2) this.metrics.leaseLate();
  }

  /** The lease counts from before the question was sent. */
  async #readOf(rooms: readonly Room[], urgent: boolean): Promise<void> {
    const askedAt = monotonic();
    const sessions = rooms.flatMap((room) => [...room.sessions]);
    const logins = new Map(sessions.map(({ loginId, personId }) => [loginId, { loginId, personId }]));
    const { heads, deadLogins } = await this.store.lease(
      { roomIds: rooms.map(({ id }) => id), logins: [...logins.values()] },
      urgent,
    );
    for (const session of sessions)
      if (deadLogins.has(session.loginId)) session.end(closeCodes.loginEnded, 'login-ended');
    for (const room of rooms) room.leased(heads.get(room.id), askedAt + this.options.leaseFor, !urgent);
  }

  #later(wait: number): void {
    if (this.#stopped) return;
    this.#reading = setTimeout(() => {
      const began = monotonic();
      this.renew()
        .catch((error: unknown) => {
          if (this.#stopped) return; // The database was let go of under it.
          this.metrics.leaseLate();
          this.report('live-lease-failed', error);
        })
        .finally(() => this.#later(Math.max(0, this.options.leaseEvery - (monotonic() - began))));
    }, wait);
  }
}
