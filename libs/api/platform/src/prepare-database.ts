import { Client } from 'pg';
import { DataSource, type MigrationInterface } from 'typeorm';
import { Canary } from './canary';
import { MasterKey } from './cipher';
import type { Configuration } from './configuration';
import { sqlState } from './database';
import { prepareJobs } from './jobs-schema';
import { LOG_CHAIN } from './kept-secret';
import { StartError } from './start-error';

type Settings = Pick<Configuration, 'databaseUrl' | 'databaseServeUrl' | 'databaseLiveUrl' | 'masterKey'> &
  Partial<Pick<Configuration, 'previousMasterKeys'>>;

/** Any number, the same in every version: instances that start together migrate one after another. */
const MIGRATION_LOCK = 7_263_001;
const roles = { serve: 'samenplan_serve', live: 'samenplan_live' } as const;

/**
 * Brings the database to this version, as its owner: login roles, migrations, and proof that the master key fits.
 * Safe when several instances start at once.
 * @returns addresses of the two roles that the product works as
 * @throws StartError with one sentence: unreachable database, wrong credentials, wrong master key
 */
export async function prepareDatabase(
  { databaseUrl, databaseServeUrl, databaseLiveUrl, masterKey, previousMasterKeys }: Settings,
  migrations: readonly (new () => MigrationInterface)[],
): Promise<{ serveUrl: string; liveUrl: string }> {
  if (databaseUrl === undefined) throw new StartError('DATABASE_URL is missing.');
  const owner = await connectOwner(databaseUrl);
  try {
    await owner.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
    const canary = new Canary(owner, new MasterKey(masterKey, previousMasterKeys));
    await canary.check();
    const passwords = { serve: await canary.rolePassword(roles.serve), live: await canary.rolePassword(roles.live) };
    const [serveUrl, liveUrl] = [
      databaseServeUrl ?? (await ensureRole(owner, databaseUrl, roles.serve, passwords.serve)),
      databaseLiveUrl ?? (await ensureRole(owner, databaseUrl, roles.live, passwords.live)),
    ];
    await migrate(databaseUrl, migrations);
    await prepareJobs(databaseUrl, owner, roles.serve);
    await canary.ensure();
    for (const role of [roles.serve, roles.live]) await canary.rolePassword(role); // Now there is a place to keep them.
    await canary.keepSecret(LOG_CHAIN);
    return { serveUrl, liveUrl };
  } finally {
    await owner.end();
  }
}

/**
 * A connection as the owner of the database.
 * @throws StartError in one sentence, without the password
 */
export async function connectOwner(url: string): Promise<Client> {
  const client = new Client({
    connectionString: url,
    connectionTimeoutMillis: 10_000,
    application_name: 'samenplan-migrate',
  });
  // The server may end the connection while it waits; the query that follows reports it.
  client.on('error', () => undefined);
  try {
    await client.connect();
    return client;
  } catch (error) {
    throw new StartError(`The database at ${place(url)} ${whyRefused(error)}: check DATABASE_URL.`);
  }
}

/** Host, port and name; never the password. */
function place(url: string): string {
  const { host, pathname } = new URL(url);
  return `${host}${pathname}`;
}

function whyRefused(error: unknown): string {
  const state = sqlState(error);
  if (state === '28P01' || state === '28000') return 'refuses this user or password';
  if (state === '3D000') return 'does not exist';
  if (state === 'ENOTFOUND' || state === 'EAI_AGAIN') return "can't be found under that name";
  return "can't be reached";
}

async function migrate(url: string, migrations: readonly (new () => MigrationInterface)[]): Promise<void> {
  const source = new DataSource({
    type: 'postgres',
    url,
    entities: [],
    migrations: [...migrations],
    migrationsTableName: 'migration',
    synchronize: false,
    logging: false,
    poolSize: 1,
  });
  await source.initialize();
  try {
    await source.runMigrations({ transaction: 'each' });
  } finally {
    await source.destroy();
  }
}

/** A login role without special rights. */
async function ensureRole(owner: Client, ownerUrl: string, role: string, password: string): Promise<string> {
  const { rows } = await owner.query<{ special: boolean }>(
    'select rolsuper or rolbypassrls as special from pg_roles where rolname = $1',
    [role],
  );
  if (rows[0]?.special === true)
    throw new StartError(
      `The database role ${role} may pass row-level security: take SUPERUSER and BYPASSRLS from it.`,
    );
  await changeRole(owner, role, password);
  const database = owner.escapeIdentifier(decodeURIComponent(new URL(ownerUrl).pathname.slice(1)));
  await owner.query(`grant connect on database ${database} to ${role}`);
  const url = new URL(ownerUrl);
  url.username = role;
  url.password = password;
  return url.href;
}

async function changeRole(owner: Client, role: string, password: string): Promise<void> {
  const secret = owner.escapeLiteral(password);
  for (let attempt = 1; ; attempt += 1) {
    try {
      const known = await owner.query('select from pg_roles where rolname = $1', [role]);
      await owner.query(
        known.rowCount === 0
          ? `create role ${role} login nosuperuser nobypassrls password ${secret}`
          : `alter role ${role} password ${secret}`,
      );
      return;
    } catch (error) {
      const state = sqlState(error);
      if (state === '42501')
        throw new StartError(
          `The owner of the database may not make or change role ${role}: make both roles yourself and set DATABASE_SERVE_URL and DATABASE_LIVE_URL.`,
        );
      // Roles belong to the whole server: another database may be prepared at this moment ('tuple concurrently updated').
      if (attempt === 10 || !(state === 'XX000' || state === '42710' || state === '23505')) throw error;
    }
  }
}
