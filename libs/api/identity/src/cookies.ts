import { createHash, randomBytes } from 'node:crypto';
import type { Configuration } from '@samenplan/api/platform';

const TOKEN = /^[A-Za-z0-9_-]{43}$/;

/** 256 random bits as base64url. */
export const newToken = (): string => randomBytes(32).toString('base64url');

export const hashOf = (...parts: readonly string[]): Buffer => createHash('sha256').update(parts.join('.')).digest();

/**
 * A cookie that holds one token: out of reach of scripts, sent with our own requests and with links to us. On https
 * its name forbids other hosts and plain http to set it.
 */
export class TokenCookie {
  readonly name: string;
  readonly #secure: boolean;

  constructor(name: string, { publicUrl }: Pick<Configuration, 'publicUrl'>) {
    this.#secure = publicUrl.startsWith('https://');
    this.name = this.#secure ? `__Host-${name}` : name;
  }

  /** The token in a `Cookie` header; undefined when absent, malformed or given more than once. */
  read(header: string | undefined): string | undefined {
    const values = (header ?? '').split(';').flatMap((pair) => {
      const at = pair.indexOf('=');
      return at > 0 && pair.slice(0, at).trim() === this.name ? [pair.slice(at + 1).trim()] : [];
    });
    const [value, ...more] = values;
    return value !== undefined && more.length === 0 && TOKEN.test(value) ? value : undefined;
  }

  /** Value of a `Set-Cookie` header. */
  set(token: string, seconds: number): string {
    return `${this.name}=${token}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${Math.floor(seconds)}${this.#secure ? '; Secure' : ''}`;
  }

  clear(): string {
    return this.set('', 0);
  }
}
