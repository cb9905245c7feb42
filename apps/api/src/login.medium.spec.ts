import { once } from 'node:events';
import { io, type Socket } from 'socket.io-client';
import { Client } from 'pg';
import { AppEvents, Logins } from '@samenplan/api/identity';
import { startTestApp, type TestApp } from './testing/test-app';
import { locationOf, logIn, TestBrowser, toCallback } from './testing/test-browser';

let server: TestApp;
const newBrowser = (): TestBrowser => new TestBrowser(server.url);
const me = async (browser: TestBrowser): Promise<{ status: number; body: Record<string, unknown> }> => {
  const response = await browser.get('/api/v1/me');
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
};
const problemOf = async (response: Response): Promise<unknown> => ((await response.json()) as { code: unknown }).code;

beforeAll(async () => {
  server = await startTestApp();
});
afterAll(() => server.close());

describe('logging in', () => {
  it('makes an unknown person with the name of the provider, without roles, and goes where one was', async () => {
    const browser = newBrowser();
    const response = await logIn(browser, { person: 'new', name: 'Nieuwe Mens' }, '/plannen/1?deel=2');
    expect([response.status, locationOf(response)]).toEqual([302, `${server.url}/plannen/1?deel=2`]);
    expect(await me(browser)).toMatchObject({
      status: 200,
      body: { name: 'Nieuwe Mens', roles: [], positions: [], acr: 'http://eidas.europa.eu/LoA/low' },
    });
  });

  it('finds the same person again', async () => {
    const [one, other] = [newBrowser(), newBrowser()];
    await logIn(one, { person: 'client' });
    await logIn(other, { person: 'client' });
    expect((await me(one)).body['id']).toBe((await me(other)).body['id']);
  });

  it('keeps only the hash of a token that scripts can not read', async () => {
    const browser = newBrowser();
    const response = await logIn(browser, { person: 'client' });
    expect(response.headers.getSetCookie().join()).toMatch(
      /^samenplan=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax; Max-Age=43200/,
    );
    const client = new Client({ connectionString: server.database.ownerUrl });
    await client.connect();
    const { rows } = await client.query(
      'select encode(token_hash, $1) as hash, to_jsonb(s)::text as row from login_session s',
      ['hex'],
    );
    await client.end();
    expect(rows.length).toBeGreaterThan(0);
    for (const { row } of rows) expect(row).not.toContain(browser.cookies.get('samenplan'));
  });

  it('gives a new token, also to a browser that brought one, and ends the earlier login of another person', async () => {
    const [browser, copy] = [newBrowser(), newBrowser()];
    await logIn(browser, { person: 'client' });
    const before = browser.cookies.get('samenplan') ?? '';
    copy.cookies.set('samenplan', before);
    await logIn(browser, { person: 'poh' });
    expect(browser.cookies.get('samenplan')).not.toBe(before);
    expect((await me(copy)).status).toBe(401);
  });

  it.each([['https://elders.example/'], ['//elders.example'], ['/\\elders.example'], ['/auth/login']])(
    'never leads to %s',
    async (returnTo) => {
      expect(locationOf(await logIn(newBrowser(), { person: 'client' }, returnTo))).toBe(`${server.url}/`);
    },
  );

  it('comes back to the local name that the browser uses', async () => {
    const browser = new TestBrowser(`http://127.0.0.1:${server.port}`);
    expect(locationOf(await logIn(browser, { person: 'client' }, '/x'))).toBe(`http://127.0.0.1:${server.port}/x`);
    expect((await me(browser)).status).toBe(200);
  });
});

