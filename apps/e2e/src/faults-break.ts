import { setTimeout } from 'node:timers/promises';
import type { Instance } from './cluster/instance';
import type { Cluster } from './cluster/start-cluster';

export const faults = [
  'kill',
  'freeze',
  'drain',
  'redis-stop',
  'redis-freeze',
  'postgres-restart',
  'postgres-crash',
] as const;
export type Fault = (typeof faults)[number];

const LEASE = 1_000;

/**
 * Breaks something of a cluster; a restart of PostgreSQL happens while it is mended.
 * @returns how to mend it; @throws there when an instance did not drain as it should
 */
export async function breakCluster(
  { redis, postgres }: Cluster,
  fault: Fault,
  instance: Instance,
): Promise<() => Promise<void>> {
  switch (fault) {
    case 'kill':
      await instance.kill();
      return () => instance.start();
    case 'drain': {
      const ended = instance.drain();
      return async () => {
        const code = await ended;
        if (code !== 0) throw new Error(`The drained instance ended with ${code}`);
        await instance.start();
      };
    }
    case 'freeze':
      instance.freeze();
      await setTimeout(LEASE / 4);
      return async () => {
        // Longer than the lease from the stop on: what it believes is stale when it goes on.
        await setTimeout(LEASE);
        instance.thaw();
      };
    case 'redis-stop':
      await redis.stop();
      return () => redis.start();
    case 'redis-freeze':
      redis.freeze();
      return async () => redis.thaw();
    case 'postgres-restart':
      return () => postgres.restart();
    case 'postgres-crash':
      return () => postgres.crash();
  }
}
