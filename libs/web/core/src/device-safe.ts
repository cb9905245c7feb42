import { inject, Injectable } from '@angular/core';
import { Api } from './api';
import { DeviceKeyRing, type RingKey } from './device-key-ring';
import { DeviceRows, type DeviceRow } from './device-rows';
import { routes } from './routes';

/** Something of this person that lay on the device, opened. */
export interface SafeItem {
  readonly id: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

const NONCE_BYTES = 12;
const lockOf = (id: string): string => `samenplan.${id}`;

/**
 * Keeps bytes on this device, encrypted under keys that only the logged-in person gets from the server. Nothing here
 * ever throws: a browser that keeps nothing is an answer. What a tab holds, other tabs leave alone.
 */
@Injectable({ providedIn: 'root' })
export class DeviceSafe {
  readonly #rows = new DeviceRows('samenplan');
  readonly #ring: DeviceKeyRing;
  readonly #held = new Map<string, () => void>();
  #closed = false;

  constructor() {
    const api = inject(Api);
    this.#ring = new DeviceKeyRing(async () => (await api.call(routes.handOutDeviceKeys, {})).items);
  }

  /** Fetches the keys while there is a connection. @returns false when this device can't keep anything */
  async prepare(): Promise<boolean> {
    return isAble() && (await this.#ring.keys()).length > 0;
  }

  /** Writes or replaces, for this tab. @returns false when the device does not keep it */
  async put(id: string, bytes: Uint8Array<ArrayBuffer>): Promise<boolean> {
    if (this.#closed || !isAble()) return false;
    try {
      const [key] = await this.#ring.keys();
      if (key === undefined || !(await this.hold(id))) return false;
      await this.#rows.put(await seal(key, id, bytes));
      return true;
    } catch {
      return false; // Full, private mode, or switched off.
    }
  }

  /** Takes away for good. */
  async remove(id: string): Promise<void> {
    try {
      if (isAble()) await this.#rows.remove([id]);
    } catch {
      // What can't be reached can't be removed; its key ends within days.
      return;
    }
  }

  /** What lies here of the person of this tab, and what no living tab holds. */
  async items(): Promise<readonly SafeItem[]> {
    const opened: SafeItem[] = [];
    for (const row of await this.#own()) {
      const bytes = await this.#open(row);
      if (bytes !== undefined) opened.push({ id: row.id, bytes });
    }
    return opened;
  }

  /** How many {@link items} there are; the server is asked for keys only when something lies here at all. */
  async count(): Promise<number> {
    return (await this.#own()).length;
  }

  /** As it lies here now; undefined when it is gone or can't be opened. */
  async read(id: string): Promise<Uint8Array<ArrayBuffer> | undefined> {
    try {
      const row = await this.#rows.find(id);
      return row === undefined ? undefined : await this.#open(row);
    } catch {
      return undefined;
    }
  }

  /** Keeps other tabs away from it until {@link release}, or the end of this tab. @returns false when one has it */
  hold(id: string): Promise<boolean> {
    if (this.#held.has(id)) return Promise.resolve(true);
    return new Promise((told) => {
      const wait = (lock: Lock | null): Promise<void> | undefined => {
        told(lock !== null);
        return lock === null ? undefined : new Promise((release) => this.#held.set(id, release));
      };
      navigator.locks.request(lockOf(id), { ifAvailable: true }, wait).catch(() => told(false));
    });
  }

  release(id: string): void {
    this.#held.get(id)?.();
    this.#held.delete(id);
  }

  /** What was laid here before this moment, its writer left behind: see {@link loggedOutAt}. */
  async markLogout(): Promise<void> {
    try {
      if (!isAble()) return;
      for (const { id, endsAt } of await this.#ring.keys()) await this.#rows.markLogout(id, endsAt);
    } catch {
      return; // Nothing lies here then.
    }
  }

  /** When this person last logged out on this device, in milliseconds since 1970; 0 when never. */
  async loggedOutAt(): Promise<number> {
    try {
      return await this.#rows.loggedOutAt((await this.#ring.keys()).map(({ id }) => id));
    } catch {
      return 0;
    }
  }

  /** Takes away everything of this person, and keeps nothing more: for who logs out and wants nothing left. */
  async clear(): Promise<void> {
    this.#closed = true;
    try {
      const keys = new Set((await this.#ring.keys()).map(({ id }) => id));
      const own = (await this.#rows.all()).filter(({ keyId }) => keys.has(keyId));
      await this.#rows.remove(own.map(({ id }) => id));
    } catch {
      return; // See remove().
    }
  }

  async #own(): Promise<readonly DeviceRow[]> {
    try {
      const rows = isAble() ? await this.#rows.all() : [];
      if (rows.length === 0) return [];
      const { held = [] } = await navigator.locks.query();
      const busy = new Set(held.map(({ name }) => name));
      const keys = new Set((await this.#ring.keys()).map(({ id }) => id));
      return rows.filter(({ id, keyId }) => keys.has(keyId) && !busy.has(lockOf(id)));
    } catch {
      return []; // The browser keeps nothing.
    }
  }

  async #open({ id, keyId, nonce, payload }: DeviceRow): Promise<Uint8Array<ArrayBuffer> | undefined> {
    const key = (await this.#ring.keys()).find((one) => one.id === keyId);
    if (key === undefined) return undefined;
    try {
      return new Uint8Array(await crypto.subtle.decrypt(algorithm(nonce, id), key.key, payload));
    } catch {
      return undefined; // Damaged, or put in the place of another.
    }
  }
}

/** Absent on plain http, in some private modes, and where people switched it off. */
function isAble(): boolean {
  const { indexedDB: database, crypto: safe, navigator: here }: Partial<typeof globalThis> = globalThis;
  return database !== undefined && safe?.subtle !== undefined && here?.locks !== undefined;
}

async function seal(
  { id: keyId, key, endsAt }: RingKey,
  id: string,
  bytes: Uint8Array<ArrayBuffer>,
): Promise<DeviceRow> {
  const nonce = crypto.getRandomValues(new Uint8Array(NONCE_BYTES));
  return { id, keyId, nonce, payload: await crypto.subtle.encrypt(algorithm(nonce, id), key, bytes), endsAt };
}

/** A random nonce; bound to its row, so that one can't be passed off as another. */
const algorithm = (iv: Uint8Array<ArrayBuffer>, id: string): AesGcmParams => ({
  name: 'AES-GCM',
  iv,
  additionalData: new TextEncoder().encode(id),
});
