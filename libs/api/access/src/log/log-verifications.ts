import type { Client } from 'pg';
import type { LogFault } from './log-faults';
import type { LogVerification } from './log-verifier';

/**
 * Keeps what a verification of the whole log found, for the report of the privacy officer: counts, never an id.
 * @param owner a connection as the owner of the database
 */
export async function keepVerification(
  owner: Client,
  { lines, heads, faults }: LogVerification,
  kinds: ReadonlyMap<LogFault['kind'], number>,
): Promise<void> {
  await owner.query('insert into public.log_verification (lines, heads, faults, kinds) values ($1, $2, $3, $4)', [
    lines,
    heads,
    faults,
    Object.fromEntries(kinds),
  ]);
}
