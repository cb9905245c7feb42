import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import type { DataSource } from 'typeorm';
import { afterCommit, Database, LivePool } from './database';
import { prepareDatabase } from './prepare-database';
import { testDatabase, type TestDatabase } from './testing/test-database';

let place: TestDatabase;
let database: Database;

beforeAll(async () => {
  place = await testDatabase();
  database = await Database.open({ url: place.serveUrl, entities: [], poolSize: 1 });
});

afterAll(async () => {
  await database.onApplicationShutdown();
  await place.drop();
});

const actingPerson = 'select acting_person() as person, current_setting($1, true) as trace';

describe('the acting person', () => {
  it('is known in the transaction and gone after it, on the same connection', async () => {
    const personId = randomUUID();
    const look = () =>
      database.as({ personId, traceId: 'trace-1' }, (tx) =>
        tx.query(`${actingPerson}, pg_backend_pid() as pid`, ['samenplan.trace']),
      );
    const [inside] = await look();
    // The pool has one connection; behind the back of Database nothing sets the person anew.
    const { source } = database as unknown as { source: DataSource };
    const [outside] = await source.query(`${actingPerson}, pg_backend_pid() as pid`, ['samenplan.trace']);
    expect(inside).toMatchObject({ person: personId, trace: 'trace-1' });
    expect(outside).toEqual({ person: null, trace: '', pid: inside.pid });
  });

  it('is gone after a transaction that failed', async () => {
    const failed = database.as({ personId: randomUUID() }, () => Promise.reject(new Error('on purpose')));
    await expect(failed).rejects.toThrow('on purpose');
    const [row] = await database.asNobody((tx) => tx.query('select acting_person() as person'));
    expect(row.person).toBeNull();
  });
});

describe('a transaction', () => {
  it('is tried again after a serialization failure, and its hints go out once', async () => {
    let runs = 0;
    let hints = 0;
    const result = await database.as({ personId: null }, async (tx) => {
      runs += 1;
      afterCommit(tx, () => (hints += 1));
      if (runs < 3) await tx.query("do $$ begin raise exception 'again' using errcode = '40001'; end $$");
      return 'done';
    });
    expect([result, runs, hints]).toEqual(['done', 3, 1]);
  });

  it('sends no hints when it rolls back', async () => {
    let hints = 0;
    const failed = database.asNobody(async (tx) => {
      afterCommit(tx, () => (hints += 1));
      throw new Error('on purpose');
    });
    await expect(failed).rejects.toThrow('on purpose');
    expect(hints).toBe(0);
  });
});

describe('the roles', () => {
  const as = async <T>(url: string, work: (client: Client) => Promise<T>): Promise<T> => {
    const client = new Client({ connectionString: url });
    await client.connect();
    try {
      return await work(client);
    } finally {
      await client.end();
    }
  };

  it.each(['serveUrl', 'liveUrl', 'ownerUrl'] as const)(
    '%s can not pass row-level security or become someone who can',
    async (which) => {
      await as(place[which], async (client) => {
        const { rows } = await client.query('select rolsuper, rolbypassrls from pg_roles where rolname = current_user');
        expect(rows).toEqual([{ rolsuper: false, rolbypassrls: false }]);
        await expect(client.query('set role samenplan_bootstrap')).rejects.toMatchObject({ code: '42501' });
      });
    },
  );

  it.each(['serveUrl', 'liveUrl'] as const)(
    '%s can not switch row-level security off, nor own or make tables',
    async (which) => {
      await as(place[which], async (client) => {
        await expect(client.query('alter table plan disable row level security')).rejects.toMatchObject({
          code: '42501',
        });
        await expect(client.query('create table mine (id int)')).rejects.toMatchObject({ code: '42501' });
        await expect(client.query('set role samenplan_migrate')).rejects.toMatchObject({ code: '42501' });
        const owned = await client.query('select from pg_class where pg_get_userbyid(relowner) = current_user');
        expect(owned.rowCount).toBe(0);
      });
    },
  );

  it('shows nobody a plan that another person sees', async () => {
    const [clientId, planId] = [randomUUID(), randomUUID()];
    await as(place.ownerUrl, async (client) => {
      await client.query('insert into person (id, name, contact_code) values ($1, $2, $3)', [
        clientId,
        'x',
        randomUUID(),
      ]);
    });
    const asClient = { personId: clientId };
    await database.as(asClient, (tx) =>
      tx.query('insert into plan_access (plan_id, client_id) values ($1, $2)', [planId, clientId]),
    );
    const count = (personId: string | null) =>
      database.as(
        { personId },
        async (tx) => (await tx.query('select from plan_access where plan_id = $1', [planId])).length,
      );
    expect([await count(clientId), await count(randomUUID()), await count(null)]).toEqual([1, 0, 0]);
  });

  it('keeps the live role away from people, plans and logins', async () => {
    const pool = new LivePool(place.liveUrl, 1);
    try {
      for (const table of ['person', 'plan', 'login_session', 'access_log'])
        await expect(pool.query(`select from ${table}`)).rejects.toMatchObject({ code: '42501' });
    } finally {
      await pool.onApplicationShutdown();
    }
  });
});

describe('prepareDatabase', () => {
  const settings = (change: { databaseUrl?: string; masterKey?: Uint8Array } = {}) => ({
    databaseUrl: place.ownerUrl,
    databaseServeUrl: undefined,
    databaseLiveUrl: undefined,
    masterKey: place.masterKey,
    ...change,
  });

  it('refuses a wrong master key in one sentence and leaves the roles as they are', async () => {
    await expect(prepareDatabase(settings({ masterKey: Buffer.alloc(32, 9) }), [])).rejects.toMatchObject({
      name: 'StartError',
      message: /MASTER_KEY does not belong/,
    });
    await database.ping();
    await as2(place.serveUrl);
  });

  it('may run in several instances at once', async () => {
    const urls = await Promise.all([1, 2, 3].map(() => prepareDatabase(settings(), [])));
    for (const { serveUrl, liveUrl } of urls) await Promise.all([as2(serveUrl), as2(liveUrl)]);
  });

  it.each([
    ['refuses this user or password', (url: URL) => (url.password = 'wrong')],
    ['does not exist', (url: URL) => (url.pathname = '/nowhere')],
    ["can't be reached", (url: URL) => (url.port = '1')],
  ])('says that the database %s, without its password', async (sentence, change) => {
    const url = new URL(place.ownerUrl);
    change(url);
    const failure = await prepareDatabase(settings({ databaseUrl: url.href }), []).catch((error: unknown) => error);
    expect(failure).toMatchObject({ name: 'StartError', message: expect.stringContaining(sentence) });
    expect(String(failure)).not.toContain(url.password);
  });
});

async function as2(url: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  await client.end();
}
