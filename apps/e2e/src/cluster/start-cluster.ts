import { rm } from 'node:fs/promises';
import { claimDataFolder } from '@samenplan/api/platform';
import { startRedis, type RedisServer } from '@samenplan/api/platform/testing';
import { freePort, newDataFolder, type Installation } from '../product';
import { startDatabase, type ClusterDatabase } from './cluster-database';
import { Instance } from './instance';
import { endLeftBehind, keepPids } from './left-behind';
import { startReverseProxy } from './reverse-proxy';

export interface ClusterOptions {
  /** How many api processes; default 3. */
  readonly instances?: number;
  /** Kept when given; absent: a temporary one that goes with the cluster. */
  readonly dataDir?: string;
  /** Of the reverse proxy; absent: any that is free. */
  readonly port?: number;
  /** A database of one's own, migrated by the first instance; absent: embedded PostgreSQL. */
  readonly databaseUrl?: string;
  /** Further variables of every instance. */
  readonly settings?: NodeJS.ProcessEnv;
  /** Hears what is being started. */
  readonly say?: (line: string) => void;
}

/** The built product as several processes on this machine. */
export interface Cluster extends Installation {
  /** Address of the reverse proxy; `instances[n].url` are the addresses past it. */
  readonly url: string;
  readonly instances: readonly Instance[];
  readonly redis: RedisServer;
  readonly postgres: ClusterDatabase;
  /** Ends every process that was started, frozen ones too. */
  close(): Promise<void>;
}

/**
 * PostgreSQL, Redis, several api processes (`npm run build` comes first) and a reverse proxy in this process, in local
 * mode with example data and the local login. Nothing is started again by itself. The first instance prepares the
 * database before the others start.
 * @throws Error with what an instance said when it does not get ready; nothing is left running then
 */
export async function startCluster(options: ClusterOptions = {}): Promise<Cluster> {
  const { say = () => undefined } = options;
  const dataDir = options.dataDir ?? (await newDataFolder());
  const port = options.port ?? (await freePort());
  /** In the order in which things started; ended in the reverse order. */
  const ends: (() => Promise<void> | void)[] = [];
  if (options.dataDir === undefined) ends.push(() => rm(dataDir, { recursive: true, force: true }));
  const close = async (): Promise<void> => {
    for (const end of ends.splice(0).toReversed()) await end();
  };
  try {
    return await start();
  } catch (error) {
    await close();
    throw error;
  }

  async function start(): Promise<Cluster> {
    const folder = claimDataFolder(dataDir, port, { exclusive: true });
    ends.push(() => folder.release());
    endLeftBehind(dataDir);
    say('Starting PostgreSQL and Redis ...');
    const postgres = await startDatabase(dataDir, options.databaseUrl);
    ends.push(() => postgres.stop());
    folder.announce(postgres.url);
    const redis = await startRedis();
    ends.push(() => redis.stop());
    const instances: Instance[] = [];
    const pids = (): number[] => [...instances.map(({ pid }) => pid), redis.pid].filter((pid) => pid !== undefined);
    ends.push(() => keepPids(dataDir, []));
    // Whatever ends this process, nothing of it goes on.
    const endAll = (): void => pids().forEach((pid) => process.kill(pid, 'SIGKILL'));
    process.once('exit', endAll);
    ends.push(() => void process.off('exit', endAll));
    const settings = settingsOf(dataDir, port, postgres.url, redis.url);
    for (let n = 0; n < (options.instances ?? 3); n += 1) {
      const changed = (): void => keepPids(dataDir, pids());
      const instance = new Instance(await freePort(), { ...settings, ...options.settings }, changed);
      instances.push(instance);
      ends.push(async () => void (await instance.drain()));
    }
    say('Starting the instances ...');
    await instances[0]?.start();
    await Promise.all(instances.slice(1).map((instance) => instance.start()));
    const proxy = await startReverseProxy(
      instances.map((instance) => instance.port),
      port,
    );
    ends.push(() => proxy.close());
    return { url: `http://localhost:${port}`, port, dataDir, instances, redis, postgres, close };
  }
}

const settingsOf = (dataDir: string, port: number, databaseUrl: string, redisUrl: string): NodeJS.ProcessEnv => ({
  DATA_DIR: dataDir,
  DATABASE_URL: databaseUrl,
  REDIS_URL: redisUrl,
  PUBLIC_URL: `http://localhost:${port}`,
  OIDC_ISSUER: `http://localhost:${port}/dev-idp`,
  DEV_IDP_MODULE: 'dist/apps/dev-idp/main.js',
});
