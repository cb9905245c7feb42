import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { MasterKey } from './cipher';
import { SystemClock } from './clock';
import { Encryption } from './encryption';
import { backUpKeys, keyBackupName, pruneKeyBackups } from './key-backup';
import { restoreKeys } from './key-restore';
import { PostgresKeyStore } from './postgres-key-store';
import { testDatabase, type TestDatabase } from './testing/test-database';

const store = new PostgresKeyStore();
const now = new Date('2027-03-01T12:00:00Z');

let place: TestDatabase;
let owner: Client;
let masterKey: MasterKey;
let folder: string;
let path: string;

beforeEach(async () => {
  place = await testDatabase();
  owner = new Client({ connectionString: place.ownerUrl });
  await owner.connect();
  masterKey = new MasterKey(place.masterKey);
  folder = mkdtempSync(join(tmpdir(), 'samenplan-keys-'));
  path = join(folder, keyBackupName(now));
});

afterEach(async () => {
  await owner.end();
  await place.drop();
  rmSync(folder, { recursive: true });
});

const encryption = (): Encryption => new Encryption(masterKey, store, new SystemClock());

async function plan(): Promise<{ planId: string; planKey: string; roomId: string; roomKey: string }> {
  const [planId, roomId, by] = [randomUUID(), randomUUID(), encryption()];
  const planKey = await by.createKey(owner, 'plan', planId, null);
  return { planId, planKey, roomId, roomKey: await by.createKey(owner, 'room', roomId, planKey) };
}
const lose = () => owner.query('truncate keys.data_key');
const restore = (dryRun = false) => restoreKeys(owner, store, masterKey, { path, dryRun });

describe('a backup of keys', () => {
  it('brings back what was lost, so that it opens again', async () => {
    const { roomId, roomKey } = await plan();
    const sealed = await encryption().seal(owner, roomKey, `section:${roomId}`, Buffer.from('Wonen'));
    expect(await backUpKeys(owner, store, masterKey, { path, now })).toBe(3);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    await lose();
    expect(await restore(true)).toEqual({ createdAt: now.toISOString(), added: 3, present: 0, destroyed: 0 });
    expect(await store.find(owner, roomKey)).toBeUndefined();
    expect(await restore()).toMatchObject({ added: 3 });
    expect((await encryption().open(owner, `section:${roomId}`, sealed)).toString()).toBe('Wonen');
    expect(await restore()).toMatchObject({ added: 0, present: 3 });
  });

  it('never brings back what was destroyed: here, in the backup, or by what the access log says', async () => {
    const [here, inBackup, inLog, alive] = [await plan(), await plan(), await plan(), await plan()];
    await encryption().destroyKey(owner, inBackup.planKey);
    await backUpKeys(owner, store, masterKey, { path, now });
    await owner.query(
      `insert into access_log (id, plan_id, action, outcome, type, why, source, trace_id, details)
        values ($1, $2, 'D', 'success', 'plan-destroyed', 'no-rule', 'x', 'x', '')`,
      [randomUUID(), inLog.planId],
    );
    await owner.query('delete from keys.data_key where id <> $1 and id <> $2', [here.planKey, here.roomKey]);
    await encryption().destroyKey(owner, here.planKey);
    await restore();
    for (const { planKey } of [here, inBackup]) expect((await store.find(owner, planKey))?.content).toBeNull();
    for (const id of [inLog.planKey, inLog.roomKey]) expect(await store.find(owner, id)).toBeUndefined();
    for (const id of [alive.planKey, alive.roomKey]) expect((await store.find(owner, id))?.content).not.toBeNull();
  });

  it('destroys again what a database from before the destruction still holds', async () => {
    const { planKey } = await plan();
    const before = await store.find(owner, planKey);
    await encryption().destroyKey(owner, planKey);
    await backUpKeys(owner, store, masterKey, { path, now });
    await owner.query('delete from keys.data_key where parent_id is not null; ');
    await owner.query('delete from keys.data_key where id = $1', [planKey]);
    if (before !== undefined) await store.add(owner, before);
    await restore();
    expect((await store.find(owner, planKey))?.content).toBeNull();
  });

  it.each<[string, (lines: string[]) => string[]]>([
    ['a changed key', (lines) => lines.map((line, n) => (n === 2 ? line.replace(/A|B|C/, 'D') : line))],
    ['a key less', (lines) => lines.filter((_, n) => n !== 1)],
    ['keys in another order', ([first = '', one = '', two = '', ...rest]) => [first, two, one, ...rest]],
    ['no end', (lines) => lines.slice(0, -1)],
    ['a new date', (lines) => lines.map((line) => line.replace('2027-03-01', '2027-03-02'))],
    ['another form', () => ['{"format":"something"}']],
    ['nothing in it', () => []],
  ])('with %s restores nothing', async (_, change) => {
    await plan();
    await backUpKeys(owner, store, masterKey, { path, now });
    await lose();
    writeFileSync(path, `${change(readFileSync(path, 'utf8').trimEnd().split('\n')).join('\n')}\n`);
    await expect(restore()).rejects.toMatchObject({ name: 'StartError', message: /key backup/ });
    expect((await owner.query('select from keys.data_key')).rowCount).toBe(0);
  });

  it('of another master key says so', async () => {
    await backUpKeys(owner, store, masterKey, { path, now });
    const other = new MasterKey(randomBytes(32));
    await expect(restoreKeys(owner, store, other, { path, dryRun: false })).rejects.toMatchObject({
      message: /under a master key that is not set/,
    });
    const rotated = new MasterKey(randomBytes(32), [place.masterKey]);
    expect(await restoreKeys(owner, store, rotated, { path, dryRun: false })).toMatchObject({ present: 1 });
  });

  it('never overwrites another, and leaves nothing of one that failed', async () => {
    await backUpKeys(owner, store, masterKey, { path, now });
    writeFileSync(`${path}.part`, '');
    await expect(backUpKeys(owner, store, masterKey, { path, now })).rejects.toMatchObject({ code: 'EEXIST' });
  });

  it('is removed after thirty days, and nothing else is', async () => {
    const day = (n: number) => keyBackupName(new Date(now.getTime() - n * 86_400_000));
    const kept = [day(0), day(29), 'samenplan-keys-of-mine.jsonl', '20200101.jsonl'];
    for (const name of [...kept, day(31), day(400)]) writeFileSync(join(folder, name), '');
    expect(await pruneKeyBackups(folder, now)).toBe(2);
    expect(readdirSync(folder).sort()).toEqual(kept.sort());
  });
});
