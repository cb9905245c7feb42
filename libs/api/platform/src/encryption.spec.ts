import { randomUUID } from 'node:crypto';
import { inspect } from 'node:util';
import { MasterKey } from './cipher';
import { Encryption, type Sealed } from './encryption';
import { KeyUnavailable, SealBroken, type Queryable } from './keys';
import { keyStoreContract } from './testing/key-store-contract';
import { MemoryKeyStore } from './testing/memory-key-store';
import { TestClock } from './testing/test-clock';

const db: Queryable = { query: () => Promise.reject(new Error('no database here')) };
const text = Buffer.from('Ik slaap slecht sinds de verhuizing.');

async function start() {
  const [store, clock, masterKey] = [new MemoryKeyStore(), new TestClock(), new MasterKey(Buffer.alloc(32, 3))];
  const encryption = new Encryption(masterKey, store, clock);
  const [planId, roomId] = [randomUUID(), randomUUID()];
  const planKey = await encryption.createKey(db, 'plan', planId, null);
  const roomKey = await encryption.createKey(db, 'room', roomId, planKey);
  /** As another process with the same database would see it. */
  const restarted = (bytes = Buffer.alloc(32, 3)) => new Encryption(new MasterKey(bytes), store, clock);
  return { store, clock, encryption, planKey, roomKey, planId, roomId, restarted };
}

const flip = (bytes: Uint8Array, at: number): Buffer => {
  const copy = Buffer.from(bytes);
  copy[at] = (copy[at] ?? 0) ^ 1;
  return copy;
};

keyStoreContract('The key store of the tests', async () => ({ store: new MemoryKeyStore(), db }));

describe('what is sealed', () => {
  it('opens for the same key and purpose, also after a restart', async () => {
    const { encryption, roomKey, restarted } = await start();
    const sealed = await encryption.seal(db, roomKey, 'row:1', text);
    expect(Buffer.from(sealed.payload).includes(text.subarray(0, 8))).toBe(false);
    expect((await encryption.open(db, 'row:1', sealed)).equals(text)).toBe(true);
    expect((await restarted().open(db, 'row:1', sealed)).equals(text)).toBe(true);
  });

  it.each<[string, (sealed: Sealed) => Sealed]>([
    ['a changed first byte', (sealed) => ({ ...sealed, payload: flip(sealed.payload, 0) })],
    ['a changed tag', (sealed) => ({ ...sealed, payload: flip(sealed.payload, sealed.payload.length - 1) })],
    ['a cut end', (sealed) => ({ ...sealed, payload: sealed.payload.subarray(0, -1) })],
    ['nothing left', (sealed) => ({ ...sealed, payload: Buffer.alloc(0) })],
    ['another nonce', (sealed) => ({ ...sealed, nonce: flip(sealed.nonce, 0) })],
    ['a short nonce', (sealed) => ({ ...sealed, nonce: sealed.nonce.subarray(0, 8) })],
  ])('does not open with %s', async (_, change) => {
    const { encryption, roomKey } = await start();
    const sealed = await encryption.seal(db, roomKey, 'p', text);
    await expect(encryption.open(db, 'p', change(sealed))).rejects.toThrow(SealBroken);
  });

  it('does not open for another purpose, nor under another key, nor with the nonce of another', async () => {
    const { encryption, planKey, roomKey } = await start();
    const [one, other] = [
      await encryption.seal(db, roomKey, 'row:1', text),
      await encryption.seal(db, roomKey, 'row:1', text),
    ];
    await expect(encryption.open(db, 'row:2', one)).rejects.toThrow(SealBroken);
    await expect(encryption.open(db, 'row:1', { ...one, keyId: planKey })).rejects.toThrow(SealBroken);
    await expect(encryption.open(db, 'row:1', { ...one, nonce: other.nonce })).rejects.toThrow(SealBroken);
  });

  it('never uses a nonce twice', async () => {
    const { encryption, roomKey } = await start();
    const nonces = new Set<string>();
    for (let n = 0; n < 500; n += 1)
      nonces.add(Buffer.from((await encryption.seal(db, roomKey, 'p', text)).nonce).toString('hex'));
    expect(nonces.size).toBe(500);
  });

  it('stands in one column as JSON and comes back as it was', async () => {
    const { encryption, roomKey } = await start();
    const column = await encryption.sealJson(db, roomKey, 'row:1', { title: 'Verslaving' });
    expect(await encryption.openJson(db, 'row:1', column)).toEqual({ title: 'Verslaving' });
    for (const at of [5, 20, 30, column.length - 1])
      await expect(encryption.openJson(db, 'row:1', flip(column, at))).rejects.toThrow(
        at === 5 ? KeyUnavailable : SealBroken,
      );
    for (const damaged of [Buffer.alloc(0), column.subarray(0, 20), flip(column, 0)])
      await expect(encryption.openJson(db, 'row:1', damaged)).rejects.toThrow(SealBroken);
  });
});

