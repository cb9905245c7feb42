import type { IncomingMessage, ServerResponse } from 'node:http';

const MOST_BYTES = 8_192;

/** Fields of a posted form. */
export async function readForm(request: IncomingMessage): Promise<URLSearchParams> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    const bytes = Buffer.from(chunk as Uint8Array);
    size += bytes.length;
    if (size > MOST_BYTES) throw new Error('The form is too large');
    chunks.push(bytes);
  }
  return new URLSearchParams(Buffer.concat(chunks).toString());
}

/** A page; its form may lead on to the sites in `formTargets`, where logging in ends. Scripts with `nonce` run. */
export function answer(
  response: ServerResponse,
  status: number,
  html: string,
  formTargets: readonly string[],
  nonce?: string,
): void {
  const scripts = nonce === undefined ? '' : ` script-src 'nonce-${nonce}';`;
  response.writeHead(status, {
    'Content-Type': 'text/html; charset=utf-8',
    'Cache-Control': 'no-store',
    'Content-Security-Policy': `default-src 'none';${scripts} style-src 'unsafe-inline'; form-action 'self' ${formTargets.join(' ')}; frame-ancestors 'none'`,
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'same-origin',
  });
  response.end(html);
}
