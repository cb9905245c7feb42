import type { EntityManager } from 'typeorm';
import type { Access } from '../access';
import type { Acting } from '../acting';
import { Refused } from '../refusals';
import type { Standing } from '../standing';

/** Somebody who may read the log of a plan, and what it may be about: the plan and its sections. */
export interface LogReading {
  readonly standing: Standing;
  readonly objects: readonly string[];
}

/**
 * The log is for who decides about the plan or a section of it; row-level security leaves each the lines of those.
 * @throws Refused
 */
export async function requireLogReader(
  access: Access,
  tx: EntityManager,
  acting: Acting,
  planId: string,
): Promise<LogReading> {
  const standing = await access.require(tx, acting, planId, null, 'see');
  const sections = standing.rules.sections.map(({ id }) => id);
  if (![null, ...sections].some((id) => standing.meets(id, 'manage'))) throw new Refused(planId, 'not-allowed');
  return { standing, objects: [planId, ...sections] };
}
