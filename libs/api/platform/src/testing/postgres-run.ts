import 'reflect-metadata';
import { randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import type { MigrationInterface } from 'typeorm';
import { startEmbeddedPostgres, stopLeftBehind } from '../embedded-postgres';
import { prepareDatabase } from '../prepare-database';
import { isAlive } from '../processes';

export const TEMPLATE = 'samenplan_template';
const FOLDER = /^samenplan-test-(\d+)-/;

/** Starts the server of one test run and fills the template database. `variables` go to the workers. */
export async function startRun(
  migrations: readonly (new () => MigrationInterface)[],
): Promise<{ variables: Record<string, string>; stop: () => Promise<void> }> {
  await clearCrashedRuns();
  const dataDir = join(tmpdir(), `samenplan-test-${process.pid}-${randomBytes(4).toString('hex')}`);
  mkdirSync(dataDir, { mode: 0o755 });
  const server = await startEmbeddedPostgres(dataDir);
  const stop = async (): Promise<void> => {
    await server.stop();
    rmSync(dataDir, { recursive: true, force: true });
  };
  try {
    const masterKey = randomBytes(32);
    await makeTemplate(server.superuserUrl, server.ownerUrl, masterKey, migrations);
    return {
      variables: {
        SAMENPLAN_TEST_SUPERUSER_URL: server.superuserUrl,
        SAMENPLAN_TEST_OWNER_URL: server.ownerUrl,
        SAMENPLAN_TEST_MASTER_KEY: masterKey.toString('base64url'),
      },
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function makeTemplate(
  superuserUrl: string,
  ownerUrl: string,
  masterKey: Uint8Array,
  migrations: readonly (new () => MigrationInterface)[],
): Promise<void> {
  const superuser = new Client({ connectionString: superuserUrl });
  await superuser.connect();
  try {
    await superuser.query(`create database ${TEMPLATE} owner samenplan_migrate`);
  } finally {
    await superuser.end();
  }
  const url = new URL(ownerUrl);
  url.pathname = `/${TEMPLATE}`;
  await prepareDatabase(
    { databaseUrl: url.href, databaseServeUrl: undefined, databaseLiveUrl: undefined, masterKey },
    migrations,
  );
}

/** Servers and folders of runs whose process was killed. */
async function clearCrashedRuns(): Promise<void> {
  for (const name of readdirSync(tmpdir())) {
    const pid = Number(FOLDER.exec(name)?.[1]);
    if (!Number.isInteger(pid) || isAlive(pid)) continue;
    await stopLeftBehind(join(tmpdir(), name, 'postgres'));
    rmSync(join(tmpdir(), name), { recursive: true, force: true });
  }
}
