import { Clock } from './clock';
import { Problem } from './problems';

export interface Rate {
  /** How many at once. */
  readonly burst: number;
  readonly perMinute: number;
}

const MOST_KEYS = 20_000;

/**
 * A token bucket per key (a person, an address), in the memory of one process. Bounded: when there are too many
 * keys, the one that was quiet longest starts afresh.
 */
export class RateLimit {
  readonly #buckets = new Map<string, { tokens: number; at: number }>();

  constructor(
    private readonly clock: Clock,
    private readonly rate: Rate,
  ) {}

  /** @returns seconds to wait; 0 when it may happen now, and then it counts */
  take(key: string): number {
    const now = this.clock.now().getTime();
    const perMillisecond = this.rate.perMinute / 60_000;
    const bucket = this.#buckets.get(key) ?? { tokens: this.rate.burst, at: now };
    const tokens = Math.min(this.rate.burst, bucket.tokens + Math.max(0, now - bucket.at) * perMillisecond);
    const allowed = tokens >= 1;
    this.#buckets.delete(key);
    this.#buckets.set(key, { tokens: allowed ? tokens - 1 : tokens, at: now });
    const [quietest] = this.#buckets.keys();
    if (this.#buckets.size > MOST_KEYS && quietest !== undefined) this.#buckets.delete(quietest);
    return allowed ? 0 : (1 - tokens) / perMillisecond / 1000;
  }

  /** @throws Problem `too-many-requests` */
  demand(key: string): void {
    const retryAfter = this.take(key);
    if (retryAfter > 0) throw new Problem('too-many-requests', { retryAfter });
  }
}
