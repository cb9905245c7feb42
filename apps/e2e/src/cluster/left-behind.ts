import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { processIdentity } from '@samenplan/api/platform';
import { z } from 'zod';

const kept = z.array(z.object({ pid: z.number(), identity: z.string() }));
const fileOf = (dataDir: string): string => join(dataDir, 'cluster.json');

/** Writes down which processes run now, for a next start after this one was killed. */
export function keepPids(dataDir: string, pids: readonly number[]): void {
  const running = pids.flatMap((pid) => {
    const identity = processIdentity(pid);
    return identity === undefined ? [] : [{ pid, identity }];
  });
  if (running.length === 0) rmSync(fileOf(dataDir), { force: true });
  else writeFileSync(fileOf(dataDir), JSON.stringify(running), { mode: 0o600 });
}

/** Ends what an earlier cluster on this folder left running. A pid that belongs to another process by now is spared. */
export function endLeftBehind(dataDir: string): void {
  let running: z.infer<typeof kept>;
  try {
    running = kept.parse(JSON.parse(readFileSync(fileOf(dataDir), 'utf8')));
  } catch {
    return; // The first start, or one after a clean end.
  }
  for (const { pid, identity } of running) if (processIdentity(pid) === identity) process.kill(pid, 'SIGKILL');
  rmSync(fileOf(dataDir), { force: true });
}
