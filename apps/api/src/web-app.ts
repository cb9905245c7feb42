import { createHash, randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { extname, join, relative, sep } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { NextFunction, Request, Response } from 'express';

const types: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.jpg': 'image/jpeg',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.webmanifest': 'application/manifest+json',
  '.woff2': 'font/woff2',
};
const compressible = new Set(['.css', '.html', '.js', '.json', '.svg', '.txt', '.webmanifest']);
/** The build puts a hash of the content in these names: they never change. */
const hashed = /-[A-Za-z0-9_-]{8}\.(?:js|css|woff2|svg|png|jpg)$/;
/** Addresses of the server itself: they never answer with the web app. */
const reserved = /^\/(?:api|auth|dev-idp|health|hsds|live|metrics|problems|socket\.io|\.well-known)(?:\/|$)/;

interface File {
  readonly bytes: Buffer;
  readonly type: string;
  readonly etag: string;
  readonly immutable: boolean;
  readonly compressible: boolean;
}
type Encoding = 'br' | 'gzip';

/** Replaced in index.html by the nonce of the answer, for the style elements that Angular makes at run time. */
export const noncePlaceholder = '%CSP_NONCE%';

/**
 * The built web app from memory, compressed once per file, with index.html for every address that is no file: its
 * router decides. Only files that were there at start are served, so no request reaches the disk.
 */
export class WebApp {
  readonly #compressed = new Map<string, Promise<Buffer>>();

  private constructor(private readonly files: ReadonlyMap<string, File>) {}

  /** @param root folder of the build; the app is empty when it does not exist */
  static async load(root: string): Promise<WebApp> {
    const folder = existsSync(join(root, 'browser')) ? join(root, 'browser') : root;
    const entries = existsSync(folder) ? await readdir(folder, { recursive: true, withFileTypes: true }) : [];
    const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
    return new WebApp(
      new Map(
        await Promise.all(
          files.map(async (path) => [`/${relative(folder, path).split(sep).join('/')}`, await readOne(path)] as const),
        ),
      ),
    );
  }

  get isBuilt(): boolean {
    return this.files.has('/index.html');
  }

  /** Express middleware in front of the API. */
  serve(): (request: Request, response: Response, next: NextFunction) => void {
    return (request, response, next) => {
      if (reserved.test(request.path) || (request.method !== 'GET' && request.method !== 'HEAD')) return next();
      const known = this.files.has(request.path) && request.path !== '/index.html';
      // A missing file is an error, not a page: a script must never get HTML.
      const path = known ? request.path : extname(request.path) === '' ? '/index.html' : '';
      const file = this.files.get(path);
      if (file === undefined) return next();
      this.#send(path, file, request, response).catch(next);
    };
  }

  async #send(path: string, file: File, request: Request, response: Response): Promise<void> {
    if (path === '/index.html') return this.#sendIndex(file, request, response);
    response.setHeader('Content-Type', file.type);
    response.setHeader('Cache-Control', file.immutable ? 'public, max-age=31536000, immutable' : 'no-cache');
    response.setHeader('ETag', file.etag);
    if (request.fresh) {
      response.status(304).end();
      return;
    }
    const encoding = file.compressible ? encodingFor(request) : undefined;
    response.setHeader('Vary', 'Accept-Encoding');
    if (encoding !== undefined) response.setHeader('Content-Encoding', encoding);
    response.end(encoding === undefined ? file.bytes : await this.#compress(path, file, encoding));
  }

  /** The page differs per answer (its nonce), so that it is neither cached nor compressed beforehand. */
  async #sendIndex(file: File, request: Request, response: Response): Promise<void> {
    const html = Buffer.from(file.bytes.toString().replaceAll(noncePlaceholder, nonceOf(response)));
    response.setHeader('Content-Type', file.type);
    response.setHeader('Cache-Control', 'no-store');
    response.setHeader('Vary', 'Accept-Encoding');
    const zipped = encodingFor(request) !== undefined;
    if (zipped) response.setHeader('Content-Encoding', 'gzip');
    response.end(zipped ? await promisify(gzip)(html) : html);
  }

  #compress(path: string, { bytes }: File, encoding: Encoding): Promise<Buffer> {
    const key = `${encoding} ${path}`;
    const made = this.#compressed.get(key) ?? compress(bytes, encoding);
    this.#compressed.set(key, made);
    return made;
  }
}

/** One nonce per answer, for the content security policy and the page alike. */
export function nonceOf(response: Response): string {
  const known: unknown = response.locals['nonce'];
  const nonce = typeof known === 'string' ? known : randomBytes(16).toString('base64');
  response.locals['nonce'] = nonce;
  return nonce;
}

async function readOne(path: string): Promise<File> {
  const bytes = await readFile(path);
  const extension = extname(path);
  return {
    bytes,
    type: types[extension] ?? 'application/octet-stream',
    etag: `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 22)}"`,
    immutable: hashed.test(path),
    compressible: compressible.has(extension) && bytes.length > 1024,
  };
}

function encodingFor(request: Request): Encoding | undefined {
  const accepted = request.acceptsEncodings(['br', 'gzip']);
  return accepted === 'br' || accepted === 'gzip' ? accepted : undefined;
}

const compress = (bytes: Buffer, encoding: Encoding): Promise<Buffer> =>
  encoding === 'gzip'
    ? promisify(gzip)(bytes)
    : promisify(brotliCompress)(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } });
