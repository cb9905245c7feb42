/** What a data key protects; a room's or meeting's key is wrapped by its plan's or network's key. */
export type KeyKind = 'plan' | 'room' | 'meeting';

/** `canary`: proves at start that the master key belongs to this database. */
export type StoredKind = KeyKind | 'canary';

/** A data key as the database holds it: wrapped, never readable. */
export interface StoredKey {
  readonly id: string;
  readonly kind: StoredKind;
  /** Id of the plan, room or meeting. */
  readonly ownerId: string;
  /** The key that wraps this one; null: the master key. */
  readonly parentId: string | null;
  /** Ciphertext and tag of the 32-byte key, with its nonce; null when destroyed. */
  readonly content: { readonly wrapped: Uint8Array; readonly nonce: Uint8Array } | null;
}

/**
 * Anything that runs SQL: TypeORM's EntityManager in a transaction, or a pg client or pool.
 * Statements of the key store run in the caller's transaction.
 */
export interface Queryable {
  query(sql: string, parameters: unknown[]): Promise<unknown>;
}

/** Where wrapped keys live. Every implementation runs `keyStoreContract` of the testing entry. */
export abstract class KeyStore {
  abstract add(db: Queryable, key: StoredKey): Promise<void>;
  /** Destroyed keys are found too, without content. */
  abstract find(db: Queryable, id: string): Promise<StoredKey | undefined>;
  /** As {@link find}, for many in one statement, in no order; unknown ids are absent. */
  abstract findMany(db: Queryable, ids: readonly string[]): Promise<StoredKey[]>;
  /** Overwrites the wrapped key. Idempotent; unknown ids are ignored. */
  abstract destroy(db: Queryable, id: string, at: Date): Promise<void>;
}

export type KeyFault = 'missing' | 'destroyed' | 'not-unwrapped';

/** A key can't be had. Carries an id, never key material. */
export class KeyUnavailable extends Error {
  override readonly name = 'KeyUnavailable';
  constructor(
    readonly keyId: string,
    readonly fault: KeyFault,
  ) {
    super(`Key ${keyId} is unavailable: ${fault}`);
  }
}

/** Sealed bytes are damaged, or were sealed for another purpose or with another key. */
export class SealBroken extends Error {
  override readonly name = 'SealBroken';
  constructor(readonly keyId: string) {
    super(`What key ${keyId} sealed can't be opened`);
  }
}
