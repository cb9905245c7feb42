import type { Encryption } from '@samenplan/api/platform';
import type { Client } from 'pg';
import { z } from 'zod';
import type { LogChain } from './log-chain';
import { AUDIT_CHAIN, REFUSAL_CHAIN, type LogFault } from './log-faults';
import type { Head } from './log-heads';
import { forgedLines } from './log-words-check';
import { streamed } from './streamed-rows';

/** How long a line may wait for its seal; docs/operations.md has the alarm. */
const SEALED_WITHIN = '60 seconds';
/** How long a transaction may take at most between its line and its commit: far more than the time limits of the product. */
const LATE = '10 minutes';
const AHEAD = '1 minute';

const digestOf = (array: string): string => `sha256(convert_to((${array})::text, 'UTF8'))`;
const COLUMNS = `l.id, l.plan_id, l.section_id, l.at at time zone 'UTC', l.person_id, l.on_behalf_of, l.action, l.outcome,
  l.type, l.why, l.rule_id, l.emergency, l.network_address, l.source, l.trace_id, encode(l.details, 'hex')`;

/** A table whose rows are sealed, and every column of such a row as the functions in the database digest it too. */
interface SealedTable {
  readonly table: string;
  /** Which chains are its: of a row `s` of the seals. */
  readonly chains: string;
  readonly digest: string;
}
const TABLES: readonly SealedTable[] = [
  {
    table: 'public.access_log',
    chains: `s.plan_id not in ('${REFUSAL_CHAIN}', '${AUDIT_CHAIN}')`,
    // A line from before the last two columns has neither.
    digest: digestOf(`case when l.helper_id is null and l.sensitivity is null then json_build_array(${COLUMNS})
      else json_build_array(${COLUMNS}, l.helper_id, l.sensitivity) end`),
  },
  {
    table: 'public.access_refusal',
    chains: `s.plan_id = '${REFUSAL_CHAIN}'`,
    digest: digestOf(`json_build_array('refusal', l.id, l.person_id, l.object_id, l.hour at time zone 'UTC',
      l.at at time zone 'UTC', l.network_address, l.trace_id)`),
  },
  {
    table: 'public.audit_look',
    chains: `s.plan_id = '${AUDIT_CHAIN}'`,
    digest: digestOf(`json_build_array('audit-look', l.id, l.at at time zone 'UTC', l.person_id,
      l.from_at at time zone 'UTC', l.to_at at time zone 'UTC', l.network_address, l.trace_id)`),
  },
];
const iso = (moment: string): string => `to_char(${moment} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;

const SEALS = `select plan_id as "planId", number, round, first_line as "firstLine", cardinality(line_ids) as lines,
    line_ids::text as "lineIds", digests::text as digests, previous, mac
  from public.log_seal where $1::uuid is null or plan_id = $1 order by plan_id, number`;
// The product's own line of a rule that ended by the clock is dated at that end, however late the product notices. The
// first seals of a chain may hold what was written before there was one, up to a round that left nothing.
const linesOf = ({ table, chains, digest }: SealedTable): string => `
  select s.plan_id as "planId", s.first_line + e.nth::integer - 1 as line,
    case when l.id is null then 'missing' when ${digest} is distinct from e.digest then 'changed' else 'inserted' end as kind
  from public.log_seal s cross join lateral unnest(s.line_ids, s.digests) with ordinality e(id, digest, nth)
    left join ${table} l on l.id = e.id left join public.log_round r on r.number = s.round
  where ${chains} and ($1::uuid is null or s.plan_id = $1) and (l.id is null or ${digest} is distinct from e.digest
    or l.at > r.at + interval '${AHEAD}' or l.at < r.since - interval '${LATE}' and ${backdated(table)})
  order by s.plan_id, s.number, e.nth`;
const backdated = (table: string): string =>
  table === 'public.access_log'
    ? `not (l.person_id is null and l.type = 'right-ended' and exists (select from public.access_rule a
        where a.id = l.rule_id and a.plan_id = l.plan_id and a.ends_at = l.at))`
    : `s.round > coalesce((select min(c.number) from public.log_round c where c.complete and c.number >=
        (select f.round from public.log_seal f where f.plan_id = s.plan_id and f.number = 1)), 0)`;
const uncoveredIn = ({ table, chains }: SealedTable): string => `
  select ${planOf(table)} as "planId", l.id as "lineId",
    case when q.line_id is null then 'unknown' when q.at < clock_timestamp() - interval '${SEALED_WITHIN}' then 'unsealed'
      else 'waits' end as kind
  from ${table} l left join (select unnest(s.line_ids) as id from public.log_seal s where ${chains}) c on c.id = l.id
    left join public.log_unsealed q on q.line_id = l.id
  where c.id is null and ($1::uuid is null or ${planOf(table)} = $1)`;
const planOf = (table: string): string =>
  table === 'public.access_log'
    ? 'l.plan_id'
    : `'${table === 'public.audit_look' ? AUDIT_CHAIN : REFUSAL_CHAIN}'::uuid`;
const ROUNDS = `select number, ${iso('at')} as at, ${iso('since')} as since, complete, seals, lines, head,
    array(select json_build_array(plan_id, number, encode(mac, 'hex'))::text from public.log_seal s where s.round = r.number) as made
  from public.log_round r order by number`;

const bytes = z.instanceof(Uint8Array);
const sealRow = z.object({
  planId: z.string(),
  number: z.number(),
  round: z.number(),
  firstLine: z.number(),
  lines: z.number(),
  lineIds: z.string(),
  digests: z.string(),
  previous: bytes.nullable(),
  mac: bytes,
});
const lineRow = z.object({ planId: z.string(), line: z.number(), kind: z.enum(['missing', 'changed', 'inserted']) });
const uncoveredRow = z.object({
  planId: z.string(),
  lineId: z.string(),
  kind: z.enum(['unknown', 'unsealed', 'waits']),
});
const roundRow = z.object({
  number: z.number(),
  at: z.string(),
  since: z.string().nullable(),
  complete: z.boolean(),
  seals: z.number(),
  lines: z.number(),
  head: bytes,
  made: z.array(z.string()),
});
const madeRow = z.tuple([z.string(), z.number(), z.string()]);

export interface LogVerification {
  readonly plans: number;
  readonly seals: number;
  /** Lines that a seal covers. */
  readonly lines: number;
  /** Lines of this minute that wait for their seal. */
  readonly waiting: number;
  readonly rounds: number;
  /** Heads kept outside that were compared. */
  readonly heads: number;
  readonly faults: number;
}

interface Verified {
  readonly planId?: string | null;
  readonly heads?: readonly Head[];
  readonly words?: Encryption | null;
}

/**
 * Looks whether the access log is whole: every line as it was sealed, every seal in its chain, and the chain as it is
 * known outside the database. Reads as a stream, in one snapshot.
 * @param owner a connection as the owner of the database, not in a transaction
 * @param planId only the lines and seals of this plan; rounds are always looked at as a whole
 * @param heads kept outside; read before the snapshot, so that it knows all of them
 * @param words opens the words of every line too, and so finds lines that the owner of the database put in
 */
export async function verifyLog(
  owner: Client,
  chain: LogChain,
  { planId = null, heads = [], words = null }: Verified,
  report: (fault: LogFault) => void,
): Promise<LogVerification> {
  await owner.query('begin isolation level repeatable read read only');
  try {
    // Functions and types of PostgreSQL itself only, whatever stands in other schemas.
    await owner.query(`set local search_path = pg_catalog, pg_temp; set local bytea_output = 'hex';
      set local cursor_tuple_fraction = 1; set local work_mem = '64MB'`);
    return await new Verification(owner, chain, planId, report).run(heads, words);
  } finally {
    await owner.query('rollback');
  }
}

class Verification {
  #faults = 0;

  constructor(
    private readonly owner: Client,
    private readonly chain: LogChain,
    private readonly planId: string | null,
    private readonly report: (fault: LogFault) => void,
  ) {}

  async run(heads: readonly Head[], words: Encryption | null): Promise<LogVerification> {
    const seals = await this.#seals();
    let waiting = 0;
    for (const table of TABLES) {
      for await (const fault of streamed(this.owner, linesOf(table), lineRow, [this.planId])) this.#fault(fault);
      for await (const { kind, ...line } of streamed(this.owner, uncoveredIn(table), uncoveredRow, [this.planId]))
        if (kind === 'waits') waiting += 1;
        else this.#fault({ kind, ...line });
    }
    if (words !== null)
      for await (const line of forgedLines(this.owner, words, this.planId)) this.#fault({ kind: 'forged', ...line });
    const rounds = await this.#rounds(heads);
    return { ...seals, waiting, rounds, heads: heads.length, faults: this.#faults };
  }

  async #seals(): Promise<Pick<LogVerification, 'plans' | 'seals' | 'lines'>> {
    const counts = { plans: 0, seals: 0, lines: 0 };
    let before: z.infer<typeof sealRow> | undefined;
    for await (const seal of streamed(this.owner, SEALS, sealRow, [this.planId])) {
      const { planId, number } = seal;
      if (before?.planId !== planId) before = undefined;
      counts.plans += before === undefined ? 1 : 0;
      counts.seals += 1;
      counts.lines += seal.lines;
      if (!same(this.chain.seal(seal), seal.mac)) this.#fault({ kind: 'seal-changed', planId, seal: number });
      if (number !== (before?.number ?? 0) + 1) this.#fault({ kind: 'seals-missing', planId, seal: number });
      else if (!follows(seal, before)) this.#fault({ kind: 'seal-moved', planId, seal: number });
      before = seal;
    }
    return counts;
  }

  async #rounds(heads: readonly Head[]): Promise<number> {
    const outside = new Map<number, Set<string>>();
    for (const { round, head } of heads) outside.set(round, (outside.get(round) ?? new Set()).add(head));
    let before: { readonly number: number; readonly head: Uint8Array } | undefined;
    let count = 0;
    for await (const { made, head, ...round } of streamed(this.owner, ROUNDS, roundRow, [])) {
      const { number } = round;
      const known = outside.get(number) ?? new Set();
      outside.delete(number);
      for (const one of known)
        if (one !== Buffer.from(head).toString('hex')) this.#fault({ kind: 'head-differs', round: number });
      if (number === (before?.number ?? 0) + 1) {
        const seals = made.map((text) => {
          const [planId, nth, mac] = madeRow.parse(JSON.parse(text));
          return { planId, number: nth, mac: Buffer.from(mac, 'hex') };
        });
        if (!same(this.chain.head(round, before?.head ?? null, seals), head))
          this.#fault({ kind: 'round-changed', round: number });
      } else this.#fault({ kind: 'rounds-missing', round: number });
      before = { number, head };
      count += 1;
    }
    for (const round of outside.keys()) this.#fault({ kind: 'head-missing', round });
    return count;
  }

  #fault(fault: LogFault): void {
    this.#faults += 1;
    this.report(fault);
  }
}

type Placed = Pick<z.infer<typeof sealRow>, 'firstLine' | 'lines' | 'previous' | 'mac'>;
const follows = (seal: Placed, before: Placed | undefined): boolean =>
  seal.firstLine === (before === undefined ? 1 : before.firstLine + before.lines) &&
  (before === undefined ? seal.previous === null : same(seal.previous, before.mac));

const same = (one: Uint8Array | null, other: Uint8Array): boolean =>
  one !== null && Buffer.compare(Buffer.from(one), Buffer.from(other)) === 0;
