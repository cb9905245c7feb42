import type { Wrapped } from './cipher';

/** What a data key protects; a room's or meeting's key is wrapped by its plan's or network's key, a person's by the master key. */
export type KeyKind = 'plan' | 'room' | 'meeting' | 'person';

/** `canary`: proves at start that the master key belongs to this database. */
export const storedKinds = ['canary', 'plan', 'room', 'meeting', 'person'] as const satisfies (KeyKind | 'canary')[];
export type StoredKind = (typeof storedKinds)[number];

/** A data key as the database holds it: wrapped, never readable. */
export interface StoredKey {
  readonly id: string;
  readonly kind: StoredKind;
  /** Id of the plan, room, meeting or person. */
  readonly ownerId: string;
  /** The key that wraps this one; null: a master key. */
  readonly parentId: string | null;
  /** Id of the master key that wraps this one; null: another key does, or it was wrapped before ids were kept. */
  readonly masterKeyId: string | null;
  /** Ciphertext and tag of the 32-byte key, with its nonce; null when destroyed. */
  readonly content: Wrapped | null;
}

/**
 * Anything that runs SQL: TypeORM's EntityManager in a transaction, or a pg client or pool.
 * Statements of the key store run in the caller's transaction.
 */
export interface Queryable {
  query(sql: string, parameters: unknown[]): Promise<unknown>;
}

/** What a wrapped key is bound to: it opens nowhere else. */
export const wrapContext = (key: Pick<StoredKey, 'id' | 'kind' | 'ownerId' | 'parentId'>): string[] => [
  'key',
  key.id,
  key.kind,
  key.ownerId,
  key.parentId ?? '',
];

/** Where wrapped keys live. Every implementation runs `keyStoreContract` of the testing entry. */
export abstract class KeyStore {
  abstract add(db: Queryable, key: StoredKey): Promise<void>;
  /** Destroyed keys are found too, without content. */
  abstract find(db: Queryable, id: string): Promise<StoredKey | undefined>;
  /** As {@link find}, for many in one statement, in no order; unknown ids are absent. */
  abstract findMany(db: Queryable, ids: readonly string[]): Promise<StoredKey[]>;
  /** Overwrites the wrapped key. Idempotent; unknown ids are ignored. */
  abstract destroy(db: Queryable, id: string, at: Date): Promise<void>;

  /**
   * The check key, if there is one: the master key that wraps it is the one under which new keys are made.
   * @param hold keeps it from being wrapped anew until the transaction of `db` ends
   */
  abstract canary(db: Queryable, hold?: 'hold'): Promise<StoredKey | undefined>;
  /**
   * The next keys after `after` in order of id, destroyed ones too.
   * @param only `wrapped-by-master`: locked until the transaction of `db` ends, and no destroyed ones
   */
  abstract page(db: Queryable, only: 'all' | 'wrapped-by-master', after: string, limit: number): Promise<StoredKey[]>;
  /** Puts a key under another master key; does nothing when it has been destroyed. */
  abstract rewrap(db: Queryable, id: string, masterKeyId: string, content: Wrapped): Promise<void>;
}

/** Comes before every id: where {@link KeyStore.page} begins. */
export const FIRST_PAGE = '00000000-0000-0000-0000-000000000000';

/** `not-its-owner`: the key of one plan or room where that of another belongs. */
export type KeyFault = 'missing' | 'destroyed' | 'not-unwrapped' | 'not-its-owner';

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

/** Stored content can't be opened: its key can't be had, or it is not what was sealed. */
export const isUnreadable = (error: unknown): error is KeyUnavailable | SealBroken =>
  error instanceof KeyUnavailable || error instanceof SealBroken;

/** Stored content can't be opened any more, on purpose. */
export const isDestroyed = (error: unknown): error is KeyUnavailable =>
  error instanceof KeyUnavailable && error.fault === 'destroyed';
