import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import type { Helper } from './acting';
import { rows } from './sql';

const stakeRow = z.object({ what: z.string(), size: z.number() });

/**
 * Levels, ends and places that a helper has in the plan that is decided about, as numbers by name. Two of them tell
 * whether a decision gave the helper anything.
 */
export async function stakesOf(tx: EntityManager, { id, planId }: Helper): Promise<ReadonlyMap<string, number>> {
  const found = await rows(tx, stakeRow, 'select what, size from helper_stakes($1, $2)', [id, planId]);
  return new Map(found.map(({ what, size }) => [what, size]));
}
