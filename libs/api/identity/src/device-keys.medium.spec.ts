import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { Database, Encryption, MasterKey, PostgresKeyStore } from '@samenplan/api/platform';
import { testDatabase, TestClock, type TestDatabase } from '@samenplan/api/platform/testing';
import { newContactCode } from './accounts';
import { DeviceKeys } from './device-keys';

let place: TestDatabase;
let database: Database;
let owner: Client;
let keys: DeviceKeys;

beforeAll(async () => {
  place = await testDatabase();
  database = await Database.open({ url: place.serveUrl, entities: [], poolSize: 4 });
  owner = new Client({ connectionString: place.ownerUrl });
  await owner.connect();
  keys = new DeviceKeys(
    database,
    new Encryption(new MasterKey(place.masterKey), new PostgresKeyStore(), new TestClock()),
  );
});
afterAll(async () => {
  await owner.end();
  await database.onApplicationShutdown();
  await place.drop();
});

async function person(): Promise<{ personId: string }> {
  const personId = randomUUID();
  await owner.query('insert into person (id, name, contact_code) values ($1, $2, $3)', [
    personId,
    'Iemand',
    newContactCode(),
  ]);
  return { personId };
}

/** Moves everything of a person back in time by so many days. */
const age = (who: { personId: string }, days: number): Promise<unknown> =>
  owner.query(
    `update device_key set day = day - $2::int, ends_at = ends_at - make_interval(days => $2::int) where person_id = $1`,
    [who.personId, days],
  );

describe('keys for text that waits on a device', () => {
  it('are the same in every tab of one person on one day, and of 32 bytes', async () => {
    const who = await person();
    const [one, other] = await Promise.all([keys.of(who), keys.of(who)]);
    expect(one).toEqual(other);
    expect(one.map(({ key }) => Buffer.from(key, 'base64').length)).toEqual([32]);
  });

  it('differ from person to person', async () => {
    const [[mine], [theirs]] = await Promise.all([person().then((p) => keys.of(p)), person().then((p) => keys.of(p))]);
    expect(mine?.id).not.toBe(theirs?.id);
    expect(mine?.key).not.toBe(theirs?.key);
  });

  it('are new each day, and open what earlier days wrote for a week', async () => {
    const who = await person();
    const [first] = await keys.of(who);
    await age(who, 7);
    const [today, ...earlier] = await keys.of(who);
    expect(today?.id).not.toBe(first?.id);
    expect(earlier.map(({ id, key }) => [id, key])).toEqual([[first?.id, first?.key]]);
    const left = Date.parse(today?.endsAt ?? '') - Date.now();
    expect(left).toBeGreaterThan(7 * 86_400_000);
    expect(left).toBeLessThanOrEqual(8 * 86_400_000);
  });

  it('are gone after their time, also those of somebody who never comes back', async () => {
    const [gone, other] = [await person(), await person()];
    const [first] = await keys.of(gone);
    await age(gone, 8);
    await keys.of(other);
    const { rows } = await owner.query('select from device_key where person_id = $1', [gone.personId]);
    expect(rows).toHaveLength(0);
    expect((await keys.of(gone)).map(({ id }) => id)).not.toContain(first?.id);
  });

  it('stand in the database sealed, and only for the person in whose name is asked', async () => {
    const [mine, other] = [await person(), await person()];
    const [key] = await keys.of(mine);
    const { rows } = await owner.query("select encode(sealed, 'escape') as sealed from device_key");
    const secret = Buffer.from(key?.key ?? '', 'base64');
    for (const { sealed } of rows) expect(sealed).not.toContain(key?.key);
    const raw = await owner.query<{ sealed: Buffer }>('select sealed from device_key');
    for (const { sealed } of raw.rows) expect(sealed.includes(secret)).toBe(false);
    const seen = await database.as(other, (tx) => tx.query('select id from device_key'));
    expect(seen).toEqual([]);
    await expect(
      database.as(other, (tx) =>
        tx.query(
          `insert into device_key (id, person_id, day, sealed, ends_at) values ($1, $2, '2000-01-01', '\\x00', now())`,
          [randomUUID(), mine.personId],
        ),
      ),
    ).rejects.toThrow(/row-level security/);
  });
});
