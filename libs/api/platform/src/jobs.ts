import type { BeforeApplicationShutdown, OnApplicationBootstrap } from '@nestjs/common';
import { PgBoss } from 'pg-boss';
import { Histogram } from 'prom-client';
import { JOBS_SCHEMA } from './jobs-schema';
import { Log } from './logging';
import type { Metrics } from './metrics';

export const ZONE = 'Europe/Amsterdam';
/** Cron has minutes: looking often costs queries and wins nothing. */
const POLL_SECONDS = 10;
const MOST_MINUTES = 15;
const HEARTBEAT_SECONDS = 60;
/** Tried again this often, half a minute apart and then longer. */
const RETRIES = 3;
const STOP_MILLISECONDS = 5_000;

/** One round of work; it may be called again after a failure, so it goes on where it stopped. */
export type Work = () => Promise<void>;

export interface JobsOptions {
  /** The database as role `samenplan_serve`. */
  readonly url: string;
  /** False: this process only registers, such as in tests that call the work themselves. */
  readonly enabled: boolean;
  /** How often to look for work that came due; a test does not wait. */
  readonly pollSeconds?: number;
}

/**
 * Work that returns by the clock: once over all instances, at times of Amsterdam, one round of a kind at a time. What
 * came due while no instance ran is done once, afterwards.
 */
export class Jobs implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #registered = new Map<string, { readonly cron: string; readonly work: Work }>();
  readonly #seconds: Histogram<'job' | 'result'>;
  #boss: PgBoss | undefined;

  constructor(
    private readonly options: JobsOptions,
    private readonly log: Log,
    { registry }: Metrics,
  ) {
    this.#seconds = new Histogram({
      name: 'samenplan_job_seconds',
      help: 'Duration of rounds of work by the clock, by name and result',
      labelNames: ['job', 'result'],
      buckets: [0.05, 0.5, 5, 60, 600],
      registers: [registry],
    });
  }

  /**
   * Registers work before the application starts: call it in `onModuleInit`. Work reads the time from the Clock.
   * @param name letters, digits and dashes; the same in every version, one per kind of work
   * @param cron five fields, such as `30 7 * * *` for half past seven
   */
  every(name: string, cron: string, work: Work): void {
    if (this.#registered.has(name)) throw new Error(`Job ${name} is registered twice`);
    this.#registered.set(name, { cron, work });
  }

  /** Names and times of what is registered, for tests and for whoever operates. */
  get schedule(): ReadonlyMap<string, string> {
    return new Map([...this.#registered].map(([name, { cron }]) => [name, cron]));
  }

  async onApplicationBootstrap(): Promise<void> {
    if (!this.options.enabled || this.#registered.size === 0) return;
    const boss = new PgBoss({
      connectionString: this.options.url,
      schema: JOBS_SCHEMA,
      application_name: 'samenplan-jobs',
      max: 3,
      // The owner made the schema; this role may not change it.
      migrate: false,
      createSchema: false,
      reindex: false,
      monitorVacuum: false,
      registerInstance: false,
    });
    boss.on('error', (error) => this.log.error('jobs-unavailable', error));
    this.#boss = boss;
    await boss.start({ attempts: 3 });
    for (const [name, { cron, work }] of this.#registered) await this.#begin(boss, name, cron, work);
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.#boss?.stop({ graceful: true, timeout: STOP_MILLISECONDS });
  }

  async #begin(boss: PgBoss, name: string, cron: string, work: Work): Promise<void> {
    const queue = {
      expireInSeconds: MOST_MINUTES * 60,
      // A process that died holds its round no longer than this, and the next look at it.
      heartbeatSeconds: HEARTBEAT_SECONDS,
      retryLimit: RETRIES,
      retryDelay: 30,
      retryBackoff: true,
      retentionSeconds: 86_400,
      deleteAfterSeconds: 7 * 86_400,
    };
    // Exclusive: while a round waits or runs, another one of the same name is not begun.
    await boss.createQueue(name, { policy: 'exclusive', ...queue });
    await boss.updateQueue(name, queue);
    await boss.schedule(name, cron, null, { tz: ZONE, missed: 'once' });
    await boss.work(name, { pollingIntervalSeconds: this.options.pollSeconds ?? POLL_SECONDS }, () =>
      this.#run(name, work),
    );
  }

  /** What went wrong goes to our log; the table of jobs is told only that it did. */
  async #run(name: string, work: Work): Promise<void> {
    const stop = this.#seconds.startTimer({ job: name });
    try {
      await work();
      stop({ result: 'done' });
    } catch (error) {
      stop({ result: 'failed' });
      this.log.error('job-failed', error, { job: name });
      throw new Error('see the log');
    }
  }
}
