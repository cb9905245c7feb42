import { testDatabase, type TestDatabase } from '@samenplan/api/platform/testing';
import { Client } from 'pg';

/** A database of its own for a test about rights, asked as its owner. */
export type Ground = { readonly database: TestDatabase; readonly db: Client };

/** With one organisation (and a function of the same id), these people, and these teams of it. */
export async function openGround(place: string, people: readonly string[], teams: readonly string[]): Promise<Ground> {
  const database = await testDatabase();
  const db = new Client({ connectionString: database.ownerUrl });
  await db.connect();
  await db.query("insert into organisation values ($1, 'Ground', 'care', null)", [place]);
  await db.query("insert into job_function values ($1, $1, 'ground', '{}', 'purpose', 'basis')", [place]);
  await db.query(
    'insert into person (id, name, contact_code) select id, id::text, id::text from unnest($1::uuid[]) id',
    [people],
  );
  await db.query("insert into team select id, $2, 'team' from unnest($1::uuid[]) id", [teams, place]);
  return { database, db };
}
