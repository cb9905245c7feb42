import type { EntityManager } from 'typeorm';

/** Changes of the rules of one plan wait for each other: two at once never leave two rules where one was meant. */
export async function oneAtATime(tx: EntityManager, planId: string): Promise<void> {
  await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 1))', [planId]);
}
