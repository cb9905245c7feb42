import { once } from 'node:events';
import { io } from 'socket.io-client';
import { Client } from 'pg';
import { AppEvents } from '@samenplan/api/identity';
import { startTestApp, type TestApp } from './testing/test-app';
import { locationOf, logIn, TestBrowser } from './testing/test-browser';
import { TestPasskey } from './testing/test-passkey';

const LOW = 'http://eidas.europa.eu/LoA/low';
const SUBSTANTIAL = 'http://eidas.europa.eu/LoA/substantial';
const people = [
  { key: 'client', name: 'Test Cliënt', role: 'cliënt', about: 'Heeft een plan.', roles: ['client'] },
  { key: 'client-2', name: 'Tweede Cliënt', role: 'cliënt', about: 'Heeft een plan.', roles: ['client'] },
  { key: 'poh', name: 'Test POH', role: 'POH', about: 'Werkt bij de huisarts.', roles: ['professional'] },
] as const;
const stepUp = '/auth/login?needs=substantial&fresh=true&returnTo=%2Fbevestigd%3Fx%3D1';

let server: TestApp;
let owner: Client;

beforeAll(async () => {
  server = await startTestApp({ people, changes: { assuranceByRole: { professional: 'substantial' } } });
  owner = new Client({ connectionString: server.database.ownerUrl });
  await owner.connect();
});
afterAll(async () => {
  await owner.end();
  await server.close();
});

type Body = Record<string, unknown>;
const me = async (browser: TestBrowser): Promise<{ status: number; body: Body }> => {
  const response = await browser.get('/api/v1/me');
  return { status: response.status, body: (await response.json()) as Body };
};
/** A route that needs a fresh login with a second factor. */
const sensitive = async (browser: TestBrowser): Promise<{ status: number; body: Body }> => {
  const response = await browser.get('/api/v1/audit-report');
  return { status: response.status, body: (await response.json()) as Body };
};
const refused = { status: 403, body: { code: 'assurance-too-low' } };

async function loggedIn(person: string): Promise<TestBrowser> {
  const browser = new TestBrowser(server.url);
  await logIn(browser, { person });
  return browser;
}

/** Goes to the provider for more, as far as its page. */
async function toPage(browser: TestBrowser, address = stepUp): Promise<{ url: string; html: string }> {
  const page = await browser.follow(await browser.get(address));
  return { url: page.url, html: await page.text() };
}

/** The challenge that a page of the provider puts to a passkey, and what it wants done. */
function asked(html: string): { kind: string; challenge: string; origin: string } {
  const [, kind = ''] = /data-kind="(\w+)"/.exec(html) ?? [];
  const [, challenge = ''] = /&#34;challenge&#34;:&#34;([\w-]+)/.exec(html) ?? [];
  return { kind, challenge, origin: server.url };
}

/** Sends the answer of a passkey; the last response is the one after the callback. */
async function answer(browser: TestBrowser, url: string, credential: string): Promise<Response> {
  const response = await browser.post(url, { credential });
  const last = await browser.follow(response, (location) => location.includes('/auth/callback'));
  const callback = locationOf(last);
  return callback === null ? last : browser.get(callback, { accept: 'text/html' });
}

const ofClient = new TestPasskey();

async function proven(browser: TestBrowser, passkey = ofClient): Promise<Response> {
  const { url, html } = await toPage(browser);
  const challenge = asked(html);
  return answer(browser, url, challenge.kind === 'make' ? passkey.make(challenge) : passkey.use(challenge));
}

/** The address at the provider with what was asked taken out, as somebody can do in the own browser. */
async function tampered(browser: TestBrowser, address: string, person: string): Promise<Response> {
  const url = new URL(locationOf(await browser.get(address)) ?? '');
  for (const name of ['acr_values', 'max_age', 'prompt', 'login_hint']) url.searchParams.delete(name);
  const page = await browser.follow(await browser.get(url.href));
  const chosen = await browser.post(page.url, { person });
  const last = await browser.follow(chosen, (location) => location.includes('/auth/callback'));
  return browser.get(locationOf(last) ?? '', { accept: 'text/html' });
}

describe('a route that needs more than the login is worth', () => {
  it('says what it needs, whoever asks and whatever for', async () => {
    const browser = await loggedIn('client');
    expect((await me(browser)).body).toMatchObject({ acr: LOW });
    expect(await sensitive(browser)).toMatchObject({
      ...refused,
      body: { needs: { assurance: 'substantial', acr: SUBSTANTIAL, freshMinutes: 15 } },
    });
  });

  it('opens after a passkey that is made on the spot, on the page where one was', async () => {
    const browser = await loggedIn('client');
    const back = await proven(browser);
    expect(locationOf(back)).toBe(`${server.url}/bevestigd?x=1`);
    expect((await me(browser)).body).toMatchObject({ acr: SUBSTANTIAL });
    expect(await sensitive(browser)).not.toMatchObject(refused);
  });

  it('closes again when the proof is older than it may be', async () => {
    const browser = await loggedIn('poh');
    expect(await sensitive(browser)).not.toMatchObject(refused);
    await owner.query("update login_session set proved_at = proved_at - interval '15 minutes 1 second'");
    expect(await sensitive(browser)).toMatchObject(refused);
    expect((await me(browser)).status).toBe(200);
    await owner.query('update login_session set proved_at = null');
    expect(await sensitive(browser)).toMatchObject(refused);
  });
});

