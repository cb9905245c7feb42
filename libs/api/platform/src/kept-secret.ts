import { z } from 'zod';
import type { Encryption } from './encryption';
import type { KeyStore, Queryable } from './keys';
import { rowsOf } from './postgres-key-store';

/** Name of the key under which the access log is sealed. */
export const LOG_CHAIN = 'log-chain';

const row = z.object({ sealed: z.instanceof(Uint8Array) });

/**
 * A secret that stays the same when the master key is rotated: sealed under the check key, which is wrapped anew then
 * but never changes. Runs as the owner of the database.
 * @param make the secret, when none is kept yet
 * @returns base64url, as it was made first
 * @throws KeyUnavailable, SealBroken when it was changed in the database
 */
export async function keptSecret(
  db: Queryable,
  { encryption, store }: { readonly encryption: Encryption; readonly store: KeyStore },
  name: string,
  make: () => string,
): Promise<string> {
  const canary = await store.canary(db);
  if (canary === undefined) return make(); // Before the first start has ended there is nothing to keep it under.
  const made = await encryption.sealJson(db, canary.id, purposeOf(name), make());
  // The first one wins; a conflict still answers the row that stands.
  const [kept] = rowsOf(
    await db.query(
      `insert into keys.secret (name, sealed) values ($1, $2) on conflict (name) do update set name = excluded.name
        returning sealed`,
      [name, made],
    ),
  );
  return openSecret(db, encryption, name, row.parse(kept).sealed);
}

/**
 * A kept secret, by whoever got its sealed bytes.
 * @returns base64url
 * @throws KeyUnavailable, SealBroken
 */
export async function openSecret(
  db: Queryable,
  encryption: Encryption,
  name: string,
  sealed: Uint8Array,
): Promise<string> {
  return z.string().parse(await encryption.openJson(db, purposeOf(name), sealed));
}

const purposeOf = (name: string): string => `secret:${name}`;
