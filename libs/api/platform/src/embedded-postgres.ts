import { closeSync, existsSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { execFile, spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Client } from 'pg';
import { postgresBinaries } from './postgres-binaries';
import { keepLocalSecret } from './local-secrets';
import { commandLine, ended, isAlive, isListed } from './processes';
import { prepareFolderFor, serverUser, type ServerUser } from './server-user';
import { StartError } from './start-error';

const SUPERUSER = 'samenplan_bootstrap';
const OWNER = 'samenplan_migrate';
const DATABASE = 'samenplan';

export interface EmbeddedPostgres {
  /** The database as its owner, a role without superuser rights. */
  readonly ownerUrl: string;
  /** For tests and bootstrapping only: this role passes row-level security. */
  readonly superuserUrl: string;
  readonly port: number;
  /** Ends the server after the transactions that run; resolves when its process is gone. */
  stop(): Promise<void>;
}

/**
 * Starts PostgreSQL on `dataDir/postgres`, makes the cluster on the first start, and recovers when an earlier
 * process was killed: a server that still runs on this folder is stopped first. Durability stays on.
 * @param wantedPort absent: any that is free
 * @throws StartError with one sentence when the folder can't be used or the server doesn't start
 */
export async function startEmbeddedPostgres(dataDir: string, wantedPort?: number): Promise<EmbeddedPostgres> {
  const password = keepLocalSecret(dataDir, 'postgres-password', 32);
  const binaries = await postgresBinaries();
  const user = await serverUser();
  const cluster = join(dataDir, 'postgres');
  prepareFolderFor(user, dataDir, binaries.postgres);
  await stopLeftBehind(cluster);
  if (!existsSync(join(cluster, 'PG_VERSION'))) await createCluster(cluster, binaries.initdb, user, password);
  const { pid, port } = await launch(cluster, binaries.postgres, user, join(dataDir, 'postgres.log'), wantedPort);
  const address = (role: string, database: string): string =>
    `postgresql://${role}:${password}@127.0.0.1:${port}/${database}`;
  const stop = async (): Promise<void> => {
    if (isAlive(pid)) process.kill(pid, 'SIGINT');
    if (!(await ended(pid, 30_000))) process.kill(pid, 'SIGQUIT');
  };
  try {
    await ensureOwner(address(SUPERUSER, 'postgres'), password);
  } catch (error) {
    await stop();
    throw error;
  }
  return { ownerUrl: address(OWNER, DATABASE), superuserUrl: address(SUPERUSER, 'postgres'), port, stop };
}

/** initdb in a folder of its own, renamed when complete: a kill halfway leaves nothing that looks like a cluster. */
async function createCluster(cluster: string, initdb: string, user: ServerUser, password: string): Promise<void> {
  const draft = `${cluster}.new`;
  const passwordFile = `${draft}.password`;
  rmSync(draft, { recursive: true, force: true });
  rmSync(passwordFile, { force: true });
  try {
    user.makeFolder(draft);
    writeFileSync(passwordFile, password, { mode: 0o600 });
    user.give(passwordFile);
    await promisify(execFile)(
      initdb,
      [
        `--pgdata=${draft}`,
        `--username=${SUPERUSER}`,
        `--pwfile=${passwordFile}`,
        '--auth=scram-sha-256',
        '--encoding=UTF8',
        '--locale-provider=builtin',
        '--builtin-locale=C.UTF-8',
        '--locale=C',
        '--data-checksums',
      ],
      { cwd: '/', ...user.ids },
    );
    renameSync(draft, cluster);
  } catch (error) {
    const said =
      error instanceof Error && 'stderr' in error ? String(error.stderr).trim().split('\n').at(-1) : String(error);
    throw new StartError(`PostgreSQL could not make its files in ${cluster}: ${said}`);
  } finally {
    rmSync(passwordFile, { force: true });
  }
}

interface PidFile {
  readonly pid: number;
  readonly status: string;
}

function readPidFile(cluster: string): PidFile | undefined {
  try {
    const lines = readFileSync(join(cluster, 'postmaster.pid'), 'utf8').split('\n');
    return { pid: Number(lines[0]), status: (lines[7] ?? '').trim() };
  } catch {
    return undefined; // No server has the folder.
  }
}

/**
 * After `kill -9` of the product its server may still run: it is stopped, so that this process owns the next one.
 * A pid file whose number now belongs to another program (common in containers) would keep PostgreSQL from
 * starting and is removed; one whose process is gone is left for PostgreSQL, which checks more than the number.
 */
export async function stopLeftBehind(cluster: string): Promise<void> {
  const left = readPidFile(cluster);
  if (left === undefined) return;
  if (!isAlive(left.pid)) return forgetKilled(cluster, left.pid);
  const command = commandLine(left.pid) ?? '';
  if (!(command.includes('postgres') && command.includes(cluster))) {
    return disown(cluster);
  }
  process.kill(left.pid, 'SIGINT');
  if (await ended(left.pid, 20_000)) return;
  process.kill(left.pid, 'SIGQUIT');
  if (!(await ended(left.pid, 5_000)))
    throw new StartError(
      `A PostgreSQL server of an earlier run (process ${left.pid}) doesn't stop: end it and start again.`,
    );
}

/** Larger than any process id of any system. */
const NOBODY = 2_147_483_646;

/**
 * Names nobody in the pid file. The rest of it stays: by it PostgreSQL itself refuses to start while processes of the
 * killed server still hold its shared memory, which removing the file would hide.
 */
function disown(cluster: string): void {
  const path = join(cluster, 'postmaster.pid');
  writeFileSync(path, readFileSync(path, 'utf8').replace(/^\d+/, String(NOBODY)));
}

/** PostgreSQL does not start while the system still lists the killed one: without an init that is for ever. */
async function forgetKilled(cluster: string, pid: number): Promise<void> {
  const deadline = Date.now() + 5_000;
  while (isListed(pid)) {
    if (Date.now() > deadline) return disown(cluster);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

/** Starts the server in a process group of its own: Ctrl-C reaches only the product, which stops it last. */
async function launch(
  cluster: string,
  postgres: string,
  user: ServerUser,
  logPath: string,
  wantedPort: number | undefined,
): Promise<{ pid: number; port: number }> {
  for (let attempt = 1; ; attempt += 1) {
    const port = wantedPort ?? (await freePort());
    const log = openSync(logPath, 'w', 0o600);
    const server = spawn(postgres, ['-D', cluster, '-p', String(port), ...settings], {
      cwd: '/',
      detached: true,
      stdio: ['ignore', log, log],
      ...user.ids,
    });
    closeSync(log);
    const gone = new Promise<'gone'>((resolve) => {
      server.once('exit', () => resolve('gone'));
      server.once('error', () => resolve('gone'));
    });
    if (server.pid !== undefined && (await Promise.race([gone, ready(cluster, server.pid)])) === 'ready') {
      server.unref();
      return { pid: server.pid, port };
    }
    // Another program may have taken the port between the look and the start.
    const said = readFileSync(logPath, 'utf8')
      .trim()
      .split('\n')
      .findLast((line) => /FATAL|PANIC/.test(line));
    if (attempt === 3 || !said?.includes('socket'))
      throw new StartError(`PostgreSQL does not start on ${cluster}: ${said ?? 'see'} (${logPath})`);
  }
}

const settings = Object.entries({
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  fsync: 'on',
  synchronous_commit: 'on',
  full_page_writes: 'on',
  max_connections: '120',
  jit: 'off',
  // Rows and parameters never reach the server's log.
  log_error_verbosity: 'terse',
  log_parameter_max_length: '0',
  log_parameter_max_length_on_error: '0',
  log_min_error_statement: 'panic',
}).flatMap(([name, value]) => ['-c', `${name}=${value}`]);

async function ready(cluster: string, pid: number): Promise<'ready' | 'gone'> {
  while (isAlive(pid)) {
    const file = readPidFile(cluster);
    if (file?.pid === pid && file.status === 'ready') return 'ready';
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return 'gone';
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve, reject) => probe.once('error', reject).listen(0, '127.0.0.1', resolve));
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  if (address === null || typeof address === 'string')
    throw new StartError('No free port on 127.0.0.1 for PostgreSQL.');
  return address.port;
}

/** The superuser makes one ordinary owner and its database, and is not used again. */
async function ensureOwner(superuserUrl: string, password: string): Promise<void> {
  const client = new Client({ connectionString: superuserUrl });
  await client.connect();
  try {
    const has = async (sql: string, name: string): Promise<boolean> => (await client.query(sql, [name])).rowCount === 1;
    const secret = client.escapeLiteral(password);
    if (!(await has('select from pg_roles where rolname = $1', OWNER)))
      await client.query(`create role ${OWNER} login createrole nosuperuser nobypassrls password ${secret}`);
    if (!(await has('select from pg_database where datname = $1', DATABASE))) {
      await client.query(`create database ${DATABASE} owner ${OWNER}`);
      await client.query(`revoke all on database ${DATABASE} from public`);
    }
  } finally {
    await client.end();
  }
}
