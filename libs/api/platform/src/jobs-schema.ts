import { PgBoss } from 'pg-boss';
import type { Client } from 'pg';

export const JOBS_SCHEMA = 'jobs';

/**
 * Makes the tables of pg-boss, or brings them to the version of the library, as the owner; the given role may only use
 * them. Jobs hold the name of their work and nothing else.
 */
export async function prepareJobs(ownerUrl: string, owner: Client, role: string): Promise<void> {
  const boss = new PgBoss({
    connectionString: ownerUrl,
    schema: JOBS_SCHEMA,
    max: 1,
    schedule: false,
    supervise: false,
    registerInstance: false,
    reindex: false,
  });
  let failure: unknown;
  boss.on('error', (error) => (failure = error));
  try {
    await boss.start();
  } finally {
    await boss.stop({ graceful: false });
  }
  if (failure instanceof Error) throw failure;
  await owner.query(`
    grant usage on schema ${JOBS_SCHEMA} to ${role};
    grant select, insert, update, delete on all tables in schema ${JOBS_SCHEMA} to ${role};
    grant usage on all sequences in schema ${JOBS_SCHEMA} to ${role};
    grant execute on all functions in schema ${JOBS_SCHEMA} to ${role};
  `);
}
