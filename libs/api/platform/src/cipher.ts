import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { inspect } from 'node:util';

const ALGORITHM = 'aes-256-gcm';
export const KEY_BYTES = 32;
export const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** AES-256-GCM with a random 96-bit nonce (NIST SP 800-38D, 8.2.2); `context` is bound to the ciphertext, not part of it. */
export function encrypt(
  key: Uint8Array,
  context: readonly string[],
  plaintext: Uint8Array,
): { nonce: Buffer; payload: Buffer } {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(ALGORITHM, key, nonce, { authTagLength: TAG_BYTES });
  cipher.setAAD(Buffer.from(JSON.stringify(context)));
  return { nonce, payload: Buffer.concat([cipher.update(plaintext), cipher.final(), cipher.getAuthTag()]) };
}

/** The plaintext, or undefined when anything (key, nonce, context, payload) is not what it was sealed with. */
export function decrypt(
  key: Uint8Array,
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

/** The master key. It never leaves this object: others get keys derived for one purpose (HKDF-SHA256, RFC 5869). */
export class MasterKey {
  readonly #bytes: Uint8Array;

  /** @param bytes 32 bytes */
  constructor(bytes: Uint8Array) {
    if (bytes.length !== KEY_BYTES) throw new Error(`A master key has ${KEY_BYTES} bytes`);
    this.#bytes = bytes;
  }

  /** 32 bytes for one purpose, always the same ones, such as `log-chain` or `role:samenplan_serve`. */
  derive(purpose: string): Buffer {
    return Buffer.from(hkdfSync('sha256', this.#bytes, 'samenplan', purpose, KEY_BYTES));
  }

  toJSON(): string {
    return '[master key]';
  }

  [inspect.custom](): string {
    return '[master key]';
  }
}
