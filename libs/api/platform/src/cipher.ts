import { createCipheriv, createDecipheriv, hkdfSync, randomBytes, type KeyObject } from 'node:crypto';
import { inspect } from 'node:util';

const ALGORITHM = 'aes-256-gcm';
export const KEY_BYTES = 32;
export const NONCE_BYTES = 12;
const TAG_BYTES = 16;

const NONCES_AT_ONCE = 256;
let nonces = Buffer.alloc(0);

/** Random bytes, fetched for many at once: that is a third of what sealing a small edit costs otherwise. */
function freshNonce(): Buffer {
  if (nonces.length < NONCE_BYTES) nonces = randomBytes(NONCE_BYTES * NONCES_AT_ONCE);
  const nonce = Buffer.from(nonces.subarray(0, NONCE_BYTES));
  nonces = nonces.subarray(NONCE_BYTES);
  return nonce;
}

/** AES-256-GCM with a random 96-bit nonce (NIST SP 800-38D, 8.2.2); `context` is bound to the ciphertext, not part of it. */
export function encrypt(
  key: Uint8Array | KeyObject,
  context: readonly string[],
  plaintext: Uint8Array,
): { nonce: Buffer; payload: Buffer } {
  const nonce = freshNonce();
  const cipher = createCipheriv(ALGORITHM, key, nonce, { authTagLength: TAG_BYTES });
  cipher.setAAD(Buffer.from(JSON.stringify(context)));
  return { nonce, payload: Buffer.concat([cipher.update(plaintext), cipher.final(), cipher.getAuthTag()]) };
}

/** The plaintext, or undefined when anything (key, nonce, context, payload) is not what it was sealed with. */
export function decrypt(
  key: Uint8Array | KeyObject,
  context: readonly string[],
  nonce: Uint8Array,
  payload: Uint8Array,
): Buffer | undefined {
  if (nonce.length !== NONCE_BYTES || payload.length < TAG_BYTES) return undefined;
  const decipher = createDecipheriv(ALGORITHM, key, nonce, { authTagLength: TAG_BYTES });
  decipher.setAAD(Buffer.from(JSON.stringify(context)));
  decipher.setAuthTag(payload.subarray(payload.length - TAG_BYTES));
  const opened = decipher.update(payload.subarray(0, payload.length - TAG_BYTES));
  try {
    return Buffer.concat([opened, decipher.final()]);
  } catch {
    return undefined; // The tag does not match: the caller says what that means.
  }
}

/** Bytes of a key as another key wraps them. */
export interface Wrapped {
  readonly wrapped: Uint8Array;
  readonly nonce: Uint8Array;
}

/** A master key, the name that tells nothing about it, and what of it wraps. */
interface Wrapper {
  readonly id: string;
  readonly bytes: Uint8Array;
  readonly key: Buffer;
}

const ID_BYTES = 8;

/**
 * The master key, with other master keys that only unwrap: during a rotation both the older and the newer one are
 * known. Its bytes never leave this object: others get keys derived for one purpose (HKDF-SHA256, RFC 5869).
 */
export class MasterKey {
  readonly #wrappers: readonly Wrapper[];

  /** @param bytes 32 bytes; `others` as well, for unwrapping what they wrapped */
  constructor(bytes: Uint8Array, others: readonly Uint8Array[] = []) {
    for (const each of [bytes, ...others])
      if (each.length !== KEY_BYTES) throw new Error(`A master key has ${KEY_BYTES} bytes`);
    this.#wrappers = [bytes, ...others].map((each) => ({
      id: derive(each, 'key-id').toString('hex', 0, ID_BYTES),
      bytes: each,
      key: derive(each, 'wrap'),
    }));
  }

  /** Names this key without telling it: 16 hexadecimal digits. */
  get id(): string {
    return this.ids[0] ?? '';
  }

  /** Names of all known master keys, the one in charge first. */
  get ids(): readonly string[] {
    return this.#wrappers.map(({ id }) => id);
  }

  /**
   * 32 bytes for one purpose, such as `key-backup`, of the master key in charge or of the one with this id. They are
   * others after a rotation: what must outlive one is kept with `keptSecret`.
   * @returns undefined when no master key with this id is known here
   */
  derive(purpose: string): Buffer;
  derive(purpose: string, id: string): Buffer | undefined;
  derive(purpose: string, id = this.id): Buffer | undefined {
    const bytes = this.#wrappers.find((each) => each.id === id)?.bytes;
    return bytes === undefined ? undefined : derive(bytes, purpose);
  }

  /** @returns undefined when the master key with this id is not known here */
  wrap(id: string, context: readonly string[], bytes: Uint8Array): Wrapped | undefined {
    const wrapper = this.#wrappers.find((each) => each.id === id);
    if (wrapper === undefined) return undefined;
    const { nonce, payload } = encrypt(wrapper.key, context, bytes);
    return { wrapped: payload, nonce };
  }

  /**
   * Tries the master key that the label names first, then the others: the label is a hint, the tag is the proof.
   * @returns undefined when none of them wrapped this
   */
  unwrap(label: string | null, context: readonly string[], { wrapped, nonce }: Wrapped): Unwrapped | undefined {
    const inOrder = this.#wrappers.toSorted((a, b) => Number(b.id === label) - Number(a.id === label));
    for (const { id, key } of inOrder) {
      const bytes = decrypt(key, context, nonce, wrapped);
      if (bytes !== undefined) return { id, bytes };
    }
    return undefined;
  }

  toJSON(): string {
    return '[master key]';
  }

  [inspect.custom](): string {
    return '[master key]';
  }
}

/** An unwrapped key and the id of the master key that wrapped it. */
export interface Unwrapped {
  readonly id: string;
  readonly bytes: Buffer;
}

const derive = (bytes: Uint8Array, purpose: string): Buffer =>
  Buffer.from(hkdfSync('sha256', bytes, 'samenplan', purpose, KEY_BYTES));
