import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { platform } from 'node:os';

/**
 * Whether a process with this id runs, of any user. One that was killed and whose parent has not noticed (common in
 * containers without an init) does not.
 */
export function isAlive(pid: number): boolean {
  return isListed(pid) && !['Z', 'X'].includes(statusFields(pid)[0] ?? '');
}

/** Whether the system still knows a process with this id, also one that was killed and that no parent took notice of. */
export function isListed(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/**
 * Something that tells a process from a later one with the same id (when it started), or undefined when there is none.
 * Process ids are reused: quickly in containers, where the first ones are the same after every start.
 */
export function processIdentity(pid: number): string | undefined {
  if (!isAlive(pid)) return undefined;
  if (platform() === 'linux') {
    const startTime = statusFields(pid)[19];
    return startTime === undefined ? undefined : `${pid}:${startTime}`;
  }
  try {
    return `${pid}:${execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim()}`;
  } catch {
    return undefined; // It ended between the two looks.
  }
}

/** Fields of /proc/<pid>/stat from the third on, the state (proc(5)); empty elsewhere or when it is gone. */
function statusFields(pid: number): readonly string[] {
  if (platform() !== 'linux') return [];
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name in brackets may hold spaces and brackets of its own.
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  } catch {
    return []; // It ended between the two looks.
  }
}

/** The command line of a process, or undefined when it is gone or hidden. */
export function commandLine(pid: number): string | undefined {
  try {
    if (platform() === 'linux') return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
    return execFileSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' });
  } catch {
    return undefined; // Gone: the caller treats it as not ours.
  }
}

/** Resolves true when the process has ended, false when it still runs after `milliseconds`. */
export async function ended(pid: number, milliseconds: number): Promise<boolean> {
  const deadline = Date.now() + milliseconds;
  while (isAlive(pid)) {
    if (Date.now() > deadline) return false;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  return true;
}
