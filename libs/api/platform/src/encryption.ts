import { createSecretKey, randomBytes, randomUUID, type KeyObject } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { decrypt, encrypt, KEY_BYTES, MasterKey, NONCE_BYTES, type Wrapped } from './cipher';
import { Clock } from './clock';
import {
  KeyStore,
  KeyUnavailable,
  SealBroken,
  wrapContext,
  type Queryable,
  type StoredKey,
  type StoredKind,
} from './keys';

/** Sealed bytes as they stand in columns. */
export interface Sealed {
  readonly keyId: string;
  readonly nonce: Uint8Array;
  readonly payload: Uint8Array;
}

const CACHED_KEYS = 10_000;
/** Bounds how long a process that heard nothing of it can still open what another one destroyed. */
const CACHED_MILLISECONDS = 60_000;
const JSON_VERSION = 1;
const UUID_BYTES = 16;
/** Things whose purpose names, as its second part, the plan, room or person whose key they stand under. */
const OWNED = /^(plan|section|presence|device-key|contact-point|room-[a-z-]+):([^:]*)/;

interface Cached {
  /** As an object of OpenSSL: made once, it halves what sealing a small thing costs. */
  readonly key: KeyObject;
  readonly ownerId: string;
  readonly parentId: string | null;
  readonly until: number;
}

/**
 * Envelope encryption: content under a data key, that key under its parent, the parent under a master key.
 * `purpose` names what is sealed, with its ids (`room-update:<room>:<history>:...`): what was sealed for one row can't
 * be passed off as another, and the key of one plan or room is refused where that of another belongs.
 *
 * Nonces are random, 96 bits: one key may seal 2^32 times (NIST SP 800-38D, 8.3). A room that stores 15 edits a second
 * without a pause gets there in nine years.
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
    const bytes = randomBytes(KEY_BYTES);
    await this.store.add(db, { ...draft, ...(await this.#wrap(db, draft, bytes)) });
    return draft.id;
  }

  /** @throws KeyUnavailable, also when this is the key of another plan or room than the purpose names */
  async seal(db: Queryable, keyId: string, purpose: string, plaintext: Uint8Array): Promise<Sealed> {
    const { key, ownerId } = await this.#key(db, keyId);
    if (ownerId !== (ownerIn(purpose) ?? ownerId)) throw new KeyUnavailable(keyId, 'not-its-owner');
    return { keyId, ...encrypt(key, sealContext(keyId, purpose), plaintext) };
  }

  /**
   * @param owner plan or room under whose key this must stand, when the purpose does not say so
   * @throws KeyUnavailable, SealBroken
   */
  async open(db: Queryable, purpose: string, { keyId, nonce, payload }: Sealed, owner?: string): Promise<Buffer> {
    const { key, ownerId } = await this.#key(db, keyId);
    const opened =
      ownerId === (owner ?? ownerIn(purpose) ?? ownerId)
        ? decrypt(key, sealContext(keyId, purpose), nonce, payload)
        : undefined;
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
   * @param owner as in {@link open}
   * @throws KeyUnavailable, SealBroken
   */
  async openJson(db: Queryable, purpose: string, column: Uint8Array, owner?: string): Promise<unknown> {
    const bytes = Buffer.from(column.buffer, column.byteOffset, column.byteLength);
    const keyId = this.keyIdOf(bytes);
    const start = 1 + UUID_BYTES + NONCE_BYTES;
    if (bytes[0] !== JSON_VERSION || bytes.length <= start) throw new SealBroken(keyId);
    const sealed = { keyId, nonce: bytes.subarray(1 + UUID_BYTES, start), payload: bytes.subarray(start) };
    return JSON.parse((await this.open(db, purpose, sealed, owner)).toString());
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

  async #key(db: Queryable, id: string): Promise<Cached> {
    const cached = this.#cache.get(id);
    if (cached !== undefined && this.#isFresh(id)) {
      this.#cache.delete(id);
      this.#cache.set(id, cached); // Last in the map is the most recently used.
      return cached;
    }
    const stored = await this.store.find(db, id);
    if (stored === undefined) throw new KeyUnavailable(id, 'missing');
    return this.#unwrap(db, stored);
  }

  /** Under its parent, or under the master key in charge: held there until the caller's transaction ends. */
  async #wrap(
    db: Queryable,
    draft: Omit<StoredKey, 'masterKeyId' | 'content'>,
    bytes: Uint8Array,
  ): Promise<Pick<StoredKey, 'masterKeyId' | 'content'>> {
    const context = wrapContext(draft);
    if (draft.parentId !== null) {
      const { nonce, payload } = encrypt((await this.#key(db, draft.parentId)).key, context, bytes);
      return { masterKeyId: null, content: { wrapped: payload, nonce } };
    }
    const canary = await this.store.canary(db, 'hold');
    const masterKeyId = canary?.masterKeyId ?? this.masterKey.id;
    const content = this.masterKey.wrap(masterKeyId, context, bytes);
    if (content === undefined) throw new KeyUnavailable(canary?.id ?? draft.id, 'not-unwrapped');
    return { masterKeyId, content };
  }

  async #unwrap(db: Queryable, stored: StoredKey): Promise<Cached> {
    const { id, ownerId, parentId, content } = stored;
    if (content === null) throw new KeyUnavailable(id, 'destroyed');
    const bytes = await this.#unwrapped(db, stored, content);
    if (bytes === undefined) throw new KeyUnavailable(id, 'not-unwrapped');
    const cached = {
      key: createSecretKey(bytes),
      ownerId,
      parentId,
      until: this.clock.now().getTime() + CACHED_MILLISECONDS,
    };
    this.#remember(id, cached);
    return cached;
  }

  async #unwrapped(db: Queryable, stored: StoredKey, content: Wrapped): Promise<Buffer | undefined> {
    const context = wrapContext(stored);
    if (stored.parentId === null) return this.masterKey.unwrap(stored.masterKeyId, context, content)?.bytes;
    return decrypt((await this.#key(db, stored.parentId)).key, context, content.nonce, content.wrapped);
  }

  /** Those of these keys that are not at hand, as they are stored. */
  async #fetch(db: Queryable, keyIds: readonly string[]): Promise<StoredKey[]> {
    const absent = [...new Set(keyIds)].filter((id) => !this.#isFresh(id));
    return absent.length === 0 ? [] : this.store.findMany(db, absent);
  }

  #isFresh(id: string): boolean {
    return (this.#cache.get(id)?.until ?? 0) > this.clock.now().getTime();
  }

  #remember(id: string, cached: Cached): void {
    this.#cache.set(id, cached);
    const [oldest] = this.#cache.keys();
    if (this.#cache.size > CACHED_KEYS && oldest !== undefined) this.#cache.delete(oldest);
  }
}

const sealContext = (keyId: string, purpose: string): string[] => ['seal', keyId, purpose];

/** Undefined when the purpose does not tell. */
const ownerIn = (purpose: string): string | undefined => OWNED.exec(purpose)?.[2];