describe('proving again who one is', () => {
  it('takes the passkey of that person and no other', async () => {
    const passkey = new TestPasskey();
    await proven(await loggedIn('client-2'), passkey);
    const browser = await loggedIn('client-2');
    const { url, html } = await toPage(browser);
    expect(asked(html).kind).toBe('use');
    const refusal = await answer(browser, url, passkey.forged().use(asked(html)));
    expect([refusal.status, await refusal.text()]).toEqual([400, expect.stringContaining('De passkey klopt niet')]);
    // A challenge counts once, also for the right passkey.
    expect((await answer(browser, url, passkey.use(asked(html)))).status).toBe(400);
    expect((await me(browser)).body).toMatchObject({ acr: LOW });
    expect(locationOf(await proven(browser, passkey))).toBe(`${server.url}/bevestigd?x=1`);
  });

  it.each([
    ['nothing', ''],
    ['no JSON', '{'],
    ['another shape', '{"id":1}'],
    ['a long text', `{"id":"${'x'.repeat(7_000)}"}`],
  ])('with %s for a passkey is an answer, not a crash', async (_, credential) => {
    const browser = await loggedIn('client');
    const { url } = await toPage(browser);
    expect((await answer(browser, url, credential)).status).toBe(400);
  });

  it('is refused when the request was weakened on the way, and leaves the login as it was', async () => {
    const browser = await loggedIn('client');
    const before = browser.cookies.get('samenplan');
    const back = await tampered(browser, stepUp, 'client');
    expect(locationOf(back)).toBe(`${server.url}/bevestigd?x=1&problem=assurance-too-low`);
    expect(browser.cookies.get('samenplan')).toBe(before);
    expect((await me(browser)).body).toMatchObject({ acr: LOW });
  });

  it('goes on in the same login, with its connections, under a token that nobody had before', async () => {
    const browser = await loggedIn('client');
    const stolen = new TestBrowser(server.url);
    stolen.cookies.set('samenplan', browser.cookies.get('samenplan') ?? '');
    const socket = io(server.url, {
      transports: ['websocket'],
      reconnection: false,
      forceNew: true,
      extraHeaders: { cookie: browser.cookieHeader, origin: server.url },
    });
    await once(socket as unknown as NodeJS.EventEmitter, 'connect');
    await proven(browser);
    expect((await me(stolen)).status).toBe(401);
    const heard = new Promise((resolve) => socket.once('samenplan', resolve));
    server.app.get(AppEvents).emitTo([String((await me(browser)).body['id'])], { kind: 'plans-changed' });
    expect(await heard).toEqual({ kind: 'plans-changed' });
    socket.close();
  });

  it('as somebody else is a login of that person, who is not shown where the first one was', async () => {
    const browser = await loggedIn('client');
    const copy = new TestBrowser(server.url);
    copy.cookies.set('samenplan', browser.cookies.get('samenplan') ?? '');
    const { url } = await toPage(browser);
    const chosen = await browser.post(url, { person: 'client-2', passkey: 'new' });
    const back = await answer(browser, url, new TestPasskey().make(asked(await chosen.text())));
    expect(locationOf(back)).toBe(`${server.url}/`);
    expect((await me(browser)).body).toMatchObject({ name: 'Tweede Cliënt' });
    expect((await me(copy)).status).toBe(401);
  });
});

describe('a role that needs a second factor', () => {
  it('is worth a click where the example says so, and a stolen weaker way in is none', async () => {
    expect((await me(await loggedIn('poh'))).body).toMatchObject({ acr: SUBSTANTIAL });
    const browser = await loggedIn('client');
    const { id } = (await me(browser)).body;
    await owner.query("insert into person_role (person_id, role) values ($1, 'professional')", [id]);
    try {
      // The login was begun with less than the new role needs: it is none any more.
      expect((await me(browser)).status).toBe(401);
      const page = await logInToPage(browser, 'client');
      expect(page).toContain('passkey');
      const back = await tampered(browser, '/auth/login', 'client');
      expect(locationOf(back)).toContain('/dev-idp/auth?');
      const url = new URL(locationOf(back) ?? '');
      expect(url.searchParams.get('acr_values')).toContain(SUBSTANTIAL);
      expect((await me(browser)).status).toBe(401);
    } finally {
      await owner.query("delete from person_role where person_id = $1 and role = 'professional'", [id]);
    }
  });
});

/** Chooses somebody on the page of the provider; the text of the page that follows. */
async function logInToPage(browser: TestBrowser, person: string): Promise<string> {
  const { url } = await toPage(browser, '/auth/login');
  const chosen = await browser.post(url, { person });
  const page = await browser.follow(chosen);
  return page.text();
}
