// Processes that are measured, from /proc (Linux only).
import { fork, spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { round } from './figures.mjs';

const root = join(import.meta.dirname, '..');
/** Unit of times in /proc/<pid>/stat: USER_HZ, 100 on every Linux that runs Node. */
const TICKS_PER_SECOND = 100;

function stat(pid) {
  // The name of the program may hold spaces and brackets; after it the fields are plain.
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1).split(' ').map(Number);
  const [user, system, deadUser, deadSystem] = fields.slice(11, 15);
  return { parent: fields[1], own: user + system, dead: deadUser + deadSystem };
}

/** Milliseconds of processor time that a process has used. */
export const processorTime = (pid) => (stat(pid).own / TICKS_PER_SECOND) * 1000;

/** The same for a process with all its children, those that ended included: PostgreSQL with its backends. */
export function treeTime(pid) {
  const { own, dead } = stat(pid);
  let ticks = own + dead;
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    try {
      const child = stat(name);
      if (child.parent === pid) ticks += child.own;
    } catch {
      // It ended between the look at the list and this one.
    }
  }
  return (ticks / TICKS_PER_SECOND) * 1000;
}

/** Resident memory in megabytes. */
export function memory(pid) {
  const [, kilobytes] = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
  return round((Number(kilobytes) * 1024) / 1e6);
}

/**
 * Runs a job in a load process of its own.
 * @param {object} job
 * @param {(phase: string) => void | Promise<void>} onPhase the load waits for it
 */
export async function runLoad(job, onPhase = () => undefined) {
  const load = fork(join(import.meta.dirname, 'load-process.mjs'), { cwd: root });
  try {
    return await new Promise((resolve, reject) => {
      load.on('exit', (code) => reject(new Error(`the load ended with ${code}`)));
      load.on('message', async ({ phase, result, error }) => {
        if (error !== undefined) return reject(new Error(error));
        if (phase === undefined) return resolve(result);
        try {
          await onPhase(phase);
          load.send({});
        } catch (failure) {
          reject(failure);
        }
      });
      load.send(job);
    });
  } finally {
    load.kill();
  }
}

/** Starts a peer of bench/peers. @returns its address, process id and end */
export async function startPeer(file, env = {}) {
  const peer = spawn(process.execPath, [join(import.meta.dirname, 'peers', file)], {
    cwd: join(import.meta.dirname, 'peers'),
    env: { ...process.env, NODE_ENV: 'production', ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const port = await new Promise((resolve, reject) => {
    peer.once('exit', (code) => reject(new Error(`${file} ended with ${code}`)));
    peer.stdout.once('data', (line) => resolve(Number(line)));
  });
  return { url: `http://127.0.0.1:${port}`, pid: peer.pid, stop: () => ended(peer, 'SIGTERM') };
}

/** Resolves when the process is gone. */
export const ended = (child, signal) =>
  new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) return resolve();
    child.once('exit', () => resolve());
    child.kill(signal);
  });
