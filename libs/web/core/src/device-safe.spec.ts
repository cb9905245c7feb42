import { webcrypto } from 'node:crypto';
import { deserialize, serialize } from 'node:v8';
import { TestBed } from '@angular/core/testing';
import { Api } from './api';
import { DeviceSafe } from './device-safe';

/** Locks of one browser: names to who waits for their end. */
class Locks {
  readonly held = new Set<string>();

  async request(
    name: string,
    _options: LockOptions,
    work: (lock: object | null) => Promise<void> | undefined,
  ): Promise<void> {
    if (this.held.has(name)) return work(null);
    this.held.add(name);
    await work({ name });
    this.held.delete(name);
  }

  async query(): Promise<{ held: { name: string }[] }> {
    return { held: [...this.held].map((name) => ({ name })) };
  }
}

const keyOf = (fill: number): string => Buffer.alloc(32, fill).toString('base64');
const keysOf = {
  ria: [{ id: 'key-ria', key: keyOf(1), endsAt: new Date(Date.now() + 86_400_000).toISOString() }],
  sam: [{ id: 'key-sam', key: keyOf(2), endsAt: new Date(Date.now() + 86_400_000).toISOString() }],
};
const secret = 'Ik durf dit alleen hier te zeggen';
const bytes = (text = secret): Uint8Array<ArrayBuffer> => Uint8Array.from(Buffer.from(text));
const text = (found: Uint8Array): string => Buffer.from(found).toString();

/** A tab of somebody who is logged in; the browser behind it stays the same. */
function tabOf(person: keyof typeof keysOf, ask?: () => Promise<unknown>): DeviceSafe {
  const api = { call: ask ?? (async () => ({ items: keysOf[person] })) };
  TestBed.resetTestingModule();
  TestBed.configureTestingModule({ providers: [{ provide: Api, useValue: api }] });
  return TestBed.inject(DeviceSafe);
}

describe('what is kept on this device', () => {
  let locks: Locks;

  beforeEach(async () => {
    globalThis.structuredClone ??= <T>(value: T): T => deserialize(serialize(value)) as T;
    const { default: _one, ...classes } = await import('fake-indexeddb');
    locks = new Locks();
    Object.defineProperty(globalThis, 'crypto', { configurable: true, value: webcrypto });
    Object.defineProperty(navigator, 'locks', { configurable: true, value: locks });
    Object.assign(globalThis, { ...classes, indexedDB: new classes.IDBFactory() });
  });

  const restart = (): void => locks.held.clear();

  it('comes back for the same person in another tab, once the first tab is gone', async () => {
    const tab = tabOf('ria');
    expect(await tab.put('a', bytes())).toBe(true);
    expect(await tabOf('ria').items()).toEqual([]);
    restart();
    const [found] = await tabOf('ria').items();
    expect(text(found?.bytes ?? new Uint8Array())).toBe(secret);
  });

  it('is nothing to another person on the same device, also when that one throws everything away', async () => {
    await tabOf('ria').put('a', bytes());
    restart();
    const other = tabOf('sam');
    expect([await other.items(), await other.count(), await other.read('a')]).toEqual([[], 0, undefined]);
    await other.clear();
    expect(await tabOf('ria').count()).toBe(1);
  });

  it('does not stand there readable, nor by whom it is', async () => {
    await tabOf('ria').put('a', bytes());
    const rows = await new Promise<unknown[]>((resolve) => {
      indexedDB.open('samenplan').onsuccess = (event) => {
        const database = (event.target as IDBOpenDBRequest).result;
        database.transaction('rows').objectStore('rows').getAll().onsuccess = (all) =>
          resolve((all.target as IDBRequest<unknown[]>).result);
      };
    });
    expect(rows).toHaveLength(1);
    expect(Object.keys(rows[0] as object).sort()).toEqual(['endsAt', 'id', 'keyId', 'nonce', 'payload']);
    const raw = serialize(rows);
    expect(raw.includes(secret) || raw.includes(Buffer.from(secret).toString('base64'))).toBe(false);
  });

  it('opens in its own place only', async () => {
    const tab = tabOf('ria');
    await tab.put('a', bytes());
    const database = await new Promise<IDBDatabase>((resolve) => {
      indexedDB.open('samenplan').onsuccess = (event) => resolve((event.target as IDBOpenDBRequest).result);
    });
    await new Promise((resolve) => {
      const store = database.transaction('rows', 'readwrite').objectStore('rows');
      store.get('a').onsuccess = (found) => {
        store.put({ ...(found.target as IDBRequest<object>).result, id: 'b' }).onsuccess = resolve;
      };
    });
    expect(await tab.read('b')).toBeUndefined();
    expect(text((await tab.read('a')) ?? new Uint8Array())).toBe(secret);
  });

  it('goes when it is removed, and when its writer throws everything away at logging out', async () => {
    const tab = tabOf('ria');
    await tab.put('a', bytes());
    await tab.put('b', bytes());
    await tab.remove('a');
    await tab.clear();
    expect(await tab.put('c', bytes())).toBe(false);
    restart();
    expect(await tabOf('ria').count()).toBe(0);
  });

  it('remembers that its writer logged out, for that person only', async () => {
    const before = Date.now();
    await tabOf('ria').markLogout();
    expect(await tabOf('ria').loggedOutAt()).toBeGreaterThanOrEqual(before);
    expect(await tabOf('sam').loggedOutAt()).toBe(0);
  });

  it('is swept away when its key has ended', async () => {
    await tabOf('ria').put('a', bytes());
    restart();
    const now = Date.now;
    Date.now = () => now() + 2 * 86_400_000;
    try {
      expect(await tabOf('sam').count()).toBe(0);
    } finally {
      Date.now = now;
    }
    expect(await tabOf('ria').count()).toBe(0);
  });

  it('is nothing, said calmly, where the browser keeps nothing, has no keys, or is full', async () => {
    expect(await tabOf('ria', () => Promise.reject(new Error('offline'))).put('a', bytes())).toBe(false);
    const full = tabOf('ria');
    const { IDBObjectStore } = await import('fake-indexeddb');
    const put = IDBObjectStore.prototype.put;
    IDBObjectStore.prototype.put = () => {
      throw new DOMException('full', 'QuotaExceededError');
    };
    expect(await full.put('a', bytes())).toBe(false);
    IDBObjectStore.prototype.put = put;
    expect(await full.put('a', bytes())).toBe(true);
    Object.assign(globalThis, {
      indexedDB: {
        open: () => {
          throw new DOMException('private', 'SecurityError');
        },
      },
    });
    const private_ = tabOf('ria');
    expect([await private_.put('a', bytes()), await private_.items(), await private_.count()]).toEqual([false, [], 0]);
    Object.assign(globalThis, { indexedDB: undefined });
    const bare = tabOf('ria');
    expect([await bare.prepare(), await bare.put('a', bytes()), await bare.items()]).toEqual([false, false, []]);
  });
});
