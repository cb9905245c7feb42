import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { DataSource, type MigrationInterface } from 'typeorm';
import { MasterKey } from './cipher';
import { SystemClock } from './clock';
import type { Configuration } from './configuration';
import { sqlState } from './database';
import { Encryption } from './encryption';
import { KeyUnavailable } from './keys';
import { PostgresKeyStore } from './postgres-key-store';
import { StartError } from './start-error';

type Settings = Pick<Configuration, 'databaseUrl' | 'databaseServeUrl' | 'databaseLiveUrl' | 'masterKey'>;

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
  { databaseUrl, databaseServeUrl, databaseLiveUrl, masterKey }: Settings,
  migrations: readonly (new () => MigrationInterface)[],
): Promise<{ serveUrl: string; liveUrl: string }> {
  if (databaseUrl === undefined) throw new StartError('DATABASE_URL is missing.');
  const key = new MasterKey(masterKey);
  const owner = await connect(databaseUrl);
  try {
    await owner.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
    const canary = new Canary(owner, new Encryption(key, new PostgresKeyStore(), new SystemClock()));
    await canary.check();
    const [serveUrl, liveUrl] = [
      databaseServeUrl ?? (await ensureRole(owner, databaseUrl, roles.serve, key)),
      databaseLiveUrl ?? (await ensureRole(owner, databaseUrl, roles.live, key)),
    ];
    await migrate(databaseUrl, migrations);
    await canary.ensure();
    return { serveUrl, liveUrl };
  } finally {
    await owner.end();
  }
}

async function connect(url: string): Promise<Client> {
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

/** A login role without special rights, its password derived from the master key: nothing more to keep. */
async function ensureRole(owner: Client, ownerUrl: string, role: string, key: MasterKey): Promise<string> {
  const password = key.derive(`role:${role}`).toString('base64url');
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

/** One key that protects nothing: whether it unwraps says whether MASTER_KEY belongs to this database. */
class Canary {
  constructor(
    private readonly owner: Client,
    private readonly encryption: Encryption,
  ) {}

  async check(): Promise<void> {
    const tables = await this.owner.query<{ there: boolean }>(
      "select to_regclass('keys.data_key') is not null as there",
    );
    const id = tables.rows[0]?.there === true ? await this.#id() : undefined;
    if (id === undefined) return;
    try {
      await this.encryption.seal(this.owner, id, 'canary', Buffer.alloc(0));
    } catch (error) {
      if (!(error instanceof KeyUnavailable)) throw error;
      throw new StartError(
        'MASTER_KEY does not belong to this database: stored text could not be read with it. Set the key this database was made with.',
      );
    }
  }

  async ensure(): Promise<void> {
    if ((await this.#id()) !== undefined) return;
    const others = await this.owner.query('select from keys.data_key limit 1');
    if (others.rowCount !== 0)
      throw new StartError('The key store has lost its check key: restore the key backup of this database.');
    await this.encryption.createKey(this.owner, 'canary', randomUUID(), null);
  }

  async #id(): Promise<string | undefined> {
    const { rows } = await this.owner.query<{ id: string }>("select id from keys.data_key where kind = 'canary'");
    return rows[0]?.id;
  }
}
