import { randomUUID } from 'node:crypto';
import { DataSource } from 'typeorm';
import { LivePool } from './database';
import type { StoredKey } from './keys';
import { PostgresKeyStore } from './postgres-key-store';
import { keyStoreContract } from './testing/key-store-contract';
import { testDatabase, type TestDatabase } from './testing/test-database';

let place: TestDatabase;
let source: DataSource;
let pool: LivePool;

beforeAll(async () => {
  place = await testDatabase();
  source = await new DataSource({ type: 'postgres', url: place.ownerUrl, entities: [] }).initialize();
  pool = new LivePool(place.ownerUrl, 2);
});

afterAll(async () => {
  await source.destroy();
  await pool.onApplicationShutdown();
  await place.drop();
});

keyStoreContract('PostgreSQL through TypeORM', async () => ({ store: new PostgresKeyStore(), db: source.manager }));
keyStoreContract('PostgreSQL through a pg pool', async () => ({ store: new PostgresKeyStore(), db: pool }));

it('The role that serves requests neither wraps keys anew nor fills a destroyed one', async () => {
  const [store, serve] = [new PostgresKeyStore(), new LivePool(place.serveUrl, 1)];
  const content = { wrapped: Buffer.from('w'), nonce: Buffer.from('n') };
  const key: StoredKey = {
    id: randomUUID(),
    kind: 'plan',
    ownerId: randomUUID(),
    parentId: null,
    masterKeyId: null,
    content,
  };
  try {
    await store.add(serve, key);
    await expect(store.rewrap(serve, key.id, '0123456789abcdef', content)).rejects.toMatchObject({ code: '42501' });
    await store.destroy(serve, key.id, new Date());
    for (const set of ["wrapped = 'w', nonce = 'n'", 'destroyed_at = null'])
      await expect(serve.query(`update keys.data_key set ${set} where id = $1`, [key.id])).rejects.toMatchObject({
        code: '23000',
      });
  } finally {
    await serve.onApplicationShutdown();
  }
});
