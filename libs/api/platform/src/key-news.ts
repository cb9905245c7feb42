import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { z } from 'zod';
import { Bus } from './bus';
import { Encryption } from './encryption';
import { Outbox } from './outbox';

/** Topic of the outbox and of the bus: keys were destroyed, and the rooms they were of. */
export const KEYS_DESTROYED = 'keys-destroyed';
export const keysDestroyed = z.object({ keyIds: z.array(z.string()), roomIds: z.array(z.string()) });

/** Lets every instance drop destroyed keys from memory at once, instead of when they are looked up anew. */
@Injectable()
export class KeyNews implements OnApplicationBootstrap, OnApplicationShutdown {
  #unsubscribe: (() => void) | undefined;

  constructor(
    private readonly encryption: Encryption,
    private readonly bus: Bus,
    outbox: Outbox,
  ) {
    outbox.on(KEYS_DESTROYED, keysDestroyed, async (message) => this.bus.publish(KEYS_DESTROYED, message));
  }

  async onApplicationBootstrap(): Promise<void> {
    this.#unsubscribe = await this.bus.subscribe(KEYS_DESTROYED, (message) => {
      for (const keyId of keysDestroyed.parse(message).keyIds) this.encryption.forget(keyId);
    });
  }

  onApplicationShutdown(): void {
    this.#unsubscribe?.();
  }
}
