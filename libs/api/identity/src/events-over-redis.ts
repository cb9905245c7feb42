import { setTimeout } from 'node:timers/promises';
import { createAdapter } from '@socket.io/redis-streams-adapter';
import { connectRedis } from '@samenplan/api/platform';
import type { RedisOptions } from 'ioredis';

/** An event reaches sockets of the own instance after at most so long, whatever Redis does. */
const SEND_PATIENCE = 500;
const READ_FOR = 2_000;
const WAIT_AFTER_FAILURE = 500;
/** Events that the stream keeps for an instance that lost its connection for a moment. */
const KEPT = 1_000;

/** Readers wait for as long as it takes: their commands go out when Redis is back, from where they were. */
const readerOptions: RedisOptions = {
  enableOfflineQueue: true,
  maxRetriesPerRequest: null,
  autoResubscribe: true,
  socketTimeout: 3 * READ_FOR,
};

/**
 * Carries what socket.io sends to the other instances, through a stream in Redis. While Redis is away events reach the
 * own instance only; a reader that was cut off goes on where it was, as far as Redis still has it.
 */
export function eventsOverRedis(url: string): { adapter: ReturnType<typeof createAdapter>; close(): void } {
  const connections: ReturnType<typeof connectRedis>[] = [];
  const reader = (): ReturnType<typeof connectRedis> => {
    const redis = connectRedis(url, 'events-reader', readerOptions);
    connections.push(redis);
    const subscribe = redis.subscribe.bind(redis);
    return Object.assign(redis, {
      // The adapter asks again at once, without end: a Redis that refuses would keep this process busy.
      xread: async (...args: (string | number)[]) => {
        try {
          return await redis.call('XREAD', ...args);
        } catch (error) {
          await setTimeout(WAIT_AFTER_FAILURE);
          throw error;
        }
      },
      // The adapter does not look at what becomes of it; unheard, a failure would end the process.
      subscribe: (...channels: string[]) => subscribe(...channels).catch(() => 0),
    });
  };
  const sender = Object.assign(connectRedis(url, 'events-sender', { commandTimeout: SEND_PATIENCE }), {
    duplicate: reader,
  });
  connections.push(sender);
  const options = {
    streamName: 'samenplan:events',
    channelPrefix: 'samenplan:events',
    maxLen: KEPT,
    blockTimeInMs: READ_FOR,
    onlyPlaintext: true,
  };
  return {
    adapter: createAdapter(sender, options),
    close: () => {
      for (const redis of connections) redis.disconnect();
    },
  };
}
