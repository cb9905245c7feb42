import { createHmac } from 'node:crypto';
import { LOG_CHAIN, openSecret, rowsOf, type Encryption, type Queryable } from '@samenplan/api/platform';
import { z } from 'zod';

/** A batch of lines of one plan, as it stands in `log_seal` without its MAC. */
export interface Seal {
  readonly planId: string;
  /** 1, 2, 3 ... in the plan. */
  readonly number: number;
  readonly round: number;
  /** Place of its first line among the lines of the plan, from 1 on. */
  readonly firstLine: number;
  /** Ids and digests of its lines as PostgreSQL writes arrays of uuid and bytea: `{a,b}` and `{"\\x01","\\x02"}`. */
  readonly lineIds: string;
  readonly digests: string;
  /** MAC of the plan's seal before this one. */
  readonly previous: Uint8Array | null;
}

/** One run of the job over all plans, as it stands in `log_round` without its head. Moments as ISO with microseconds. */
export interface Round {
  readonly number: number;
  readonly at: string;
  readonly since: string | null;
  readonly complete: boolean;
  readonly seals: number;
  readonly lines: number;
}

/** What a round says of one seal: plan, number in the plan, MAC. */
export type Sealed = Pick<Seal, 'planId' | 'number'> & { readonly mac: Uint8Array };

const hex = (bytes: Uint8Array | null): string | null => (bytes === null ? null : Buffer.from(bytes).toString('hex'));

/**
 * MACs of the chain (HMAC-SHA256). A seal covers its lines, its place and the plan's seal before it; the head of a round
 * covers the seals of that round and, by the head before it, everything ever sealed.
 */
export class LogChain {
  constructor(private readonly key: Uint8Array) {}

  /**
   * With the key of this installation.
   * @throws Error when the database has lost it, KeyUnavailable, SealBroken
   */
  static async open(db: Queryable, encryption: Encryption): Promise<LogChain> {
    const found = z
      .array(z.object({ sealed: z.instanceof(Uint8Array).nullable() }))
      .parse(rowsOf(await db.query('select public.log_chain_key() as sealed', [])));
    const sealed = found[0]?.sealed ?? null;
    if (sealed === null) throw new Error('The key of the log chain is missing');
    return new LogChain(Buffer.from(await openSecret(db, encryption, LOG_CHAIN, sealed), 'base64url'));
  }

  seal({ planId, number, round, firstLine, lineIds, digests, previous }: Seal): Buffer {
    return this.#mac(['seal', 1, planId, number, round, firstLine, lineIds, digests, hex(previous)]);
  }

  /** @param seals of this round, in any order */
  head(
    { number, at, since, complete, seals, lines }: Round,
    previous: Uint8Array | null,
    made: readonly Sealed[],
  ): Buffer {
    const each = made
      .map(({ planId, number: nth, mac }) => [planId, nth, hex(mac)] as const)
      .sort(([one, first], [other, second]) => (one === other ? first - second : one < other ? -1 : 1));
    return this.#mac(['round', 1, number, at, since, complete, seals, lines, hex(previous), each]);
  }

  #mac(what: readonly unknown[]): Buffer {
    return createHmac('sha256', this.key).update(JSON.stringify(what)).digest();
  }
}

export const uuidArray = (ids: readonly string[]): string => `{${ids.join(',')}}`;
export const byteaArray = (values: readonly Uint8Array[]): string =>
  `{${values.map((bytes) => `"\\\\x${Buffer.from(bytes).toString('hex')}"`).join(',')}}`;
