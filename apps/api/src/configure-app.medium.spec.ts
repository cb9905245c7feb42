import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { WebSocket } from 'ws';
import { routes } from '@samenplan/shared/contracts';
import { routeFaults, UpgradeRouter } from '@samenplan/api/platform';
import { startTestApp, type TestApp } from './testing/test-app';
import { logIn, TestBrowser } from './testing/test-browser';

let server: TestApp;
let browser: TestBrowser;

beforeAll(async () => {
  server = await startTestApp({
    prepare: (dataDir) => {
      mkdirSync(join(dataDir, 'web'));
      writeFileSync(
        join(dataDir, 'web/index.html'),
        '<!doctype html><title>Samenplan</title><sp-root ngCspNonce="%CSP_NONCE%"></sp-root>',
      );
      writeFileSync(join(dataDir, 'web/main-ABCDEF12.js'), `const text = '${'samen '.repeat(500)}';`);
      writeFileSync(join(dataDir, 'web/favicon.svg'), '<svg xmlns="http://www.w3.org/2000/svg"/>');
    },
  });
  browser = new TestBrowser(server.url);
  await logIn(browser, { person: 'client' });
});
afterAll(() => server.close());

const lookup = '/api/v1/recipients/lookups';
const bodyWithoutTrace = async (response: Response): Promise<unknown> => ({
  ...((await response.json()) as object),
  traceId: undefined,
});

