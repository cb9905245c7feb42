import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import { z } from 'zod';
import { MasterKey } from '../cipher';

const variables = z.object({
  SAMENPLAN_TEST_SUPERUSER_URL: z.string(),
  SAMENPLAN_TEST_OWNER_URL: z.string(),
  SAMENPLAN_TEST_MASTER_KEY: z.string(),
});

export interface TestDatabase {
  /** Owner of the tables. */
  readonly ownerUrl: string;
  /** Role samenplan_serve. */
  readonly serveUrl: string;
  /** Role samenplan_live. */
  readonly liveUrl: string;
  /** 32 bytes: `Configuration.masterKey`. */
  readonly masterKey: Uint8Array;
  /** Closes every connection and removes the database. */
  drop(): Promise<void>;
}

/** A fresh, migrated database of its own on the server of this run; medium specs only. */
export async function testDatabase(): Promise<TestDatabase> {
  const given = variables.parse(process.env);
  const name = `test_${randomBytes(6).toString('hex')}`;
  const masterKey = Buffer.from(given.SAMENPLAN_TEST_MASTER_KEY, 'base64url');
  const asSuperuser = async (sql: string): Promise<void> => {
    const client = new Client({ connectionString: given.SAMENPLAN_TEST_SUPERUSER_URL });
    await client.connect();
    try {
      await client.query(sql);
    } finally {
      await client.end();
    }
  };
  await asSuperuser(`create database ${name} template samenplan_template owner samenplan_migrate`);
  const address = (role?: string): string => {
    const url = new URL(given.SAMENPLAN_TEST_OWNER_URL);
    url.pathname = `/${name}`;
    if (role === undefined) return url.href;
    url.username = role;
    url.password = new MasterKey(masterKey).derive(`role:${role}`).toString('base64url');
    return url.href;
  };
  return {
    ownerUrl: address(),
    serveUrl: address('samenplan_serve'),
    liveUrl: address('samenplan_live'),
    masterKey,
    drop: () => asSuperuser(`drop database ${name} with (force)`),
  };
}