describe('the key of another', () => {
  it('neither seals nor opens what belongs to a plan or room, whatever the database says', async () => {
    const { store, encryption, planKey, roomKey, roomId } = await start();
    const otherId = randomUUID();
    const other = await encryption.createKey(db, 'room', otherId, planKey);
    const sealed = await encryption.seal(db, roomKey, `room-update:${roomId}:h:a:l`, text);
    await expect(encryption.seal(db, other, `room-update:${roomId}:h:a:l`, text)).rejects.toMatchObject({
      fault: 'not-its-owner',
    });
    await expect(encryption.open(db, `room-update:${roomId}:h:a:l`, { ...sealed, keyId: other })).rejects.toThrow(
      SealBroken,
    );
    // The row of the key is given to the other room while the key is at hand.
    const stored = store.keys.get(roomKey);
    if (stored === undefined) throw new Error('no key');
    store.keys.set(roomKey, { ...stored, ownerId: otherId });
    await expect(encryption.seal(db, roomKey, `section:${otherId}`, text)).rejects.toMatchObject({
      fault: 'not-its-owner',
    });
  });

  it('does not open a line that was moved to another plan', async () => {
    const { encryption, planKey, planId } = await start();
    const line = await encryption.sealJson(db, planKey, 'access-log:1', { title: 'Wonen' });
    expect(await encryption.openJson(db, 'access-log:1', line, planId)).toEqual({ title: 'Wonen' });
    await expect(encryption.openJson(db, 'access-log:1', line, randomUUID())).rejects.toThrow(SealBroken);
  });
});

describe('a key', () => {
  it('is of no use under another master key', async () => {
    const { encryption, roomKey, restarted } = await start();
    const sealed = await encryption.seal(db, roomKey, 'p', text);
    const fault = restarted(Buffer.alloc(32, 4)).open(db, 'p', sealed);
    await expect(fault).rejects.toMatchObject({ name: 'KeyUnavailable', fault: 'not-unwrapped' });
  });

  it('is of no use when moved to another owner or parent in the database', async () => {
    const { store, planKey, roomKey, restarted } = await start();
    const stored = store.keys.get(roomKey);
    if (stored === undefined) throw new Error('no key');
    for (const change of [{ ownerId: randomUUID() }, { kind: 'meeting' as const }, { parentId: null }]) {
      store.keys.set(roomKey, { ...stored, ...change });
      await expect(restarted().seal(db, roomKey, 'p', text)).rejects.toMatchObject({ fault: 'not-unwrapped' });
    }
    store.keys.set(roomKey, { ...stored, parentId: planKey });
    await expect(restarted().seal(db, roomKey, 'p', text)).resolves.toBeDefined();
  });

  it('takes with it what it protected, and the keys it wrapped, when destroyed', async () => {
    const { encryption, planKey, roomKey, restarted } = await start();
    const sealed = await encryption.seal(db, roomKey, 'p', text);
    await encryption.destroyKey(db, planKey);
    for (const reader of [encryption, restarted()])
      await expect(reader.open(db, 'p', sealed)).rejects.toMatchObject({
        name: 'KeyUnavailable',
        fault: 'destroyed',
        keyId: planKey,
      });
  });

  it('destroyed elsewhere is not remembered for longer than a minute', async () => {
    const { encryption, store, clock, roomKey } = await start();
    const sealed = await encryption.seal(db, roomKey, 'p', text);
    await store.destroy(db, roomKey);
    await expect(encryption.open(db, 'p', sealed)).resolves.toBeDefined();
    clock.advance(60_000);
    await expect(encryption.open(db, 'p', sealed)).rejects.toMatchObject({ fault: 'destroyed' });
  });

  it('is fetched with many others and the keys that wrap them in two rounds, and then at hand', async () => {
    const { store, encryption, planKey, restarted } = await start();
    const rooms = await Promise.all(
      Array.from({ length: 40 }, () => encryption.createKey(db, 'room', randomUUID(), planKey)),
    );
    const sealed = await Promise.all(rooms.map((id) => encryption.sealJson(db, id, 'p', { id })));
    const other = restarted();
    store.rounds = 0;
    await other.preload(
      db,
      sealed.map((column) => other.keyIdOf(column)),
    );
    for (const [nth, column] of sealed.entries())
      expect(await other.openJson(db, 'p', column)).toEqual({ id: rooms[nth] });
    expect(store.rounds).toBe(2);
    await other.preload(db, rooms);
    expect(store.rounds).toBe(2);
  });

  it('that can not be had keeps no other from being fetched, and is a typed error for whoever needs it', async () => {
    const { store, encryption, planKey, roomKey, restarted } = await start();
    const lost = await encryption.createKey(db, 'room', randomUUID(), planKey);
    await store.destroy(db, lost);
    const other = restarted();
    await other.preload(db, [lost, randomUUID(), roomKey]);
    store.rounds = 0;
    await expect(other.seal(db, roomKey, 'p', text)).resolves.toBeDefined();
    expect(store.rounds).toBe(0);
    await expect(other.seal(db, lost, 'p', text)).rejects.toMatchObject({ fault: 'destroyed' });
  });

  it('that is missing is a typed error', async () => {
    const { encryption } = await start();
    await expect(encryption.seal(db, randomUUID(), 'p', text)).rejects.toMatchObject({
      name: 'KeyUnavailable',
      fault: 'missing',
    });
  });

  it('shows itself nowhere', () => {
    const key = new MasterKey(Buffer.alloc(32, 65), [Buffer.alloc(32, 65)]);
    expect(`${inspect(key, { depth: 9, showHidden: true })} ${JSON.stringify({ key })}`).not.toMatch(
      /AAAA|41 41|65,\s*65|QUFB/,
    );
  });
});
