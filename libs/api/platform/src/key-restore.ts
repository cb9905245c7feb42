import type { Client } from 'pg';
import { z } from 'zod';
import type { MasterKey } from './cipher';
import { checkKeyBackup, keysIn } from './key-backup';
import { wrapContext, type KeyStore, type StoredKey } from './keys';
import { StartError } from './start-error';

const BATCH = 500;
const tombstone = z.object({ id: z.uuid() });

export interface Restored {
  /** When the backup was made. */
  readonly createdAt: string;
  /** Keys that were missing and were put back; in a dry run: that would be. */
  readonly added: number;
  /** Keys that are there, in use. */
  readonly present: number;
  /** Keys that are destroyed, here or in the backup: they stay so. */
  readonly destroyed: number;
}

/**
 * Puts missing keys back, after the whole backup was checked. What is destroyed stays destroyed: a key with that mark
 * here or in the backup, and the keys of a plan or section whose destruction stands in the access log. All or nothing.
 * @param owner a connection as the owner of the database, not in a transaction
 * @throws StartError in one sentence; then nothing was restored
 */
export async function restoreKeys(
  owner: Client,
  store: KeyStore,
  masterKey: MasterKey,
  { path, dryRun }: { readonly path: string; readonly dryRun: boolean },
): Promise<Restored> {
  const { createdAt } = await checkKeyBackup(path, masterKey);
  await refuseUnreadable(path, masterKey);
  await owner.query('begin');
  try {
    await owner.query('lock table keys.data_key in share row exclusive mode');
    const restore = new Restore(owner, store, await tombstones(owner));
    // Keys that wrap others go first.
    for (const top of [true, false])
      for await (const batch of batches(path, (key) => (key.parentId === null) === top)) await restore.take(batch);
    await owner.query(dryRun ? 'rollback' : 'commit');
    return { createdAt, ...restore.counts };
  } catch (error) {
    await owner.query('rollback');
    throw error;
  }
}

class Restore {
  readonly counts = { added: 0, present: 0, destroyed: 0 };
  /** Keys of the backup that were left out; what they wrapped is left out too. */
  readonly #left = new Set<string>();

  constructor(
    private readonly owner: Client,
    private readonly store: KeyStore,
    private readonly buried: ReadonlySet<string>,
  ) {}

  async take(keys: readonly StoredKey[]): Promise<void> {
    const ids = keys.map(({ id }) => id);
    const here = new Map((await this.store.findMany(this.owner, ids)).map((key) => [key.id, key]));
    for (const key of keys) await this.#one(key, here.get(key.id));
  }

  async #one(key: StoredKey, here: StoredKey | undefined): Promise<void> {
    if (here !== undefined) {
      // A mark in the backup counts here as well: the database may come from before the destruction.
      if (here.content !== null && key.content === null) await this.store.destroy(this.owner, key.id, new Date());
      this.counts[here.content === null || key.content === null ? 'destroyed' : 'present'] += 1;
      return;
    }
    const isBuried = this.buried.has(key.ownerId) || (key.parentId !== null && this.#left.has(key.parentId));
    const isSecondCanary = key.kind === 'canary' && (await this.store.canary(this.owner)) !== undefined;
    if (isBuried || isSecondCanary) {
      this.#left.add(key.id);
      this.counts[isBuried ? 'destroyed' : 'present'] += 1;
      return;
    }
    await this.store.add(this.owner, key);
    this.counts[key.content === null ? 'destroyed' : 'added'] += 1;
  }
}

/** Keys that no known master key unwraps would only make the next start fail. */
async function refuseUnreadable(path: string, masterKey: MasterKey): Promise<void> {
  let unreadable = 0;
  for await (const key of keysIn(path))
    if (key.parentId === null && key.content !== null)
      unreadable += masterKey.unwrap(key.masterKeyId, wrapContext(key), key.content) === undefined ? 1 : 0;
  if (unreadable > 0)
    throw new StartError(
      `${unreadable} keys of this backup are wrapped by a master key that is not set: add it to MASTER_KEY_PREVIOUS. Nothing was restored.`,
    );
}

/** Plans and sections whose destruction stands in the access log of this database. */
async function tombstones(owner: Client): Promise<ReadonlySet<string>> {
  const { rows } = await owner.query(
    "select coalesce(section_id, plan_id) as id from access_log where type in ('plan-destroyed', 'section-destroyed')",
  );
  return new Set(
    z
      .array(tombstone)
      .parse(rows)
      .map(({ id }) => id),
  );
}

async function* batches(path: string, wanted: (key: StoredKey) => boolean): AsyncGenerator<StoredKey[]> {
  let batch: StoredKey[] = [];
  for await (const key of keysIn(path)) {
    if (!wanted(key)) continue;
    batch.push(key);
    if (batch.length < BATCH) continue;
    yield batch;
    batch = [];
  }
  yield batch;
}
