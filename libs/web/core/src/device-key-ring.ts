import type { DeviceKey } from '@samenplan/shared/contracts';

/** A key that can be used and never read: scripts can't take it out of the browser. */
export interface RingKey {
  readonly id: string;
  readonly key: CryptoKey;
  /** Milliseconds since 1970. */
  readonly endsAt: number;
}

/** After this long the server is asked again, in milliseconds: a new day has a new key. */
const FRESH = 3_600_000;
/** After no answer, in milliseconds. */
const AGAIN = 15_000;

/** The keys of the person of this tab. They come from the server and live in memory: no device ever holds one. */
export class DeviceKeyRing {
  #keys: readonly RingKey[] = [];
  #askAt = 0;
  #asking: Promise<void> | null = null;

  /** @param ask for the keys of who is logged in, newest first */
  constructor(private readonly ask: () => Promise<readonly DeviceKey[]>) {}

  /** Newest first. Waits for the server only when there is no key yet; empty when it did not give one. */
  async keys(): Promise<readonly RingKey[]> {
    if (Date.now() >= this.#askAt)
      this.#asking ??= this.#ask().finally(() => {
        this.#asking = null;
      });
    if (this.#usable().length === 0) await this.#asking;
    return this.#usable();
  }

  #usable(): readonly RingKey[] {
    return this.#keys.filter(({ endsAt }) => endsAt > Date.now());
  }

  async #ask(): Promise<void> {
    try {
      const given = await this.ask();
      this.#keys = await Promise.all(given.map(importKey));
      this.#askAt = Date.now() + FRESH;
    } catch {
      // Not reachable, or not logged in any more: what is known still seals what is typed in this tab.
      this.#askAt = Date.now() + AGAIN;
    }
  }
}

async function importKey({ id, key, endsAt }: DeviceKey): Promise<RingKey> {
  const bytes = Uint8Array.from(atob(key), (letter) => letter.charCodeAt(0));
  const usable = await crypto.subtle.importKey('raw', bytes, 'AES-GCM', false, ['encrypt', 'decrypt']);
  return { id, key: usable, endsAt: Date.parse(endsAt) };
}
