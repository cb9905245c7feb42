import { Injectable } from '@nestjs/common';
import { Log } from './logging';

/** JSON that travels over the bus: kinds and ids, never content. */
export type BusMessage = Readonly<Record<string, unknown>>;

/**
 * Hints between instances: at most once, in no promised order, to every subscriber on every instance, the sender's
 * own included. Nothing may depend on a message arriving. Every implementation runs `busContract`.
 */
export abstract class Bus {
  /** Whether other processes may listen; what is of use to them only need not be sent when not. */
  get isShared(): boolean {
    return false;
  }
  /** Returns at once and never throws; a message that can't be sent is lost. */
  abstract publish(topic: string, message: BusMessage): void;
  /** @returns ends the subscription; resolved when messages published from now on will arrive */
  abstract subscribe(topic: string, handler: (message: unknown) => void | Promise<void>): Promise<() => void>;
}

/** The bus of one process. */
@Injectable()
export class InProcessBus extends Bus {
  readonly #handlers = new Map<string, Set<(message: unknown) => void | Promise<void>>>();

  constructor(private readonly log: Log) {
    super();
  }

  publish(topic: string, message: BusMessage): void {
    const text = JSON.stringify(message);
    for (const handler of this.#handlers.get(topic) ?? [])
      setImmediate(() => {
        if (this.#handlers.get(topic)?.has(handler) === true) void this.#deliver(topic, handler, text);
      });
  }

  subscribe(topic: string, handler: (message: unknown) => void | Promise<void>): Promise<() => void> {
    const handlers = this.#handlers.get(topic) ?? new Set();
    const own = (message: unknown): void | Promise<void> => handler(message);
    this.#handlers.set(topic, handlers.add(own));
    return Promise.resolve(() => {
      handlers.delete(own);
    });
  }

  /** Each subscriber gets a copy of its own, as from another machine; its failure is nobody else's. */
  async #deliver(topic: string, handler: (message: unknown) => void | Promise<void>, text: string): Promise<void> {
    try {
      await handler(JSON.parse(text));
    } catch (error) {
      this.log.error('bus-handler-failed', error, { topic });
    }
  }
}
