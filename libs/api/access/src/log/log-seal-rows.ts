import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import { byteaArray, uuidArray, type LogChain, type Round, type Seal } from './log-chain';
import { rows } from '../sql';

const ISO = `'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'`;
const bytes = z.instanceof(Uint8Array);
const waitingRow = z.object({
  seq: z.string(),
  lineId: z.string(),
  /** null: somebody removed the line before it was sealed. */
  planId: z.string().nullable(),
  digest: bytes.nullable(),
});
export type Waiting = z.infer<typeof waitingRow>;
const headRow = z.object({ planId: z.string(), number: z.number(), lastLine: z.number(), mac: bytes });
const roundRow = z.object({
  now: z.string(),
  number: z.number().nullable(),
  at: z.string().nullable(),
  since: z.string().nullable(),
  complete: z.boolean().nullable(),
  head: bytes.nullable(),
});
export type Made = Seal & { readonly mac: Buffer; readonly lines: number };

/** Takes lines that wait for their seal, oldest first: they wait no more once this transaction commits. */
export async function takeWaiting(tx: EntityManager, most: number): Promise<Waiting[]> {
  const sql = 'select seq, line_id as "lineId", plan_id as "planId", digest from lines_to_seal($1)';
  const waiting = await rows(tx, waitingRow, sql, [most]);
  if (waiting.length > 0) await tx.query('select lines_sealed($1::bigint[])', [waiting.map(({ seq }) => seq)]);
  return waiting;
}

/** The next seal of every plan that has lines among these. */
export async function sealsOf(
  tx: EntityManager,
  chain: LogChain,
  round: number,
  waiting: readonly Waiting[],
): Promise<Made[]> {
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

/** The round before this one, if there was one, and what time it is. */
export async function lastRound(tx: EntityManager): Promise<z.infer<typeof roundRow>> {
  const iso = (moment: string): string => `to_char(${moment} at time zone 'UTC', ${ISO})`;
  const sql = `select ${iso('clock_timestamp()')} as now, number, ${iso('at')} as at, ${iso('since')} as since, complete, head
    from (values (1)) one left join last_log_round() on true`;
  const [found] = await rows(tx, roundRow, sql);
  if (found === undefined) throw new Error('The database answers nothing');
  return found;
}

export async function keepSeals(tx: EntityManager, made: readonly Made[]): Promise<void> {
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

export async function keepRound(tx: EntityManager, round: Round, head: Uint8Array): Promise<void> {
  await tx.query(
    'insert into log_round (number, at, since, complete, seals, lines, head) values ($1, $2, $3, $4, $5, $6, $7)',
    [round.number, round.at, round.since, round.complete, round.seals, round.lines, head],
  );
}
