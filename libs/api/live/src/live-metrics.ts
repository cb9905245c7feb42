import { closeCodes, type CloseCode, type Refusal } from '@samenplan/shared/live-protocol';
import { Counter, Gauge, Histogram, type Registry } from 'prom-client';

const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];

/** Why a connection is read more slowly: too much waits to be stored, or the connection or its person is too fast. */
export type PauseReason = 'unstored' | 'connection' | 'person';
/** Why an upgrade was answered with 503. */
export type FullReason = 'full' | 'draining';

/** Read when the figures are asked for. */
export type LiveCounts = {
  readonly rooms: number;
  readonly sessions: number;
  /** Milliseconds since the rights of open rooms were last read. */
  readonly leaseAge: number;
};

/** Figures of the live engine. Labels are names from the code: never a room, a person or a plan. */
export class LiveMetrics {
  readonly #stored: Histogram.Internal<string>;
  readonly #seen: Histogram.Internal<string>;
  readonly #stopped: Histogram.Internal<string>;
  readonly #refused: Counter;
  readonly #closed: Counter;
  readonly #turnedAway: Counter;
  readonly #pauses: Counter;
  readonly #failures: Counter;
  readonly #lateLeases: Counter;

  constructor(registry: Registry, counts: () => LiveCounts) {
    const registers = [registry];
    // Its one child, at hand: looking it up would cost more than the observation.
    const timing = (name: string, help: string): Histogram.Internal<string> =>
      new Histogram({ name, help, buckets: SECONDS, registers }).labels();
    const count = (name: string, help: string, labelNames: string[] = []): Counter =>
      new Counter({ name, help, labelNames, registers });
    const gauge = (name: string, help: string, read: () => number): Gauge =>
      new Gauge({
        name,
        help,
        registers,
        collect() {
          this.set(read());
        },
      });
    this.#stored = timing('samenplan_live_edit_stored_seconds', 'From the frame of an edit until it is stored');
    this.#seen = timing(
      'samenplan_live_edit_seen_seconds',
      'From the frame of an edit until everybody else in the room on this instance was sent it',
    );
    this.#stopped = timing(
      'samenplan_live_stop_seconds',
      'From learning that a right may have ended until a connection that lost it was closed; nothing goes out in between',
    );
    this.#refused = count('samenplan_live_refused_total', 'Edits refused, by reason', ['reason']);
    this.#closed = count('samenplan_live_closed_total', 'Connections closed by the server, by reason', ['reason']);
    this.#turnedAway = count('samenplan_live_turned_away_total', 'Connections never let in, by reason', ['reason']);
    this.#pauses = count('samenplan_live_pauses_total', 'Times a connection was read more slowly, by reason', [
      'reason',
    ]);
    this.#failures = count('samenplan_live_room_failures_total', 'Rooms that had to be dropped from memory');
    this.#lateLeases = count(
      'samenplan_live_late_leases_total',
      'Reads of rights that failed or took more than half of the lease',
    );
    gauge('samenplan_live_rooms', 'Rooms in memory', () => counts().rooms);
    gauge('samenplan_live_sessions', 'Open live connections', () => counts().sessions);
    gauge(
      'samenplan_live_lease_age_seconds',
      'Time since the rights of open rooms were last read',
      () => counts().leaseAge / 1_000,
    );
  }

  /** @param milliseconds since the frame arrived */
  stored(milliseconds: number): void {
    this.#stored.observe(milliseconds / 1_000);
  }

  /** @param milliseconds since the frame arrived */
  seen(milliseconds: number): void {
    this.#seen.observe(milliseconds / 1_000);
  }

  /** @param milliseconds since this instance learnt that rights in the room may have changed */
  stopped(milliseconds: number): void {
    this.#stopped.observe(milliseconds / 1_000);
  }

  refused(reason: Refusal): void {
    this.#refused.inc({ reason });
  }

  /** The server closed a connection that had been let in. */
  closed(why: CloseCode | 'unread'): void {
    this.#closed.inc({ reason: typeof why === 'string' ? why : nameOf(why) });
  }

  turnedAway(why: CloseCode | FullReason): void {
    this.#turnedAway.inc({ reason: typeof why === 'string' ? why : nameOf(why) });
  }

  paused(reason: PauseReason): void {
    this.#pauses.inc({ reason });
  }

  roomFailed(): void {
    this.#failures.inc();
  }

  leaseLate(): void {
    this.#lateLeases.inc();
  }
}

const names = new Map<number, string>(
  Object.entries(closeCodes).map(([name, code]) => [
    code,
    name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`),
  ]),
);

/** Such as `right-gone`; for labels and log lines. */
export const nameOf = (code: CloseCode): string => names.get(code) ?? 'other';
