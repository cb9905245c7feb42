import { randomBytes, randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { decrypt, encrypt, KEY_BYTES, MasterKey, NONCE_BYTES } from './cipher';
import { Clock } from './clock';
import { KeyStore, KeyUnavailable, SealBroken, type Queryable, type StoredKey, type StoredKind } from './keys';

/** Sealed bytes as they stand in columns. */
export interface Sealed {
  readonly keyId: string;
  readonly nonce: Uint8Array;
  readonly payload: Uint8Array;
}

const CACHED_KEYS = 10_000;
/** Bounds how long another process can still open what was destroyed here. */
const CACHED_MILLISECONDS = 5 * 60_000;
const JSON_VERSION = 1;
const UUID_BYTES = 16;

interface Cached {
  readonly bytes: Buffer;
  readonly parentId: string | null;
  readonly until: number;
}

/**
 * Envelope encryption: content under a data key, that key under its parent, the parent under the master key.
 * `purpose` names what is sealed, with its ids (`room-update:<room>:<seq>`): what was sealed for one row can't be
 * passed off as another.
 */
@Injectable()
export class Encryption {
  readonly #cache = new Map<string, Cached>();

  constructor(
    private readonly masterKey: MasterKey,
    private readonly store: KeyStore,
    private readonly clock: Clock,
  ) {}

  /**
   * Makes a data key inside the caller's transaction.
   * @returns its id
   * @throws KeyUnavailable when the parent is missing or destroyed
   */
  async createKey(db: Queryable, kind: StoredKind, ownerId: string, parentKeyId: string | null): Promise<string> {
    const draft = { id: randomUUID(), kind, ownerId, parentId: parentKeyId };
    const { nonce, payload } = encrypt(
      await this.#wrappingKey(db, parentKeyId),
      wrapContext(draft),
      randomBytes(KEY_BYTES),
    );
    await this.store.add(db, { ...draft, content: { wrapped: payload, nonce } });
    return draft.id;
  }

  /** @throws KeyUnavailable */
  async seal(db: Queryable, keyId: string, purpose: string, plaintext: Uint8Array): Promise<Sealed> {
    return { keyId, ...encrypt(await this.#key(db, keyId), sealContext(keyId, purpose), plaintext) };
  }

  /** @throws KeyUnavailable, SealBroken */
  async open(db: Queryable, purpose: string, { keyId, nonce, payload }: Sealed): Promise<Buffer> {
    const opened = decrypt(await this.#key(db, keyId), sealContext(keyId, purpose), nonce, payload);
    if (opened === undefined) throw new SealBroken(keyId);
    return opened;
  }

  /** One column for one encrypted value: version byte, key id, nonce, ciphertext with tag. */
  async sealJson(db: Queryable, keyId: string, purpose: string, value: unknown): Promise<Buffer> {
    const { nonce, payload } = await this.seal(db, keyId, purpose, Buffer.from(JSON.stringify(value)));
    return Buffer.concat([Buffer.of(JSON_VERSION), Buffer.from(keyId.replaceAll('-', ''), 'hex'), nonce, payload]);
  }

  /**
   * The value as it was sealed; the caller validates its shape.
   * @throws KeyUnavailable, SealBroken
   */
  async openJson(db: Queryable, purpose: string, column: Uint8Array): Promise<unknown> {
    const bytes = Buffer.from(column.buffer, column.byteOffset, column.byteLength);
    const keyId = this.keyIdOf(bytes);
    const start = 1 + UUID_BYTES + NONCE_BYTES;
    if (bytes[0] !== JSON_VERSION || bytes.length <= start) throw new SealBroken(keyId);
    const sealed = { keyId, nonce: bytes.subarray(1 + UUID_BYTES, start), payload: bytes.subarray(start) };
    return JSON.parse((await this.open(db, purpose, sealed)).toString());
  }

  /** The key that a column of {@link sealJson} stands under: for {@link preload}. */
  keyIdOf(column: Uint8Array): string {
    const hex = Buffer.from(column.buffer, column.byteOffset, column.byteLength).toString('hex', 1, 1 + UUID_BYTES);
    return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  }

  /**
   * Fetches keys that will be needed in a moment: one statement for all of them, one more for the keys that wrap them.
   * A key that can't be had is left out: whoever needs it hears why.
   */
  async preload(db: Queryable, keyIds: readonly string[]): Promise<void> {
    const found = await this.#fetch(db, keyIds);
    const parents = await this.#fetch(
      db,
      found.flatMap(({ parentId }) => parentId ?? []),
    );
    for (const stored of [...parents, ...found])
      try {
        await this.#unwrap(db, stored);
      } catch (error) {
        if (!(error instanceof KeyUnavailable)) throw error;
      }
  }

  /** Destroys a key and with it all it protects; keys wrapped by it can't be unwrapped any more. */
  async destroyKey(db: Queryable, keyId: string): Promise<void> {
    await this.store.destroy(db, keyId, this.clock.now());
    this.forget(keyId);
  }

  /** Drops a key, and the keys it wraps, from memory. */
  forget(keyId: string): void {
    for (const [id, cached] of this.#cache)
      if (id === keyId || cached.parentId === keyId) {
        this.#cache.delete(id);
      }
  }

  async #key(db: Queryable, id: string): Promise<Buffer> {
    const cached = this.#cache.get(id);
    if (cached !== undefined && this.#isFresh(id)) {
      this.#cache.delete(id);
      this.#cache.set(id, cached); // Last in the map is the most recently used.
      return cached.bytes;
    }
    const stored = await this.store.find(db, id);
    if (stored === undefined) throw new KeyUnavailable(id, 'missing');
    return this.#unwrap(db, stored);
  }

  async #unwrap(db: Queryable, stored: StoredKey): Promise<Buffer> {
    const { id } = stored;
    if (stored.content === null) throw new KeyUnavailable(id, 'destroyed');
    const bytes = decrypt(
      await this.#wrappingKey(db, stored.parentId),
      wrapContext(stored),
      stored.content.nonce,
      stored.content.wrapped,
    );
    if (bytes === undefined) throw new KeyUnavailable(id, 'not-unwrapped');
    const until = this.clock.now().getTime() + CACHED_MILLISECONDS;
    this.#remember(id, { bytes, parentId: stored.parentId, until });
    return bytes;
  }

  /** Those of these keys that are not at hand, as they are stored. */
  async #fetch(db: Queryable, keyIds: readonly string[]): Promise<StoredKey[]> {
    const absent = [...new Set(keyIds)].filter((id) => !this.#isFresh(id));
    return absent.length === 0 ? [] : this.store.findMany(db, absent);
  }

  #isFresh(id: string): boolean {
    return (this.#cache.get(id)?.until ?? 0) > this.clock.now().getTime();
  }

  async #wrappingKey(db: Queryable, parentId: string | null): Promise<Buffer> {
    return parentId === null ? this.masterKey.derive('wrap') : this.#key(db, parentId);
  }

  #remember(id: string, cached: Cached): void {
    this.#cache.set(id, cached);
    const [oldest] = this.#cache.keys();
    if (this.#cache.size > CACHED_KEYS && oldest !== undefined) this.#cache.delete(oldest);
  }
}

const wrapContext = (key: Pick<StoredKey, 'id' | 'kind' | 'ownerId' | 'parentId'>): string[] => [
  'key',
  key.id,
  key.kind,
  key.ownerId,
  key.parentId ?? '',
];

const sealContext = (keyId: string, purpose: string): string[] => ['seal', keyId, purpose];
