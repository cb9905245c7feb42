import type { Refusal } from '@samenplan/shared/live-protocol';
import { Counter, Gauge, Histogram, type Registry } from 'prom-client';

const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5];

/** Figures of the live engine. Labels are names from the code: never a room, a person or a plan. */
export class LiveMetrics {
  readonly #stored: Histogram;
  readonly #refused: Counter;
  readonly #failures: Counter;

  constructor(registry: Registry, counts: () => { readonly rooms: number; readonly sessions: number }) {
    const registers = [registry];
    this.#stored = new Histogram({
      name: 'samenplan_live_edit_stored_seconds',
      help: 'From the frame of an edit to its commit and delivery',
      buckets: SECONDS,
      registers,
    });
    this.#refused = new Counter({
      name: 'samenplan_live_refused_total',
      help: 'Connections closed for a reason',
      labelNames: ['reason'],
      registers,
    });
    this.#failures = new Counter({
      name: 'samenplan_live_room_failures_total',
      help: 'Rooms that had to be dropped from memory',
      registers,
    });
    new Gauge({
      name: 'samenplan_live_rooms',
      help: 'Rooms in memory',
      registers,
      collect() {
        this.set(counts().rooms);
      },
    });
    new Gauge({
      name: 'samenplan_live_sessions',
      help: 'Open live connections',
      registers,
      collect() {
        this.set(counts().sessions);
      },
    });
  }

  /** @param milliseconds since the frame arrived */
  stored(milliseconds: number): void {
    this.#stored.observe(milliseconds / 1_000);
  }

  refused(reason: Refusal): void {
    this.#refused.inc({ reason });
  }

  roomFailed(): void {
    this.#failures.inc();
  }
}
