import { DataSource } from 'typeorm';
import { LivePool } from './database';
import { PostgresKeyStore } from './postgres-key-store';
import { keyStoreContract } from './testing/key-store-contract';
import { testDatabase, type TestDatabase } from './testing/test-database';

let place: TestDatabase;
let source: DataSource;
let pool: LivePool;

beforeAll(async () => {
  place = await testDatabase();
  source = await new DataSource({ type: 'postgres', url: place.serveUrl, entities: [] }).initialize();
  pool = new LivePool(place.serveUrl, 2);
});

afterAll(async () => {
  await source.destroy();
  await pool.onApplicationShutdown();
  await place.drop();
});

keyStoreContract('PostgreSQL through TypeORM', async () => ({ store: new PostgresKeyStore(), db: source.manager }));
keyStoreContract('PostgreSQL through a pg pool', async () => ({ store: new PostgresKeyStore(), db: pool }));
