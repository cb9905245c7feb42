import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { startEmbeddedPostgres } from '@samenplan/api/platform';

export interface ClusterDatabase {
  /** Database as its owner. */
  readonly url: string;
  /** Undefined when it is not ours. */
  readonly pid: number | undefined;
  /** Ends after the transactions that run; every connection breaks. */
  stop(): Promise<void>;
  /** Again on the same port, with everything that was stored. */
  start(): Promise<void>;
  restart(): Promise<void>;
  /** All its processes end at once, as by a power cut, and it starts anew. */
  crash(): Promise<void>;
}

/** Embedded PostgreSQL on `dataDir`, or the database at `url`, which is then never stopped. */
export async function startDatabase(dataDir: string, url: string | undefined): Promise<ClusterDatabase> {
  if (url !== undefined) {
    const refuse = (): never => {
      throw new Error('This database is not ours to stop.');
    };
    const nothing = async (): Promise<void> => undefined;
    return { url, pid: undefined, stop: nothing, start: nothing, restart: refuse, crash: refuse };
  }
  let server = await startEmbeddedPostgres(dataDir);
  const { port, ownerUrl } = server;
  const start = async (): Promise<void> => {
    server = await startEmbeddedPostgres(dataDir, port);
  };
  const database: ClusterDatabase = {
    url: ownerUrl,
    get pid() {
      return postmasterPid(dataDir);
    },
    stop: () => server.stop(),
    start,
    async restart() {
      await server.stop();
      await start();
    },
    async crash() {
      const { pid } = database;
      if (pid !== undefined) process.kill(pid, 'SIGQUIT');
      await server.stop(); // Resolves when its process is gone.
      await start();
    },
  };
  return database;
}

/** As PostgreSQL writes it itself; undefined while it does not run. */
function postmasterPid(dataDir: string): number | undefined {
  try {
    return Number(readFileSync(join(dataDir, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[0]);
  } catch {
    return undefined; // No file, no server.
  }
}
