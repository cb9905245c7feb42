import { z } from 'zod';
import type { Head, Right } from './update-store';

// What PostgreSQL answers, checked once at the border.
const bytes = z.instanceof(Uint8Array);

export const headRow = z.object({
  seq: z.number(),
  epoch: z.number(),
  history: z.string(),
  schemaVersion: z.number(),
  kind: z.string(),
});
export const loadRow = headRow.extend({ keyId: z.string().nullable() });
export const snapshotRow = z.object({ seq: z.number(), keyId: z.string(), nonce: bytes, payload: bytes });

const sealedUpdate = {
  author: z.string().nullable(),
  session: z.string().nullable(),
  at: z.date(),
  updateEpoch: z.number(),
  keyId: z.string(),
  nonce: bytes,
  payload: bytes,
};
export const updateRow = z.object({ updateSeq: z.number(), ...sealedUpdate });
export type UpdateRow = z.infer<typeof updateRow>;
export const sinceRow = z.union([
  headRow.extend({ updateSeq: z.number(), ...sealedUpdate }),
  headRow.extend({ updateSeq: z.null() }),
]);

const right = { level: z.number(), why: z.string(), ruleId: z.string().nullable(), untilMs: z.number().nullable() };
export const decideRow = z.union([
  headRow.extend({ ...right, alive: z.boolean() }),
  z.object({ seq: z.null(), ...right, alive: z.boolean() }),
]);
const storeRow = z.discriminatedUnion('state', [
  z.object({
    state: z.literal('done'),
    turn: z.number(),
    entry: z.number(),
    epoch: z.number(),
    seq: z.number().nullable(),
    /** Milliseconds since 1970. */
    atMs: z.number().nullable(),
    ...right,
  }),
  z.object({ state: z.enum(['missing', 'behind', 'history-replaced']), turn: z.number(), entry: z.number() }),
  z.object({
    state: z.enum(['login-ended', 'login-unsure']),
    turn: z.literal(0),
    entry: z.literal(0),
    login: z.string(),
  }),
]);
export type StoreRow = z.infer<typeof storeRow>;
export const storeAnswer = z.tuple([z.object({ found: z.array(storeRow) })]);
export const claimRow = z.object({ id: z.number(), made: z.boolean(), owner: z.string().nullable() });
export const leaseRow = z.object({
  id: z.string().nullable(),
  login: z.string().nullable(),
  seq: z.number().nullable(),
  epoch: z.number().nullable(),
  history: z.string().nullable(),
});

export const headOf = (row: z.infer<typeof headRow>): Head => ({
  seq: row.seq,
  epoch: row.epoch,
  historyId: row.history,
  schemaVersion: row.schemaVersion,
  kind: row.kind,
});

export const rightOf = ({ level, why, ruleId, untilMs }: Right): Right => ({ level, why, ruleId, untilMs });
