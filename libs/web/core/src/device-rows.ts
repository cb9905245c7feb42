import type { DBSchema, IDBPDatabase } from 'idb';

/** As it lies on the device: nothing but random numbers, a time that all of one day share, and ciphertext. */
export interface DeviceRow {
  readonly id: string;
  readonly keyId: string;
  readonly nonce: Uint8Array<ArrayBuffer>;
  readonly payload: ArrayBuffer;
  /** End of its key, in milliseconds since 1970: after that nobody can open it. */
  readonly endsAt: number;
}

interface Tables extends DBSchema {
  rows: { key: string; value: DeviceRow };
  /** By id of a key: when its person last logged out here, and when the key ends. */
  logouts: { key: string; value: { readonly at: number; readonly endsAt: number } };
}

/** The rows in IndexedDB. Every method rejects when the browser keeps nothing: private mode, full, switched off. */
export class DeviceRows {
  #database: Promise<IDBPDatabase<Tables>> | null = null;

  constructor(private readonly name: string) {}

  async put(row: DeviceRow): Promise<void> {
    // Strict: on the disk when it says so, also when the battery dies a moment later.
    const change = (await this.#open()).transaction('rows', 'readwrite', { durability: 'strict' });
    await Promise.all([change.store.put(row), change.done]);
  }

  async find(id: string): Promise<DeviceRow | undefined> {
    return (await this.#open()).get('rows', id);
  }

  async remove(ids: readonly string[]): Promise<void> {
    if (ids.length === 0) return;
    const change = (await this.#open()).transaction('rows', 'readwrite');
    await Promise.all([...ids.map((id) => change.store.delete(id)), change.done]);
  }

  /** All that can still be opened by somebody; the rest is swept away. */
  async all(): Promise<readonly DeviceRow[]> {
    const rows = await (await this.#open()).getAll('rows');
    const ended = rows.filter(({ endsAt }) => endsAt <= Date.now());
    await this.remove(ended.map(({ id }) => id));
    return rows.filter((row) => !ended.includes(row));
  }

  async markLogout(keyId: string, endsAt: number): Promise<void> {
    await (await this.#open()).put('logouts', { at: Date.now(), endsAt }, keyId);
  }

  /** The last time at which the person of these keys logged out here; 0 when never. */
  async loggedOutAt(keyIds: readonly string[]): Promise<number> {
    const database = await this.#open();
    const marks = await Promise.all(keyIds.map((id) => database.get('logouts', id)));
    return Math.max(0, ...marks.map((mark) => mark?.at ?? 0));
  }

  #open(): Promise<IDBPDatabase<Tables>> {
    this.#database ??= this.#connect().catch((cause: unknown) => {
      this.#database = null; // Room may come free: the next time tries again.
      throw cause;
    });
    return this.#database;
  }

  async #connect(): Promise<IDBPDatabase<Tables>> {
    const { openDB } = await import('idb');
    return openDB<Tables>(this.name, 1, {
      upgrade: (database) => {
        database.createObjectStore('rows', { keyPath: 'id' });
        database.createObjectStore('logouts');
      },
      // The browser cleared the site's data, or another tab brings a newer version.
      blocking: (_now, _next, event) => (event.target as IDBDatabase).close(),
      terminated: () => {
        this.#database = null;
      },
    });
  }
}