describe('an error', () => {
  it.each<[string, number, string, RequestInit]>([
    ['broken JSON', 400, 'input-invalid', { body: '{"code":' }],
    ['JSON that is no object', 400, 'input-invalid', { body: '"x"' }],
    ['another content type', 400, 'input-invalid', { body: 'code=1', headers: { 'content-type': 'text/plain' } }],
    [
      'an unknown charset',
      400,
      'input-invalid',
      { body: '{}', headers: { 'content-type': 'application/json; charset=x-unknown' } },
    ],
    ['a broken compression', 400, 'input-invalid', { body: 'garbage', headers: { 'content-encoding': 'gzip' } }],
    ['300 kB', 413, 'content-too-large', { body: JSON.stringify({ code: 'x'.repeat(300_000) }) }],
    ['a wrong field', 400, 'input-invalid', { body: '{"code":"Verslaving"}' }],
  ])('of %s is problem+json that repeats nothing', async (_, status, code, init) => {
    const headers = {
      origin: server.url,
      cookie: browser.cookieHeader,
      'content-type': 'application/json',
      ...(init.headers as Record<string, string>),
    };
    const response = await fetch(server.url + lookup, { method: 'POST', ...init, headers });
    const text = await response.text();
    expect([response.status, response.headers.get('content-type')]).toEqual([
      status,
      'application/problem+json; charset=utf-8',
    ]);
    expect(JSON.parse(text)).toMatchObject({ code, status, traceId: expect.stringMatching(/^[0-9a-f]{32}$/) });
    expect(text).not.toMatch(/Verslaving|SyntaxError|\bat \//);
    expect(response.headers.get('api-version')).toBe('1.0.0');
  });

  it('of an unknown address is the same for everyone, whatever the address and method', async () => {
    const calls = [
      browser.get('/api/v1/nothing'),
      browser.get('/api/v1/recipients/lookups/1'),
      browser.json('DELETE', '/api/v1/me', {}),
      browser.json('PUT', '/api/v9/x', {}),
      new TestBrowser(server.url).get('/api/v1/nothing'),
      browser.get('/missing.js'),
    ];
    const bodies = await Promise.all((await Promise.all(calls)).map(bodyWithoutTrace));
    for (const body of bodies)
      expect(body).toEqual({ type: '/problems/not-found', status: 404, title: 'Not found', code: 'not-found' });
  });

  it('of a malformed address is an answer', async () => {
    expect((await browser.get('/api/v1/%ff')).headers.get('content-type')).toContain('problem+json');
  });

  it('of bytes that are no HTTP closes the connection and nothing else', async () => {
    const socket = connect(server.port, '127.0.0.1');
    socket.write(Buffer.from([22, 3, 1, 0, 200, 1, 0, 255]));
    socket.resume();
    await once(socket, 'close');
    expect((await browser.get('/health/live')).status).toBe(200);
  });
});

describe('a request that changes something', () => {
  it('needs an Origin of our own', async () => {
    for (const origin of [undefined, 'null', 'https://elders.example', 'http://localhost', `${server.url}/`]) {
      const headers = {
        cookie: browser.cookieHeader,
        'content-type': 'application/json',
        ...(origin === undefined ? {} : { origin }),
      };
      const response = await fetch(server.url + lookup, { method: 'POST', body: '{"code":"ABCDEFGH23"}', headers });
      expect(await bodyWithoutTrace(response)).toMatchObject({ code: 'origin-refused', status: 403 });
    }
  });

  it('needs a login as well', async () => {
    const response = await new TestBrowser(server.url).json('POST', lookup, { code: 'ABCDEFGH23' });
    expect(await bodyWithoutTrace(response)).toMatchObject({ code: 'login-required' });
  });
});

describe('an upgrade', () => {
  const statusOf = async (path: string, headers: Record<string, string>): Promise<number> => {
    const socket = new WebSocket(`ws://127.0.0.1:${server.port}${path}`, { headers });
    const [, response] = (await once(socket, 'unexpected-response')) as [
      unknown,
      { statusCode: number; destroy(): void },
    ];
    response.destroy();
    return response.statusCode;
  };

  it('to an unknown address is answered and destroyed', async () => {
    const origin = server.url;
    expect(
      await Promise.all(
        ['/', '/nothing', '/api/v1/me', '/socket.iox', '/live'].map((path) => statusOf(path, { origin })),
      ),
    ).toEqual([404, 404, 404, 404, 404]);
  });

  it('without an Origin of our own never reaches a handler', async () => {
    let reached = 0;
    server.app.get(UpgradeRouter).register('/counting', () => (reached += 1));
    for (const origin of [undefined, 'null', 'https://elders.example', `${server.url}.elders.example`])
      expect(await statusOf('/counting/1', origin === undefined ? {} : { origin })).toBe(403);
    expect(reached).toBe(0);
  });

  it('with garbage leaves the server standing', async () => {
    const socket = connect(server.port, '127.0.0.1');
    socket.write(`GET //\\..%00 HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n`);
    socket.resume();
    await once(socket, 'close');
    expect((await browser.get('/health/ready')).status).toBe(200);
  });
});

describe('the web app', () => {
  it('answers every page address with its page, and a nonce that differs each time', async () => {
    const [one, other] = [await browser.get('/'), await browser.get('/plannen/123/delen')];
    const nonces = await Promise.all(
      [one, other].map(async (response) => /ngCspNonce="([^"]+)"/.exec(await response.text())?.[1] ?? ''),
    );
    expect(nonces[0]).not.toBe(nonces[1]);
    [one, other].forEach((response, index) => {
      expect(response.headers.get('content-security-policy')).toContain(`'nonce-${nonces[index]}'`);
      expect(response.headers.get('cache-control')).toBe('no-store');
    });
  });

  it('keeps hashed files for good, compressed, and asks again for others', async () => {
    const script = await browser.get('/main-ABCDEF12.js', { 'accept-encoding': 'br' });
    expect([script.headers.get('cache-control'), script.headers.get('content-encoding')]).toEqual([
      'public, max-age=31536000, immutable',
      'br',
    ]);
    expect(await script.text()).toContain('samen samen');
    const icon = await browser.get('/favicon.svg');
    expect(icon.headers.get('cache-control')).toBe('no-cache');
    const again = await browser.get('/favicon.svg', {
      'if-none-match': icon.headers.get('etag') ?? '',
      'cache-control': 'max-age=0',
    });
    expect(again.status).toBe(304);
  });

  it.each([
    '/../master-key',
    '/%2e%2e/master-key',
    '/..%2fdev-idp.json',
    '/web/../../etc/passwd.txt',
    '/./../dev-idp.json',
  ])('never leaves its folder for %s', async (path) => {
    const socket = connect(server.port, '127.0.0.1');
    socket.end(`GET ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`);
    let text = '';
    for await (const chunk of socket) text += String(chunk);
    expect(text).not.toMatch(/"jwks"|root:/);
    expect(text).toMatch(/^HTTP\/1\.1 (?:404|200)/);
  });
});

it('has one handler for every route of the contracts', () => {
  expect(routeFaults(server.app, routes)).toEqual([]);
});

it('shows its figures on this machine, without an id in them', async () => {
  const text = await (await browser.get('/metrics')).text();
  expect(text).toContain('route="/api/v1/recipients/lookups"');
  expect(text).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}/);
});
