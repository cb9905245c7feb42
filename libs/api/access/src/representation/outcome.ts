import { Problem } from '@samenplan/api/platform';
import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import { Refused } from '../refusals';
import { rows } from '../sql';

const outcomes = [
  'ok',
  'not-found',
  'not-allowed',
  'recipient-unknown',
  'mandate-not-possible',
  'end-invalid',
  'conflict',
] as const;
export type Outcome = (typeof outcomes)[number];
const outcomeRow = z.object({ outcome: z.enum(outcomes) });

/** What a function of the database about mandates or closed sections answered. */
export async function outcomeOf(tx: EntityManager, sql: string, parameters: unknown[]): Promise<Outcome> {
  const [found] = await rows(tx, outcomeRow, sql, parameters);
  return found?.outcome ?? 'not-found';
}

/** @throws Refused, or the Problem of that outcome */
export function demandOk(outcome: Outcome, planId: string): void {
  if (outcome === 'ok') return;
  if (outcome === 'not-found' || outcome === 'not-allowed') throw new Refused(planId, outcome);
  throw new Problem(outcome);
}
