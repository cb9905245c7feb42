import { randomUUID } from 'node:crypto';
import { FIRST_PAGE, type KeyStore, type Queryable, type StoredKey } from '../keys';

const sampleKey = (): StoredKey => ({
  id: randomUUID(),
  kind: 'plan',
  ownerId: randomUUID(),
  parentId: null,
  masterKeyId: '0123456789abcdef',
  content: { wrapped: Buffer.from('wrapped'), nonce: Buffer.from('nonce') },
});

/** What every key store promises. `start` gives a fresh store and what it runs its statements on. */
export function keyStoreContract(name: string, start: () => Promise<{ store: KeyStore; db: Queryable }>): void {
  describe(`${name} keeps the promises of a key store`, () => {
    it('gives back a key as it was added', async () => {
      const { store, db } = await start();
      const root = sampleKey();
      const child: StoredKey = { ...sampleKey(), kind: 'room', parentId: root.id, masterKeyId: null };
      await store.add(db, root);
      await store.add(db, child);
      for (const key of [root, child]) {
        const found = await store.find(db, key.id);
        expect({ ...found, content: null }).toEqual({ ...key, content: null });
        expect(Buffer.from(found?.content?.wrapped ?? []).toString()).toBe('wrapped');
        expect(Buffer.from(found?.content?.nonce ?? []).toString()).toBe('nonce');
      }
    });

    it('finds many at once, destroyed ones without content, and leaves out what is unknown', async () => {
      const { store, db } = await start();
      const keys = Array.from({ length: 3 }, sampleKey);
      for (const key of keys) await store.add(db, key);
      const [one, other, gone] = keys.map(({ id }) => id);
      await store.destroy(db, gone ?? '', new Date());
      const found = await store.findMany(db, [one ?? '', gone ?? '', randomUUID()]);
      const contents = new Map(found.map(({ id, content }) => [id, content]));
      expect([...contents.keys()].sort()).toEqual([one, gone].sort());
      expect(contents.has(other ?? '')).toBe(false);
      expect(Buffer.from(contents.get(one ?? '')?.wrapped ?? []).toString()).toBe('wrapped');
      expect(contents.get(gone ?? '')).toBeNull();
      expect(await store.findMany(db, [])).toEqual([]);
    });

    it('finds nothing under an unknown id', async () => {
      const { store, db } = await start();
      expect(await store.find(db, randomUUID())).toBeUndefined();
    });

    it('keeps no content of a destroyed key, also when it is destroyed twice', async () => {
      const { store, db } = await start();
      const key = sampleKey();
      await store.add(db, key);
      await store.destroy(db, key.id, new Date());
      await store.destroy(db, key.id, new Date());
      expect((await store.find(db, key.id))?.content).toBeNull();
    });

    it('leaves other keys alone when one is destroyed', async () => {
      const { store, db } = await start();
      const [one, other] = [sampleKey(), sampleKey()];
      await store.add(db, one);
      await store.add(db, other);
      await store.destroy(db, one.id, new Date());
      expect((await store.find(db, other.id))?.content).not.toBeNull();
    });

    it('refuses a second key under the same id', async () => {
      const { store, db } = await start();
      const key = sampleKey();
      await store.add(db, key);
      await expect(store.add(db, key)).rejects.toThrow();
    });

    it('keeps the mark of a key that is added destroyed', async () => {
      const { store, db } = await start();
      const key = { ...sampleKey(), content: null };
      await store.add(db, key);
      expect((await store.find(db, key.id))?.content).toBeNull();
    });

    it('shows all keys page by page, and of those that a master key wraps only the ones in use', async () => {
      const { store, db } = await start();
      const [root, gone] = [sampleKey(), sampleKey()];
      const child: StoredKey = { ...sampleKey(), kind: 'room', parentId: root.id, masterKeyId: null };
      for (const key of [root, gone, child]) await store.add(db, key);
      await store.destroy(db, gone.id, new Date());
      const own = new Set([root, gone, child].map(({ id }) => id));
      const walk = async (only: 'all' | 'wrapped-by-master'): Promise<string[]> => {
        const ids: string[] = [];
        for (let page = await store.page(db, only, FIRST_PAGE, 2); page.length > 0;) {
          ids.push(...page.map(({ id }) => id));
          page = await store.page(db, only, ids.at(-1) ?? '', 2);
        }
        expect(ids).toEqual(ids.toSorted());
        return ids.filter((id) => own.has(id));
      };
      expect(await walk('all')).toEqual([...own].sort());
      expect(await walk('wrapped-by-master')).toEqual([root.id]);
    });

    it('puts a key under another master key, but never one that was destroyed', async () => {
      const { store, db } = await start();
      const [key, gone] = [sampleKey(), sampleKey()];
      for (const each of [key, gone]) await store.add(db, each);
      await store.destroy(db, gone.id, new Date());
      const content = { wrapped: Buffer.from('anew'), nonce: Buffer.from('other') };
      for (const each of [key, gone]) await store.rewrap(db, each.id, 'fedcba9876543210', content);
      const found = await store.find(db, key.id);
      expect(found?.masterKeyId).toBe('fedcba9876543210');
      expect(Buffer.from(found?.content?.wrapped ?? []).toString()).toBe('anew');
      expect((await store.find(db, gone.id))?.content).toBeNull();
    });
  });
}
