import { Redis, type RedisOptions } from 'ioredis';

/** Longest wait between two attempts to reach Redis again. */
const LONGEST_WAIT = 1_000;
const SILENCE = 3_000;

/**
 * Settings of every connection to Redis: it comes back by itself, for ever, and nothing waits for it. What is sent
 * while it is away fails at once; a server that accepts but does not answer counts as away.
 */
const redisOptions: RedisOptions = {
  enableOfflineQueue: false,
  maxRetriesPerRequest: 0,
  autoResubscribe: false,
  autoResendUnfulfilledCommands: false,
  connectTimeout: SILENCE,
  socketTimeout: SILENCE,
  retryStrategy: (attempt) => Math.min(LONGEST_WAIT, 50 * attempt),
  disableClientInfo: true,
};

/** @param name as `CLIENT LIST` shows it */
export function connectRedis(url: string, name: string, options: RedisOptions = {}): Redis {
  const redis = new Redis(url, { ...redisOptions, connectionName: `samenplan-${name}`, ...options });
  // Whoever asks hears of it by the command that fails; without a listener it would end the process or be printed.
  redis.on('error', () => undefined);
  return redis;
}
