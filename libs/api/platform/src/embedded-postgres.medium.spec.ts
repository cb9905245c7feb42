import { spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { claimDataFolder, readRunning } from './data-folder';
import { startEmbeddedPostgres, type EmbeddedPostgres } from './embedded-postgres';
import { isAlive } from './processes';

const folders: string[] = [];
const servers: EmbeddedPostgres[] = [];
const folder = (): string => {
  const path = mkdtempSync(join(tmpdir(), 'samenplan-embedded-'));
  chmodSync(path, 0o755);
  folders.push(path);
  return path;
};
const start = async (dataDir: string): Promise<EmbeddedPostgres> => {
  const server = await startEmbeddedPostgres(dataDir);
  servers.push(server);
  return server;
};
const query = async (url: string, sql: string): Promise<Record<string, unknown>[]> => {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
};
const pidOf = (dataDir: string): number =>
  Number(readFileSync(join(dataDir, 'postgres/postmaster.pid'), 'utf8').split('\n')[0]);

afterAll(async () => {
  for (const server of servers) await server.stop();
  for (const path of folders) rmSync(path, { recursive: true, force: true });
});

describe('the embedded PostgreSQL', () => {
  it('belongs to an ordinary role, keeps what is written with durability on, and comes back after a stop', async () => {
    const dataDir = folder();
    const first = await start(dataDir);
    await query(first.ownerUrl, 'create table kept (n int)');
    await query(first.ownerUrl, 'insert into kept values (1)');
    const [settings] = await query(
      first.ownerUrl,
      "select current_setting('fsync') as fsync, current_setting('synchronous_commit') as commit, (select rolsuper from pg_roles where rolname = current_user) as super",
    );
    expect(settings).toEqual({ fsync: 'on', commit: 'on', super: false });
    const pid = pidOf(dataDir);
    await first.stop();
    expect(isAlive(pid)).toBe(false);
    const second = await start(dataDir);
    expect(await query(second.ownerUrl, 'select n from kept')).toEqual([{ n: 1 }]);
    expect(statSync(join(dataDir, 'postgres-password')).mode & 0o777).toBe(0o600);
    await second.stop();
  });

  it('takes over from a server that a killed process left running', async () => {
    const dataDir = folder();
    const left = await start(dataDir);
    const pid = pidOf(dataDir);
    await query(left.ownerUrl, 'create table kept (n int)');
    const next = await start(dataDir);
    expect(isAlive(pid)).toBe(false);
    expect(await query(next.ownerUrl, 'select n from kept')).toEqual([]);
    await next.stop();
  });

  it('starts when the server itself was killed, and when its number belongs to another program now', async () => {
    const dataDir = folder();
    const killed = await start(dataDir);
    const pid = pidOf(dataDir);
    process.kill(pid, 'SIGKILL');
    await killed.stop();
    const after = await start(dataDir);
    await after.stop();
    const other = spawn('sleep', ['60']);
    writeFileSync(
      join(dataDir, 'postgres/postmaster.pid'),
      `${other.pid}\n${dataDir}/postgres\n1\n1\n\n127.0.0.1\n\nready\n`,
    );
    const last = await start(dataDir);
    expect(isAlive(other.pid ?? 0)).toBe(true);
    other.kill();
    await last.stop();
  });

  it('says in one sentence that its user can not reach the folder', async () => {
    if (process.getuid?.() !== 0) return; // Others run it as themselves.
    const closed = folder();
    mkdirSync(join(closed, 'inside'));
    chmodSync(closed, 0o700);
    await expect(startEmbeddedPostgres(join(closed, 'inside'))).rejects.toMatchObject({
      name: 'StartError',
      message: expect.stringContaining(closed),
    });
    expect(existsSync(join(closed, 'inside/postgres'))).toBe(false);
  });
});

describe('the claim on a data folder', () => {
  it('keeps a second start away while the first runs, and tells local tools where it is', () => {
    const dataDir = folder();
    const other = spawn('sleep', ['60']);
    const claim = claimDataFolder(dataDir, 4000, { exclusive: true });
    claim.announce('postgresql://owner@localhost/x');
    expect(readRunning(dataDir)).toMatchObject({
      pid: process.pid,
      port: 4000,
      ownerUrl: 'postgresql://owner@localhost/x',
    });
    expect(statSync(join(dataDir, 'running.json')).mode & 0o777).toBe(0o600);
    const running = readRunning(dataDir);
    writeFileSync(join(dataDir, 'running.json'), JSON.stringify({ ...running, pid: other.pid }));
    expect(readRunning(dataDir)).toBeUndefined(); // Another process that happens to have the number.
    other.kill();
    claim.release();
    expect(existsSync(join(dataDir, 'running.json'))).toBe(false);
  });
});