describe('a callback', () => {
  it('is refused with another state', async () => {
    const browser = newBrowser();
    const callback = new URL(await toCallback(browser, { person: 'client' }));
    callback.searchParams.set('state', 'A'.repeat(43));
    const response = await browser.get(callback.href);
    expect([response.status, await problemOf(response)]).toEqual([401, 'login-failed']);
    expect(browser.cookies.has('samenplan')).toBe(false);
  });

  it('is refused the second time', async () => {
    const browser = newBrowser();
    const callback = await toCallback(browser, { person: 'client' });
    expect((await browser.get(callback)).status).toBe(302);
    expect((await browser.get(callback)).status).toBe(401);
  });

  it('is refused after one with a wrong code: every attempt is used once', async () => {
    const browser = newBrowser();
    const callback = new URL(await toCallback(browser, { person: 'client' }));
    const code = callback.searchParams.get('code') ?? '';
    callback.searchParams.set('code', 'wrong');
    expect((await browser.get(callback.href)).status).toBe(401);
    callback.searchParams.set('code', code);
    expect((await browser.get(callback.href)).status).toBe(401);
  });

  it('is refused in another browser, so that nobody is logged in as somebody else', async () => {
    const [attacker, victim] = [newBrowser(), newBrowser()];
    const callback = await toCallback(attacker, { person: 'poh' });
    await victim.get('/auth/login');
    expect((await victim.get(callback)).status).toBe(401);
    expect((await victim.get('/api/v1/me')).status).toBe(401);
  });

  it.each([
    ['nothing', ''],
    ['no code', '?state=x'],
    ['two states', '?code=1&state=1&state=2'],
    ['a very long state', `?state=${'x'.repeat(5000)}`],
    ['an error of the provider', '?error=access_denied&state=x'],
  ])('with %s is an answer, not a crash', async (_, query) => {
    expect((await newBrowser().get(`/auth/callback${query}`)).status).toBe(401);
  });

  it('brings a person to a page that says so', async () => {
    const response = await newBrowser().get('/auth/callback?state=x', { accept: 'text/html' });
    expect(locationOf(response)).toBe(`${server.url}/?problem=login-failed`);
  });
});

describe('logging out', () => {
  it('needs a page of ours: an absent or foreign Origin is refused', async () => {
    const browser = newBrowser();
    await logIn(browser, { person: 'client' });
    for (const origin of ['', 'null', 'https://elders.example', `${server.url}.elders.example`]) {
      const response = await fetch(`${server.url}/auth/logout`, {
        method: 'POST',
        headers: { cookie: browser.cookieHeader, ...(origin === '' ? {} : { origin }) },
      });
      expect([response.status, await problemOf(response)]).toEqual([403, 'origin-refused']);
    }
    expect((await me(browser)).status).toBe(200);
  });

  it('ends the login for good and leads to where the provider ends its own', async () => {
    const browser = newBrowser();
    await logIn(browser, { person: 'client' });
    const stolen = browser.cookieHeader;
    const response = await browser.post('/auth/logout');
    const { redirectTo } = (await response.json()) as { redirectTo: string };
    expect(redirectTo).toContain('/dev-idp/session/end?');
    expect(browser.cookies.has('samenplan')).toBe(false);
    expect((await fetch(`${server.url}/api/v1/me`, { headers: { cookie: stolen } })).status).toBe(401);
    const page = await browser.get(redirectTo);
    const xsrf = /name="xsrf" value="(\w+)"/.exec(await page.text())?.[1] ?? '';
    const end = await browser.post(`${server.url}/dev-idp/session/end/confirm`, { xsrf, logout: 'yes' });
    expect(locationOf(end)).toBe(`${server.url}/uitgelogd`);
  });

  it('says nothing to someone who was not in', async () => {
    expect(await (await newBrowser().post('/auth/logout')).json()).toEqual({ redirectTo: null });
  });
});

