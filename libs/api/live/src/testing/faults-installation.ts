import { Log } from '@samenplan/api/platform';
import { startRedis, type RedisServer } from '@samenplan/api/platform/testing';
import { DatabaseProxy } from './database-proxy';
import { FaultyHints } from './faults-hints';
import { INSTANCES } from './faults-schedule';
import { startLiveServer, type LiveServer } from './live-server';
import { LiveWorld } from './live-world';

/** Short, so that much happens in a round; the promise of one second stays far above. */
const options = { leaseEvery: 100, leaseFor: 400, idleRoom: 30, snapshotEvery: 15 };

/** Three engines in this process over one PostgreSQL and one Redis, with something to break in every line. */
export class FaultyInstallation {
  readonly hints = new FaultyHints();
  readonly databases: DatabaseProxy[] = [];
  readonly #servers: LiveServer[] = [];
  /** One instance drains once at a time. */
  readonly #drains = new Map<number, Promise<void>>();

  private constructor(
    readonly world: LiveWorld,
    readonly redis: RedisServer,
  ) {}

  static async start(): Promise<FaultyInstallation> {
    const installation = new FaultyInstallation(await LiveWorld.create(), await startRedis());
    for (let n = 0; n < INSTANCES; n += 1) {
      installation.databases.push(await DatabaseProxy.start(installation.world.database.liveUrl));
      installation.#servers.push(await installation.#startServer(n));
    }
    return installation;
  }

  get servers(): readonly LiveServer[] {
    return this.#servers;
  }

  /** Everything works again. */
  async mend(): Promise<void> {
    this.hints.calm();
    for (const database of this.databases) {
      database.thaw();
      database.restore();
    }
    this.redis.thaw();
    await this.redis.start();
  }

  /** An instance stops in order, and another one takes its place. */
  async drain(n: number): Promise<void> {
    const before = this.#drains.get(n) ?? Promise.resolve();
    const drain = before.then(async () => {
      await this.#servers[n]?.close();
      this.#servers[n] = await this.#startServer(n);
    });
    this.#drains.set(n, drain);
    return drain;
  }

  async close(): Promise<void> {
    await this.mend();
    for (const server of this.#servers) await server.close();
    for (const database of this.databases) await database.close();
    await this.redis.stop();
    await this.world.destroy();
  }

  #startServer(n: number): Promise<LiveServer> {
    return startLiveServer(this.world, options, this.databases[n]?.url, {
      log: new Log('silent'),
      changes: { redisUrl: this.redis.url },
      prepareBus: this.hints.change,
    });
  }
}
