import { randomBytes, randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { MasterKey } from './cipher';
import { SystemClock } from './clock';
import { Database } from './database';
import { Encryption, type Sealed } from './encryption';
import { rotateKeys } from './key-rotation';
import { PostgresKeyStore } from './postgres-key-store';
import { prepareDatabase } from './prepare-database';
import { testDatabase, type TestDatabase } from './testing/test-database';

const store = new PostgresKeyStore();
const next = randomBytes(32);
const text = Buffer.from('Ik slaap slecht sinds de verhuizing.');

let place: TestDatabase;
let database: Database;
let owner: Client;

beforeEach(async () => {
  place = await testDatabase();
  database = await Database.open({ ...serve(), masterKeyIds: both().ids });
  owner = new Client({ connectionString: place.ownerUrl });
  await owner.connect();
});

afterEach(async () => {
  await owner.end();
  await database.onApplicationShutdown();
  await place.drop();
});

/** As a process that knows these master keys, with nothing in memory yet. */
const instance = (...[newest, ...others]: Uint8Array[]): Encryption =>
  new Encryption(new MasterKey(newest ?? place.masterKey, others), store, new SystemClock());
const both = () => new MasterKey(next, [place.masterKey]);
const serve = () => ({ url: place.serveUrl, entities: [], poolSize: 3 });
const start = (masterKey: Uint8Array, ...previousMasterKeys: Uint8Array[]) =>
  prepareDatabase(
    {
      databaseUrl: place.ownerUrl,
      databaseServeUrl: undefined,
      databaseLiveUrl: undefined,
      masterKey,
      previousMasterKeys,
    },
    [],
  );

type Plan = { readonly planId: string; readonly sealed: Sealed };

async function plan(by: Encryption): Promise<Plan> {
  const [planId, roomId] = [randomUUID(), randomUUID()];
  return database.asNobody(async (tx) => {
    const planKey = await by.createKey(tx, 'plan', planId, null);
    const roomKey = await by.createKey(tx, 'room', roomId, planKey);
    return { planId, sealed: await by.seal(tx, roomKey, `section:${roomId}`, text).then((s) => ({ ...s, roomId })) };
  });
}

const read = async (by: Encryption, { sealed }: Plan): Promise<string> =>
  (await by.open(owner, `section:${(sealed as Sealed & { roomId: string }).roomId}`, sealed)).toString();

const mastersOf = async (planIds: readonly string[]): Promise<string[]> => {
  const { rows } = await owner.query<{ master: string }>(
    'select distinct master_key_id as master from keys.data_key where owner_id = any ($1::uuid[])',
    [planIds],
  );
  return rows.map(({ master }) => master);
};

describe('a rotation of the master key', () => {
  it('puts every key under the newest one, and the older one can then go', async () => {
    const made: Plan[] = [];
    for (let n = 0; n < 7; n += 1) made.push(await plan(instance(place.masterKey)));
    const done = await rotateKeys(owner, both(), store, { batch: 2 });
    expect(done).toEqual({ keys: 8, rewrapped: 8, unreadable: 0 });
    expect(await mastersOf(made.map(({ planId }) => planId))).toEqual([new MasterKey(next).id]);
    await start(next);
    for (const each of made) expect(await read(instance(next), each)).toBe(text.toString());
    await expect(read(instance(place.masterKey), made[0] as Plan)).rejects.toMatchObject({ fault: 'not-unwrapped' });
  });

  it('does not begin while an instance runs that would not understand it, and that makes no difference later', async () => {
    const older = await Database.open({ ...serve(), masterKeyIds: new MasterKey(place.masterKey).ids });
    try {
      await older.ping();
      await expect(rotateKeys(owner, both(), store)).rejects.toMatchObject({
        name: 'StartError',
        message: /does not know the newest master key yet/,
      });
      expect((await store.canary(owner))?.masterKeyId).toBe(new MasterKey(place.masterKey).id);
    } finally {
      await older.onApplicationShutdown();
    }
    await rotateKeys(owner, both(), store);
  });

  it('changes nothing before it begins: what a newer instance makes, one with only the older key reads', async () => {
    await start(next, place.masterKey);
    const made = await plan(instance(next, place.masterKey));
    expect(await read(instance(place.masterKey), made)).toBe(text.toString());
  });

  it('lets both kinds of instances read and make plans while it runs, and leaves none behind', async () => {
    const [one, other] = [instance(place.masterKey, next), instance(next, place.masterKey)];
    const made: Plan[] = [];
    for (let n = 0; n < 30; n += 1) made.push(await plan(one));
    const work = (async () => {
      for (let n = 0; n < 60; n += 1) {
        made.push(await plan(n % 2 === 0 ? one : other));
        const any = made[n % made.length] as Plan;
        expect(await read(instance(n % 3 === 0 ? place.masterKey : next, place.masterKey, next), any)).toBe(
          text.toString(),
        );
      }
    })();
    const second = new Client({ connectionString: place.ownerUrl });
    await second.connect();
    try {
      await rotateKeys(second, both(), store, { batch: 3 });
    } finally {
      await second.end();
    }
    await work;
    // Whatever was made after the check key moved stands under the newest already.
    expect(await mastersOf(made.map(({ planId }) => planId))).toEqual([new MasterKey(next).id]);
    for (const each of made) expect(await read(instance(next), each)).toBe(text.toString());
  });

  it('waits for a plan that is being made under the older key, and takes it along', async () => {
    const older = instance(place.masterKey, next);
    const planId = randomUUID();
    const { rows } = await owner.query<{ pid: number }>('select pg_backend_pid() as pid');
    let rotation: Promise<unknown> | undefined;
    await database.asNobody(async (tx) => {
      await older.createKey(tx, 'plan', planId, null);
      rotation = rotateKeys(owner, both(), store);
      for (;;) {
        const [waits] = await tx.query('select cardinality(pg_blocking_pids($1)) > 0 as here', [rows[0]?.pid]);
        if (waits.here === true) break;
      }
    });
    await rotation;
    expect(await mastersOf([planId])).toEqual([new MasterKey(next).id]);
  });

  it('that was interrupted is finished by the next run; a run after that finds nothing to do', async () => {
    const made: Plan[] = [];
    for (let n = 0; n < 9; n += 1) made.push(await plan(instance(place.masterKey)));
    let batches = 0;
    const interrupted = rotateKeys(owner, both(), store, {
      batch: 2,
      onBatch: async () => {
        batches += 1;
        if (batches === 2) throw new Error('pulled the plug');
      },
    });
    await expect(interrupted).rejects.toThrow('pulled the plug');
    expect(await mastersOf(made.map(({ planId }) => planId))).toHaveLength(2);
    for (const each of made) expect(await read(instance(next, place.masterKey), each)).toBe(text.toString());
    expect(await rotateKeys(owner, both(), store)).toMatchObject({ keys: 10, unreadable: 0 });
    expect(await rotateKeys(owner, both(), store)).toEqual({ keys: 10, rewrapped: 0, unreadable: 0 });
  });

  it('does not believe a label: a key that says it is under the newest is looked at too', async () => {
    const made = await plan(instance(place.masterKey));
    await owner.query('update keys.data_key set master_key_id = $2 where owner_id = $1', [
      made.planId,
      new MasterKey(next).id,
    ]);
    await rotateKeys(owner, both(), store);
    expect(await read(instance(next), made)).toBe(text.toString());
  });

  it('counts what no known master key unwraps and leaves it as it is', async () => {
    const made = await plan(instance(place.masterKey));
    const strange = new MasterKey(randomBytes(32));
    const content = strange.wrap(strange.id, ['other'], randomBytes(32));
    if (content === undefined) throw new Error('not wrapped');
    await owner.query('update keys.data_key set wrapped = $2, nonce = $3 where owner_id = $1', [
      made.planId,
      content.wrapped,
      content.nonce,
    ]);
    expect(await rotateKeys(owner, both(), store)).toEqual({ keys: 2, rewrapped: 1, unreadable: 1 });
  });
});

describe('a start', () => {
  it('keeps the passwords of the roles over a rotation, so that nobody is locked out', async () => {
    const before = await start(place.masterKey);
    await rotateKeys(owner, both(), store);
    expect(await start(next, place.masterKey)).toEqual(before);
    expect(await start(next)).toEqual(before);
    await database.ping();
  });

  it('after a rotation refuses the older key alone, in one sentence', async () => {
    await rotateKeys(owner, both(), store);
    await expect(start(place.masterKey)).rejects.toMatchObject({
      name: 'StartError',
      message: /^MASTER_KEY does not belong to this database/,
    });
  });

  it('says how many keys still need an older master key, and nothing else about them', async () => {
    await plan(instance(place.masterKey));
    await plan(instance(place.masterKey));
    const canary = await store.canary(owner);
    if (canary?.content == null) throw new Error('no canary');
    // As when a rotation was interrupted right after its first step.
    await expect(
      rotateKeys(owner, both(), store, { batch: 1, onBatch: () => Promise.reject(new Error('stop')) }),
    ).rejects.toThrow('stop');
    const failure = await start(next).catch((error: unknown) => error);
    expect(failure).toMatchObject({
      name: 'StartError',
      message: expect.stringMatching(/^\d keys? (is|are) wrapped by a master key that is not set: /),
    });
    await start(next, place.masterKey);
  });

  it('refuses plans without any key, instead of beginning anew', async () => {
    const personId = randomUUID();
    await owner.query('insert into person (id, name, contact_code) values ($1, $2, $3)', [personId, 'x', personId]);
    await owner.query('insert into plan_access (plan_id, client_id) values ($1, $2)', [randomUUID(), personId]);
    await owner.query('delete from keys.data_key');
    await expect(start(place.masterKey)).rejects.toMatchObject({ message: /npm run keys:restore/ });
  });
});
