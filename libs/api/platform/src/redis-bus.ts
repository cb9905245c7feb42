import { randomUUID } from 'node:crypto';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Counter, Gauge, type Registry } from 'prom-client';
import { z } from 'zod';
import { Bus, InProcessBus, type BusMessage } from './bus';
import type { Log } from './logging';
import { connectRedis } from './redis-connection';

const CHANNEL = 'samenplan:bus';
/** Messages under way to a Redis that is slow; what comes on top of it is lost. */
const MOST_UNDER_WAY = 1_000;
/** Characters of one message. */
const LONGEST = 1_048_576;
const PING_EVERY = 1_000;
/** A start does not wait longer than this for a Redis that is away. */
const PATIENCE = 2_000;

const envelope = z.object({ from: z.string(), topic: z.string().max(100), message: z.record(z.string(), z.unknown()) });

/**
 * The bus of several instances, over Redis. Own subscribers get a message without Redis, those elsewhere while Redis
 * is there: what is sent while it is away is lost, never kept. Redis comes and goes without anybody having to act.
 */
@Injectable()
export class RedisBus extends Bus implements OnApplicationShutdown {
  readonly #instance = randomUUID();
  readonly #patientUntil = performance.now() + PATIENCE;
  readonly #own: InProcessBus;
  readonly #sender: ReturnType<typeof connectRedis>;
  readonly #listener: ReturnType<typeof connectRedis>;
  readonly #lost: Counter;
  readonly #up: Gauge;
  readonly #pings: NodeJS.Timeout;
  #waiting: (() => void)[] = [];
  #underWay = 0;
  #listening = false;
  #isUp: boolean | undefined;
  #ended = false;

  /** @param url with its password, which is said nowhere */
  constructor(
    url: string,
    private readonly log: Log,
    registry: Registry,
  ) {
    super();
    const registers = [registry];
    this.#up = new Gauge({ name: 'samenplan_redis_up', help: '1 while hints between instances travel', registers });
    this.#lost = new Counter({
      name: 'samenplan_bus_lost_total',
      help: 'Hints that were not sent, or not understood',
      labelNames: ['why'],
      registers,
    });
    this.#own = new InProcessBus(log);
    this.#sender = connectRedis(url, 'bus-sender');
    this.#listener = connectRedis(url, 'bus-listener');
    this.#listener.on('ready', () => void this.#listen());
    this.#listener.on('message', (_, text) => this.#take(text));
    for (const redis of [this.#sender, this.#listener]) {
      redis.on('ready', () => this.#look());
      redis.on('close', () => {
        if (redis === this.#listener) this.#listening = false;
        this.#look(true);
      });
    }
    // A connection that died without a word shows only when something is sent.
    this.#pings = setInterval(() => this.#ping(), PING_EVERY);
    this.#pings.unref();
  }

  override get isShared(): boolean {
    return true;
  }

  publish(topic: string, message: BusMessage): void {
    this.#own.publish(topic, message);
    if (this.#sender.status !== 'ready') return this.#lost.inc({ why: 'away' });
    if (this.#underWay >= MOST_UNDER_WAY) return this.#lost.inc({ why: 'slow' });
    this.#underWay += 1;
    this.#sender
      .publish(CHANNEL, JSON.stringify({ from: this.#instance, topic, message }))
      .catch(() => this.#lost.inc({ why: 'away' }))
      .finally(() => {
        this.#underWay -= 1;
      });
  }

  async subscribe(topic: string, handler: (message: unknown) => void | Promise<void>): Promise<() => void> {
    const end = await this.#own.subscribe(topic, handler);
    if (this.#isUp !== true) await this.#untilUp();
    return end;
  }

  onApplicationShutdown(): void {
    this.#ended = true;
    for (const tell of this.#waiting.splice(0)) tell();
    clearInterval(this.#pings);
    this.#sender.disconnect();
    this.#listener.disconnect();
  }

  /** Resolves too when Redis stays away: a start waits for that once. */
  #untilUp(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, this.#patientUntil - performance.now());
      this.#waiting.push(() => {
        clearTimeout(timer);
        resolve();
      });
    });
  }

  async #listen(): Promise<void> {
    try {
      await this.#listener.subscribe(CHANNEL);
      this.#listening = true;
    } catch {
      this.#listener.disconnect(true); // It came and went; the next connection tries again.
    }
    this.#look();
  }

  #ping(): void {
    for (const redis of [this.#sender, this.#listener])
      if (redis.status === 'ready') redis.ping().catch(() => undefined); // The connection closes, and that is looked at.
  }

  /** One line per change; a start that has not reached Redis yet is none. */
  #look(lost = false): void {
    const isUp = this.#sender.status === 'ready' && this.#listener.status === 'ready' && this.#listening;
    this.#up.set(isUp ? 1 : 0);
    if (isUp) for (const tell of this.#waiting.splice(0)) tell();
    if (isUp === this.#isUp || this.#ended || (!isUp && this.#isUp === undefined && !lost)) return;
    this.#isUp = isUp;
    if (isUp) this.log.info('redis-connected');
    else this.log.warn('redis-away');
  }

  #take(text: string): void {
    const received = text.length > LONGEST ? undefined : envelope.safeParse(parse(text)).data;
    if (received === undefined) {
      this.#lost.inc({ why: 'garbage' });
      this.log.warn('bus-message-not-understood', { length: text.length });
      return;
    }
    if (received.from !== this.#instance) this.#own.publish(received.topic, received.message);
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // Not JSON: no envelope either.
  }
}
