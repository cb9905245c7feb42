import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { Database, Encryption, Log, Metrics } from '@samenplan/api/platform';
import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import { LogChain, type Round } from './log-chain';
import { LogHeads, type Head } from './log-heads';
import { keepRound, keepSeals, lastRound, sealsOf, takeWaiting } from './log-seal-rows';
import { rows } from '../sql';

const LOOK_EVERY = 3_000;
/** Lines of one round: the rest is for the next, which follows at once. */
const MOST_LINES = 5_000;

/** What a round did. */
type Done = {
  readonly head: Head | undefined;
  /** Lines that had been removed before their seal. */
  readonly gone: number;
  /** More may wait. */
  readonly full: boolean;
};
const nothing: Done = { head: undefined, gone: 0, full: false };

/** Seals the lines of the access log into a chain per plan, every few seconds; one instance at a time. */
@Injectable()
export class LogSealer implements OnApplicationBootstrap, BeforeApplicationShutdown {
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> | undefined;
  #stopping = false;
  #chain: LogChain | undefined;
  /** How long the oldest line had waited, and when that was read. */
  #waited = { seconds: 0, readAt: performance.now() };

  constructor(
    private readonly database: Database,
    private readonly encryption: Encryption,
    private readonly heads: LogHeads,
    private readonly log: Log,
    metrics: Metrics,
  ) {
    metrics.watch(
      'samenplan_log_unsealed_seconds',
      'How long the oldest line of the access log that has no seal waits, or since when nobody could look',
      () => this.#waited.seconds + (performance.now() - this.#waited.readAt) / 1_000,
    );
  }

  onApplicationBootstrap(): void {
    this.#waited = { seconds: 0, readAt: performance.now() };
    this.#timer = setInterval(() => {
      this.#running ??= this.#look();
    }, LOOK_EVERY);
  }

  async beforeApplicationShutdown(): Promise<void> {
    clearInterval(this.#timer);
    this.#stopping = true;
    await this.#running;
  }

  /** Seals everything that waits now. @returns how many lines; 0 also when another instance is at it */
  async sealAll(): Promise<number> {
    let lines = 0;
    for (let more = true; more && !this.#stopping;) {
      const { head, gone, full } = await this.#round();
      if (gone > 0) this.log.error('log-lines-gone', undefined, { lines: gone });
      if (head !== undefined) await this.heads.keep(head);
      lines += head?.lines ?? 0;
      more = full;
    }
    return lines;
  }

  async #look(): Promise<void> {
    try {
      await this.sealAll();
      const shape = z.object({ seconds: z.number() });
      const sql = 'select log_unsealed_seconds() as seconds';
      const [waited] = await this.database.asNobody((tx) => rows(tx, shape, sql));
      this.#waited = { seconds: waited?.seconds ?? 0, readAt: performance.now() };
    } catch (error) {
      this.log.error('log-sealer-unavailable', error);
    } finally {
      this.#running = undefined;
    }
  }

  /** One transaction. Writers never wait for it: what it reads and removes are lines that have committed. */
  async #round(): Promise<Done> {
    return this.database.asNobody(async (tx) => {
      const mine = z.object({ mine: z.boolean() });
      const lock = "select pg_try_advisory_xact_lock(hashtextextended('log-sealer', 0)) as mine";
      const [lockRow] = await rows(tx, mine, lock);
      return lockRow?.mine === true ? this.#seal(tx) : nothing;
    });
  }

  /** In a statement of its own after the lock, so that it sees what the instance before committed. */
  async #seal(tx: EntityManager): Promise<Done> {
    this.#chain ??= await LogChain.open(tx, this.encryption);
    const last = await lastRound(tx);
    const waiting = await takeWaiting(tx, MOST_LINES);
    if (waiting.length === 0) return nothing;
    const number = (last.number ?? 0) + 1;
    const made = await sealsOf(tx, this.#chain, number, waiting);
    const lines = made.reduce((sum, seal) => sum + seal.lines, 0);
    const gone = waiting.length - lines;
    const full = waiting.length === MOST_LINES;
    if (lines === 0) return { head: undefined, gone, full };
    const round: Round = {
      number,
      at: last.now,
      since: last.complete === true ? last.at : last.since,
      complete: !full,
      seals: made.length,
      lines,
    };
    const head = this.#chain.head(round, last.head, made);
    await keepSeals(tx, made);
    await keepRound(tx, round, head);
    return { head: { round: number, seals: made.length, lines, head: head.toString('hex') }, gone, full };
  }
}
