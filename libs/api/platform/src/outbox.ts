import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import { Clock } from './clock';
import { afterCommit, Database } from './database';
import { Log } from './logging';

const BATCH = 50;
const POLL_MILLISECONDS = 500;
const KEPT = '1 day';
const CLEAN_EVERY = 1_000;
const LONGEST_WAIT = 60_000;

const rowSchema = z.array(z.object({ id: z.string(), topic: z.string(), payload: z.unknown() }));
type Handler = (payload: unknown) => Promise<void>;

/**
 * What must happen after a commit. A row is written in the transaction itself and handed to every handler of its
 * topic at least once, on one instance; a handler that fails gets the row again. Payloads hold ids only.
 */
@Injectable()
export class Outbox implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #handlers = new Map<string, Handler[]>();
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> | undefined;
  #again = false;
  #stopped = true;
  #rounds = 0;
  /** Monotonic: when nothing waited any more. */
  #emptyAt = performance.now();
  /** Rows whose handler failed here wait, longer each time, so that they never hold up the others. */
  readonly #failed = new Map<string, { readonly times: number; readonly until: number }>();

  constructor(
    private readonly database: Database,
    private readonly log: Log,
    private readonly clock: Clock,
  ) {}

  /** Part of the transaction of `tx`: no commit, no row. */
  async add(tx: EntityManager, topic: string, payload: Readonly<Record<string, unknown>>): Promise<void> {
    await tx.query('insert into outbox (topic, payload) values ($1, $2)', [topic, JSON.stringify(payload)]);
    afterCommit(tx, () => this.nudge());
  }

  /** Registers a handler before the application starts; it may see a row more than once. */
  on<T>(topic: string, schema: z.ZodType<T>, handler: (payload: T) => Promise<void>): void {
    const handlers = this.#handlers.get(topic) ?? [];
    this.#handlers.set(topic, [...handlers, async (payload) => handler(schema.parse(payload))]);
  }

  /** Milliseconds since a look at the table left nothing that waits for this instance. */
  get lag(): number {
    return this.#stopped ? 0 : performance.now() - this.#emptyAt;
  }

  /** Says that rows may wait, such as those that database functions write. */
  nudge(): void {
    if (this.#stopped) return;
    this.#again = true;
    this.#running ??= this.#drain();
  }

  onApplicationBootstrap(): void {
    this.#stopped = false;
    this.#emptyAt = performance.now();
    this.#timer = setInterval(() => this.nudge(), POLL_MILLISECONDS);
    this.nudge();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.#stopped = true;
    clearInterval(this.#timer);
    await this.#running;
  }

  async #drain(): Promise<void> {
    try {
      while (this.#again && !this.#stopped) {
        this.#again = false;
        const lookedAt = performance.now();
        if ((await this.#batch()) === BATCH) this.#again = true;
        else if (this.#failed.size === 0) this.#emptyAt = lookedAt;
      }
    } catch (error) {
      this.log.error('outbox-unavailable', error);
    } finally {
      this.#running = undefined;
    }
  }

  /** @returns how many rows were done */
  async #batch(): Promise<number> {
    return this.database.asNobody(async (tx) => {
      if (this.#rounds++ % CLEAN_EVERY === 0)
        await tx.query(`delete from outbox where done_at < clock_timestamp() - interval '${KEPT}'`);
      const rows = rowSchema.parse(
        await tx.query(
          'select id, topic, payload from outbox where done_at is null and id <> all ($2::bigint[]) order by id limit $1 for update skip locked',
          [BATCH, this.#waiting()],
        ),
      );
      const done: string[] = [];
      for (const row of rows) if (await this.#hand(row)) done.push(row.id);
      if (done.length > 0)
        await tx.query('update outbox set done_at = clock_timestamp() where id = any ($1::bigint[])', [done]);
      return done.length;
    });
  }

  async #hand({ id, topic, payload }: z.infer<typeof rowSchema>[number]): Promise<boolean> {
    try {
      for (const handler of this.#handlers.get(topic) ?? []) await handler(payload);
      this.#failed.delete(id);
      return true;
    } catch (error) {
      const times = (this.#failed.get(id)?.times ?? 0) + 1;
      this.#failed.set(id, { times, until: this.clock.now().getTime() + Math.min(LONGEST_WAIT, 250 * 2 ** times) });
      this.log.error('outbox-handler-failed', error, { topic, row: id, times });
      return false;
    }
  }

  #waiting(): string[] {
    const now = this.clock.now().getTime();
    return [...this.#failed].filter(([, { until }]) => until > now).map(([id]) => id);
  }
}