describe('application events', () => {
  const connect = (browser: TestBrowser, headers: Record<string, string> = {}): Socket =>
    io(server.url, {
      transports: ['websocket'],
      reconnection: false,
      forceNew: true,
      extraHeaders: { cookie: browser.cookieHeader, origin: server.url, ...headers },
    });
  const connected = async (browser: TestBrowser): Promise<Socket> => {
    const socket = connect(browser);
    await once(socket as unknown as NodeJS.EventEmitter, 'connect');
    return socket;
  };
  const next = (socket: Socket, event: string): Promise<unknown> =>
    new Promise((resolve) => socket.once(event, resolve));

  it('reach the people they are for and nobody else', async () => {
    const [one, other] = [newBrowser(), newBrowser()];
    await logIn(one, { person: 'client' });
    await logIn(other, { person: 'poh' });
    const [mine, theirs] = [await connected(one), await connected(other)];
    const seen: unknown[] = [];
    theirs.on('samenplan', (event) => seen.push(event));
    const events = server.app.get(AppEvents);
    const [myId, theirId] = [(await me(one)).body['id'] as string, (await me(other)).body['id'] as string];
    const arrived = next(mine, 'samenplan');
    events.emitTo([myId], { kind: 'plans-changed' });
    expect(await arrived).toEqual({ kind: 'plans-changed' });
    const last = next(theirs, 'samenplan');
    events.emitTo([theirId], { kind: 'requests-changed' });
    await last;
    expect(seen).toEqual([{ kind: 'requests-changed' }]);
    mine.close();
    theirs.close();
  });

  it('stop at once when the login ends, and say why', async () => {
    const browser = newBrowser();
    await logIn(browser, { person: 'client' });
    const socket = await connected(browser);
    const [said, closed] = [next(socket, 'samenplan'), next(socket, 'disconnect')];
    await browser.post('/auth/logout');
    expect(await said).toEqual({ kind: 'login-ended' });
    await closed;
  });

  it('stop within a second when a login ends without any message', async () => {
    const browser = newBrowser();
    await logIn(browser, { person: 'client' });
    const socket = await connected(browser);
    const closed = next(socket, 'disconnect');
    const client = new Client({ connectionString: server.database.ownerUrl });
    await client.connect();
    const begun = Date.now();
    await client.query('update login_session set expires_at = clock_timestamp()');
    await client.end();
    await closed;
    expect(Date.now() - begun).toBeLessThan(1_500);
  });

  it.each([
    ['without a login', {}, true],
    ['from another site', { origin: 'https://elders.example' }, false],
  ])('open for nobody %s', async (_, headers, anonymous) => {
    const browser = newBrowser();
    if (!anonymous) await logIn(browser, { person: 'client' });
    const socket = connect(browser, headers);
    await next(socket, 'connect_error');
    expect(socket.connected).toBe(false);
    socket.close();
  });

  it('keep a person from opening sockets without end', async () => {
    const browser = newBrowser();
    await logIn(browser, { person: 'poh' });
    const sockets = await Promise.all(Array.from({ length: 20 }, () => connected(browser)));
    const refused = connect(browser);
    await next(refused, 'connect_error');
    for (const socket of [...sockets, refused]) socket.close();
  });

  it('count those that all come at once too', async () => {
    const browser = newBrowser();
    await logIn(browser, { person: 'client' });
    const sockets = Array.from({ length: 30 }, () => connect(browser));
    await Promise.all(sockets.map((socket) => Promise.race([next(socket, 'connect'), next(socket, 'connect_error')])));
    expect(sockets.filter(({ connected }) => connected)).toHaveLength(20);
    for (const socket of sockets) socket.close();
  });
});

it('knows a login only by a whole token', async () => {
  const logins = server.app.get(Logins);
  const browser = newBrowser();
  await logIn(browser, { person: 'client' });
  expect(await logins.current(browser.cookieHeader)).toMatchObject({ name: 'Test Cliënt' });
  const cookie = `samenplan=${browser.cookies.get('samenplan') ?? ''}`;
  expect(await logins.current(cookie)).not.toBeNull();
  expect(await logins.current(cookie.slice(0, -1))).toBeNull();
  expect(await logins.current(undefined)).toBeNull();
});
