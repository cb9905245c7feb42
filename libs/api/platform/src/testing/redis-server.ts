import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { accessSync, constants } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { Redis } from 'ioredis';

const candidates = ['/usr/bin/redis-server', '/usr/local/bin/redis-server', '/opt/homebrew/bin/redis-server'];
const PATIENCE = 10_000;

/** A Redis of our own on 127.0.0.1, that keeps nothing on disk. */
export interface RedisServer {
  readonly port: number;
  readonly url: string;
  /** Undefined while it does not run. */
  readonly pid: number | undefined;
  /** Ends it at once, as a crash would. */
  stop(): Promise<void>;
  /** Starts it again on the same port, empty. */
  start(): Promise<void>;
  /** It accepts and says nothing (SIGSTOP). */
  freeze(): void;
  thaw(): void;
}

/** @throws Error in one sentence when there is no redis-server or it does not start */
export async function startRedis(password?: string): Promise<RedisServer> {
  const program = candidates.find(isProgram);
  if (program === undefined) throw new Error('Redis is missing: install the package redis-server.');
  const port = await freePort();
  const url = `redis://${password === undefined ? '' : `:${password}@`}127.0.0.1:${port}`;
  let server: ChildProcess | undefined;
  const runs = (): boolean => server !== undefined && server.exitCode === null && server.signalCode === null;
  const redis: RedisServer = {
    port,
    url,
    get pid() {
      return runs() ? server?.pid : undefined;
    },
    async start() {
      if (runs()) return;
      const secret = password === undefined ? [] : ['--requirepass', password];
      const settings = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', ...secret];
      server = spawn(program, settings, { cwd: tmpdir(), stdio: 'ignore', detached: true });
      server.unref();
      await ready(url);
    },
    async stop() {
      if (server === undefined || !runs()) return;
      const gone = once(server, 'exit');
      server.ref();
      server.kill('SIGKILL');
      await gone;
    },
    freeze: () => void server?.kill('SIGSTOP'),
    thaw: () => void server?.kill('SIGCONT'),
  };
  await redis.start();
  return redis;
}

async function ready(url: string): Promise<void> {
  const redis = new Redis(url, { retryStrategy: () => 20, maxRetriesPerRequest: null });
  redis.on('error', () => undefined);
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('Redis does not answer.')), PATIENCE);
  });
  try {
    await Promise.race([redis.ping(), late]);
  } finally {
    clearTimeout(timer);
    redis.disconnect();
  }
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, 'close');
  return port;
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false; // Not there, or not to be run: the next place.
  }
}
