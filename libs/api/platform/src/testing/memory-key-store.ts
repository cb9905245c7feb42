import type { Wrapped } from '../cipher';
import { KeyStore, type Queryable, type StoredKey } from '../keys';

/** Keys in a map: for tests of what is built on a key store. */
export class MemoryKeyStore extends KeyStore {
  readonly keys = new Map<string, StoredKey>();
  /** How often the store was asked for keys. */
  rounds = 0;

  async add(_: Queryable, key: StoredKey): Promise<void> {
    if (this.keys.has(key.id)) throw new Error('There is such a key');
    this.keys.set(key.id, key);
  }

  async find(_: Queryable, id: string): Promise<StoredKey | undefined> {
    this.rounds += 1;
    return this.keys.get(id);
  }

  async findMany(_: Queryable, ids: readonly string[]): Promise<StoredKey[]> {
    this.rounds += 1;
    return ids.flatMap((id) => this.keys.get(id) ?? []);
  }

  async destroy(_: Queryable, id: string): Promise<void> {
    const key = this.keys.get(id);
    if (key !== undefined) this.keys.set(id, { ...key, content: null });
  }

  async canary(): Promise<StoredKey | undefined> {
    return [...this.keys.values()].find(({ kind }) => kind === 'canary');
  }

  async page(_: Queryable, only: 'all' | 'wrapped-by-master', after: string, limit: number): Promise<StoredKey[]> {
    return [...this.keys.values()]
      .filter(({ id, parentId, content }) => id > after && (only === 'all' || (parentId === null && content !== null)))
      .sort((a, b) => (a.id < b.id ? -1 : 1))
      .slice(0, limit);
  }

  async rewrap(_: Queryable, id: string, masterKeyId: string, content: Wrapped): Promise<void> {
    const key = this.keys.get(id);
    if (key !== undefined && key.content !== null) this.keys.set(id, { ...key, masterKeyId, content });
  }
}
