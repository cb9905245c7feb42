import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { processIdentity } from './processes';
import { StartError } from './start-error';

const runningSchema = z.object({
  /** Process that uses the folder, and what tells it from a later process with the same id. */
  pid: z.number(),
  identity: z.string(),
  port: z.number(),
  /** Database as owner; absent until it runs. */
  ownerUrl: z.string().optional(),
});

/** What a running installation tells the local tools, in `DATA_DIR/running.json`. */
export type Running = z.infer<typeof runningSchema>;

/** The installation that runs on this data folder right now, or undefined. */
export function readRunning(dataDir: string): Running | undefined {
  try {
    const running = runningSchema.parse(JSON.parse(readFileSync(join(dataDir, 'running.json'), 'utf8')));
    return processIdentity(running.pid) === running.identity ? running : undefined;
  } catch {
    return undefined; // Absent, or half written by a process that was killed: nobody runs.
  }
}

/**
 * Claims the data folder for this process; `exclusive` keeps a second start from stopping the first one's database.
 * @returns `announce` adds the database for local tools; `release` removes the claim
 * @throws StartError when another process runs here or the folder can't be written
 */
export function claimDataFolder(
  dataDir: string,
  port: number,
  { exclusive }: { readonly exclusive: boolean },
): { announce(ownerUrl: string): void; release(): void } {
  const other = readRunning(dataDir);
  if (exclusive && other !== undefined && other.pid !== process.pid)
    throw new StartError(
      `Samenplan already runs on ${dataDir} (process ${other.pid}, port ${other.port}): stop it first or set DATA_DIR to another folder.`,
    );
  // One of several processes on a database of their own: the first one speaks for them.
  if (!exclusive && other !== undefined && other.pid !== process.pid) return noClaim;
  const path = join(dataDir, 'running.json');
  const identity = processIdentity(process.pid) ?? String(process.pid);
  const write = (ownerUrl?: string): void => {
    const running: Running = { pid: process.pid, identity, port, ...(ownerUrl === undefined ? {} : { ownerUrl }) };
    writeFileSync(path, JSON.stringify(running), { mode: 0o600 });
  };
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o755 });
    write();
  } catch {
    throw new StartError(
      `The data folder ${dataDir} can't be written: set DATA_DIR to a folder that this user may write.`,
    );
  }
  return { announce: write, release: () => rmSync(path, { force: true }) };
}

const noClaim = { announce: (): void => undefined, release: (): void => undefined };
