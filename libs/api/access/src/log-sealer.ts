import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { Database, Encryption, Log, Metrics } from '@samenplan/api/platform';
import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import { byteaArray, LogChain, uuidArray, type Round, type Seal, type Sealed } from './log-chain';
import { LogHeads, type Head } from './log-heads';
import { rows } from './sql';

const LOOK_EVERY = 3_000;
/** Lines of one round: the rest is for the next, which follows at once. */
const MOST_LINES = 5_000;
const ISO = `'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'`;

const bytes = z.instanceof(Uint8Array);
const waitingRow = z.object({
  seq: z.string(),
  lineId: z.string(),
  /** null: somebody removed the line before it was sealed. */
  planId: z.string().nullable(),
  digest: bytes.nullable(),
});
type Waiting = z.infer<typeof waitingRow>;
const headRow = z.object({ planId: z.string(), number: z.number(), lastLine: z.number(), mac: bytes });
const roundRow = z.object({
  now: z.string(),
  number: z.number().nullable(),
  at: z.string().nullable(),
  since: z.string().nullable(),
  complete: z.boolean().nullable(),
  head: bytes.nullable(),
});
type Made = Seal & { readonly mac: Buffer; readonly lines: number };

/** Seals the lines of the access log into a chain per plan, every few seconds; one instance at a time. */
@Injectable()
export class LogSealer implements OnApplicationBootstrap, BeforeApplicationShutdown {
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> | undefined;
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
    await this.#running;
  }

  /** Seals everything that waits now. @returns how many lines; 0 also when another instance is at it */
  async sealAll(): Promise<number> {
    let lines = 0;
    for (;;) {
      const head = await this.#round();
      if (head === undefined) return lines;
      await this.heads.keep(head);
      lines += head.lines;
    }
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
  async #round(): Promise<Head | undefined> {
    const done = await this.database.asNobody(async (tx) => {
      const mine = z.object({ mine: z.boolean() });
      const lock = "select pg_try_advisory_xact_lock(hashtextextended('log-sealer', 0)) as mine";
      if ((await rows(tx, mine, lock))[0]?.mine !== true) return undefined;
      return this.#seal(tx);
    });
    if (done !== undefined && done.gone > 0) this.log.error('log-lines-gone', undefined, { lines: done.gone });
    return done?.head;
  }

  /** In a statement of its own after the lock, so that it sees what the instance before committed. */
  async #seal(tx: EntityManager): Promise<{ readonly head: Head | undefined; readonly gone: number } | undefined> {
    this.#chain ??= await LogChain.open(tx, this.encryption);
    const last = await lastRound(tx);
    const waiting = await rows(
      tx,
      waitingRow,
      'select seq, line_id as "lineId", plan_id as "planId", digest from lines_to_seal($1)',
      [MOST_LINES],
    );
    if (waiting.length === 0) return undefined;
    await tx.query('select lines_sealed($1::bigint[])', [waiting.map(({ seq }) => seq)]);
    const number = (last.number ?? 0) + 1;
    const made = await this.#sealsOf(tx, this.#chain, number, waiting);
    const lines = made.reduce((sum, seal) => sum + seal.lines, 0);
    const gone = waiting.length - lines;
    if (lines === 0) return { head: undefined, gone };
    const round: Round = {
      number,
      at: last.now,
      since: last.complete === true ? last.at : last.since,
      complete: waiting.length < MOST_LINES,
      seals: made.length,
      lines,
    };
    const head = this.#chain.head(round, last.head, made satisfies readonly Sealed[]);
    await keepSeals(tx, made);
    await tx.query(
      'insert into log_round (number, at, since, complete, seals, lines, head) values ($1, $2, $3, $4, $5, $6, $7)',
      [round.number, round.at, round.since, round.complete, round.seals, round.lines, head],
    );
    return { head: { round: number, seals: made.length, lines, head: head.toString('hex') }, gone };
  }

  async #sealsOf(tx: EntityManager, chain: LogChain, round: number, waiting: readonly Waiting[]): Promise<Made[]> {
    const plans = new Map<string, { readonly lineId: string; readonly digest: Uint8Array }[]>();
    for (const { lineId, planId, digest } of waiting) {
      if (planId === null || digest === null) continue;
      const lines = plans.get(planId) ?? [];
      plans.set(planId, lines);
      lines.push({ lineId, digest });
    }
    const sql = 'select plan_id as "planId", number, last_line as "lastLine", mac from log_heads($1::uuid[])';
    const heads = new Map((await rows(tx, headRow, sql, [[...plans.keys()]])).map((head) => [head.planId, head]));
    return [...plans].map(([planId, lines]) => {
      const before = heads.get(planId);
      const seal: Seal = {
        planId,
        number: (before?.number ?? 0) + 1,
        round,
        firstLine: (before?.lastLine ?? 0) + 1,
        lineIds: uuidArray(lines.map(({ lineId }) => lineId)),
        digests: byteaArray(lines.map(({ digest }) => digest)),
        previous: before?.mac ?? null,
      };
      return { ...seal, mac: chain.seal(seal), lines: lines.length };
    });
  }
}

async function lastRound(tx: EntityManager): Promise<z.infer<typeof roundRow>> {
  const iso = (moment: string): string => `to_char(${moment} at time zone 'UTC', ${ISO})`;
  const sql = `select ${iso('clock_timestamp()')} as now, number, ${iso('at')} as at, ${iso('since')} as since, complete, head
    from (values (1)) one left join last_log_round() on true`;
  const [found] = await rows(tx, roundRow, sql);
  if (found === undefined) throw new Error('The database answers nothing');
  return found;
}

async function keepSeals(tx: EntityManager, made: readonly Made[]): Promise<void> {
  const column = <T>(of: (seal: Made) => T): T[] => made.map(of);
  await tx.query(
    `insert into log_seal (plan_id, number, round, first_line, line_ids, digests, previous, mac)
      select plan_id, number, round, first_line, line_ids::uuid[], digests::bytea[], previous, mac
        from unnest($1::uuid[], $2::integer[], $3::integer[], $4::integer[], $5::text[], $6::text[], $7::bytea[], $8::bytea[])
          s(plan_id, number, round, first_line, line_ids, digests, previous, mac)`,
    [
      column(({ planId }) => planId),
      column(({ number }) => number),
      column(({ round }) => round),
      column(({ firstLine }) => firstLine),
      column(({ lineIds }) => lineIds),
      column(({ digests }) => digests),
      column(({ previous }) => previous),
      column(({ mac }) => mac),
    ],
  );
}
