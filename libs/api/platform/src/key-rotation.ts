import type { Client } from 'pg';
import type { MasterKey } from './cipher';
import { SERVE_NAME, shortId } from './database';
import { FIRST_PAGE, wrapContext, type KeyStore, type StoredKey } from './keys';
import { StartError } from './start-error';

/** Any number, another than that of migrations: rotations of several people go one after another. */
const ROTATION_LOCK = 7_263_002;
const DEFAULT_BATCH = 200;

export interface Rotation {
  /** Keys that a master key wraps, the check key among them. */
  readonly keys: number;
  /** Those that this run put under the newest master key. */
  readonly rewrapped: number;
  /** Those that no known master key unwraps: they stay as they are. */
  readonly unreadable: number;
}

/**
 * Puts every key that a master key wraps under the newest one. The check key goes first: from that commit on new keys
 * are made under the newest master key everywhere, because whoever makes one holds the check key until its transaction
 * ends. Every key is unwrapped to see what wraps it; its label is not believed. What the keys protect does not change,
 * so the product may run meanwhile, and a run that was interrupted is simply started again.
 *
 * @param owner a connection as the owner of the database, not in a transaction
 * @throws StartError while an instance runs that does not know the newest master key; then nothing was changed
 */
export async function rotateKeys(
  owner: Client,
  masterKey: MasterKey,
  store: KeyStore,
  { batch = DEFAULT_BATCH, onBatch }: { readonly batch?: number; readonly onBatch?: () => Promise<void> } = {},
): Promise<Rotation> {
  const found = { keys: 0, rewrapped: 0, unreadable: 0 };
  await owner.query('select pg_advisory_lock($1)', [ROTATION_LOCK]);
  try {
    await inTransaction(owner, async () => {
      const canary = await store.canary(owner);
      if (canary === undefined || canary.masterKeyId === masterKey.id) return;
      await refuseUnprepared(owner, masterKey);
      found.rewrapped += Number((await rewrap(owner, masterKey, store, canary)) === 'rewrapped');
    });
    for (let after: string | undefined = FIRST_PAGE; after !== undefined;) {
      const from: string = after;
      after = await inTransaction(owner, async () => {
        const keys = await store.page(owner, 'wrapped-by-master', from, batch);
        for (const key of keys) {
          const result = await rewrap(owner, masterKey, store, key);
          found.keys += 1;
          if (result !== 'current') found[result] += 1;
        }
        return keys.at(-1)?.id;
      });
      await onBatch?.();
    }
    return found;
  } finally {
    await owner.query('select pg_advisory_unlock($1)', [ROTATION_LOCK]);
  }
}

/** An instance tells by the name of its connections which master keys it knows. */
async function refuseUnprepared(owner: Client, masterKey: MasterKey): Promise<void> {
  const { rows } = await owner.query<{ unprepared: boolean }>(
    `select exists (select from pg_stat_activity where datname = current_database()
        and starts_with(application_name, $1) and strpos(application_name, $2) = 0) as unprepared`,
    [SERVE_NAME, shortId(masterKey.id)],
  );
  if (rows[0]?.unprepared === true)
    throw new StartError(
      'An instance runs that does not know the newest master key yet: give every instance both keys first. Nothing was changed.',
    );
}

async function rewrap(
  owner: Client,
  masterKey: MasterKey,
  store: KeyStore,
  key: StoredKey,
): Promise<'current' | 'rewrapped' | 'unreadable'> {
  const context = wrapContext(key);
  const unwrapped = key.content === null ? undefined : masterKey.unwrap(masterKey.id, context, key.content);
  if (unwrapped === undefined) return 'unreadable';
  if (unwrapped.id === masterKey.id && key.masterKeyId === masterKey.id) return 'current';
  const content = masterKey.wrap(masterKey.id, context, unwrapped.bytes);
  if (content === undefined) return 'unreadable';
  await store.rewrap(owner, key.id, masterKey.id, content);
  return 'rewrapped';
}

async function inTransaction<T>(owner: Client, work: () => Promise<T>): Promise<T> {
  await owner.query('begin');
  try {
    const result = await work();
    await owner.query('commit');
    return result;
  } catch (error) {
    await owner.query('rollback');
    throw error;
  }
}
