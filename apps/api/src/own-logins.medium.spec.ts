import { once } from 'node:events';
import { io } from 'socket.io-client';
import { Client } from 'pg';
import { OwnLogins } from '@samenplan/api/identity';
import type { OwnLogin } from '@samenplan/shared/contracts';
import { startTestApp, type TestApp } from './testing/test-app';
import { logIn, TestBrowser } from './testing/test-browser';

const people = [
  { key: 'client', name: 'Test Cliënt', role: 'cliënt', about: 'Heeft een plan.', roles: ['client'] },
  { key: 'poh', name: 'Test POH', role: 'POH', about: 'Werkt bij de huisarts.', roles: ['professional'] },
  { key: 'gp', name: 'Test Huisarts', role: 'huisarts', about: 'Huisarts.', roles: ['professional'] },
  { key: 'nurse', name: 'Test Verpleger', role: 'wijkverpleegkundige', about: 'Zorgt.', roles: ['professional'] },
] as const;
const PHONE =
  'Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Mobile Safari/537.36';
const LAPTOP = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:143.0) Gecko/20100101 Firefox/143.0';

let server: TestApp;
let owner: Client;

beforeAll(async () => {
  const sessionLimits = { professional: { idleMinutes: 30, hours: 8 }, administrator: { idleMinutes: 45, hours: 4 } };
  server = await startTestApp({ people, changes: { sessionLimits } });
  owner = new Client({ connectionString: server.database.ownerUrl });
  await owner.connect();
});
afterAll(async () => {
  await owner.end();
  await server.close();
});

/** A browser that says what it is at every step. */
class NamedBrowser extends TestBrowser {
  constructor(private readonly agent: string) {
    super(server.url);
  }

  override get(address: string, headers: Record<string, string> = {}): Promise<Response> {
    return super.get(address, { 'user-agent': this.agent, ...headers });
  }
}

async function loggedIn(person: string, agent = LAPTOP): Promise<TestBrowser> {
  const browser = new NamedBrowser(agent);
  await logIn(browser, { person });
  return browser;
}

const loginsOf = async (browser: TestBrowser): Promise<OwnLogin[]> =>
  ((await (await browser.get('/api/v1/me/logins')).json()) as { items: OwnLogin[] }).items;
const idOf = async (browser: TestBrowser): Promise<string> =>
  (await loginsOf(browser)).find(({ current }) => current)?.id ?? '';
const isIn = async (browser: TestBrowser): Promise<boolean> => (await browser.get('/api/v1/me')).status === 200;
const end = (browser: TestBrowser, id: string): Promise<Response> =>
  browser.json('DELETE', `/api/v1/me/logins/${id}`, undefined);
const endAll = (browser: TestBrowser, keepCurrent: boolean): Promise<Response> =>
  browser.json('POST', '/api/v1/me/login-endings', { keepCurrent });
const bodyOf = async (response: Response): Promise<unknown> => ({
  ...((await response.json()) as object),
  traceId: undefined,
});

describe('the list of own logins', () => {
  it('names the device in two words, the last use by the hour, and nobody else', async () => {
    const [laptop, phone] = [await loggedIn('client', LAPTOP), await loggedIn('client', PHONE)];
    await loggedIn('poh');
    const [newest, oldest, ...more] = await loginsOf(laptop);
    expect(more).toEqual([]);
    expect(newest).toMatchObject({ browser: 'Chrome', system: 'Android', current: false, assurance: 'low' });
    expect(oldest).toMatchObject({ browser: 'Firefox', system: 'Windows', current: true });
    expect(newest?.lastUsedAt).toMatch(/:00:00\.000Z$/);
    const { rows } = await owner.query('select to_jsonb(s)::text as row from login_session s');
    for (const { row } of rows) expect(row).not.toMatch(/Mozilla|Pixel|141/);
    await endAll(phone, false);
  });

  it('ends one, and forgets its device', async () => {
    const [here, there] = [await loggedIn('client'), await loggedIn('client', PHONE)];
    const id = await idOf(there);
    expect((await end(here, id)).status).toBe(204);
    expect([await isIn(there), await isIn(here)]).toEqual([false, true]);
    const { rows } = await owner.query('select browser, system from login_session where id = $1', [id]);
    expect(rows).toEqual([{ browser: null, system: null }]);
    expect((await end(here, id)).status).toBe(404);
    await endAll(here, false);
  });

  it("gives one answer for somebody else's login, one that never was and no id at all", async () => {
    const [mine, theirs] = [await loggedIn('client'), await loggedIn('poh')];
    const answers = [await end(mine, await idOf(theirs)), await end(mine, crypto.randomUUID()), await end(mine, 'x')];
    const bodies = await Promise.all(answers.map(bodyOf));
    expect(bodies).toEqual([bodies[0], bodies[0], bodies[0]]);
    expect(bodies[0]).toMatchObject({ code: 'not-found' });
    expect(await isIn(theirs)).toBe(true);
  });
});

describe('logging out everywhere', () => {
  it('ends every login and its connections, of this person only', async () => {
    const [one, two, three] = [await loggedIn('client'), await loggedIn('client', PHONE), await loggedIn('client')];
    const other = await loggedIn('poh');
    const socket = io(server.url, {
      transports: ['websocket'],
      reconnection: false,
      forceNew: true,
      extraHeaders: { cookie: two.cookieHeader, origin: server.url },
    });
    await once(socket as unknown as NodeJS.EventEmitter, 'connect');
    const closed = new Promise((resolve) => socket.once('disconnect', resolve));
    expect(await (await endAll(one, true)).json()).toEqual({ ended: expect.any(Number) });
    await closed;
    expect([await isIn(one), await isIn(two), await isIn(three), await isIn(other)]).toEqual([
      true,
      false,
      false,
      true,
    ]);
    expect(await (await endAll(one, false)).json()).toEqual({ ended: 1 });
    expect(await isIn(one)).toBe(false);
  });

  it('asked a hundred times at once ends nothing twice, and becomes too much', async () => {
    const browsers = [await loggedIn('gp'), await loggedIn('gp'), await loggedIn('gp')];
    const [first] = browsers;
    if (first === undefined) throw new Error('There are three');
    const answers = await Promise.all(Array.from({ length: 100 }, () => endAll(first, true)));
    const counts = new Map<number, number>();
    let ended = 0;
    for (const answer of answers) {
      counts.set(answer.status, (counts.get(answer.status) ?? 0) + 1);
      if (answer.status === 200) ended += ((await answer.json()) as { ended: number }).ended;
    }
    expect(ended).toBe(2);
    expect([...counts.keys()].sort()).toEqual([200, 429]);
  });

  it('needs a page of ours', async () => {
    const browser = await loggedIn('client');
    const headers = { cookie: browser.cookieHeader, 'content-type': 'application/json' };
    for (const origin of [undefined, 'https://elders.example']) {
      const response = await fetch(`${server.url}/api/v1/me/login-endings`, {
        method: 'POST',
        body: '{"keepCurrent":false}',
        headers: { ...headers, ...(origin === undefined ? {} : { origin }) },
      });
      expect(response.status).toBe(403);
    }
    expect(await isIn(browser)).toBe(true);
  });
});

describe('a login', () => {
  const endsOf = async (id: string): Promise<{ minutes: number; hours: number }> => {
    const { rows } = await owner.query<{ minutes: number; hours: number }>(
      `select (extract(epoch from expires_at - clock_timestamp()) / 60)::float8 as minutes,
        (extract(epoch from ends_at - clock_timestamp()) / 3600)::float8 as hours from login_session where id = $1`,
      [id],
    );
    return rows[0] ?? { minutes: NaN, hours: NaN };
  };

  it('lasts as long as the strictest of the roles allows', async () => {
    const [client, poh] = [await loggedIn('client'), await loggedIn('poh')];
    const ofClient = await endsOf(await idOf(client));
    expect([Math.round(ofClient.minutes), Math.round(ofClient.hours)]).toEqual([60, 12]);
    const ofPoh = await endsOf(await idOf(poh));
    expect([Math.round(ofPoh.minutes), Math.round(ofPoh.hours)]).toEqual([60, 12]);
    const { id } = (await (await poh.get('/api/v1/me')).json()) as { id: string };
    for (const role of ['professional', 'administrator'])
      await owner.query('insert into person_role (person_id, role) values ($1, $2)', [id, role]);
    const both = await endsOf(await idOf(await loggedIn('poh')));
    expect([Math.round(both.minutes), Math.round(both.hours)]).toEqual([30, 4]);
  });

  it('that is used does not end for lack of use; a page that asks by itself is no use', async () => {
    const browser = await loggedIn('nurse');
    const id = await idOf(browser);
    const nearlyOver = `update login_session set last_used_at = clock_timestamp() - interval '59 minutes',
      expires_at = clock_timestamp() + interval '1 minute' where id = $1`;
    await owner.query(nearlyOver, [id]);
    await browser.get('/api/v1/me', { 'samenplan-unattended': '1' });
    expect((await endsOf(id)).minutes).toBeLessThan(2);
    const me = (await (await browser.get('/api/v1/me')).json()) as { loginEndsAt: string };
    expect(Math.round((await endsOf(id)).minutes)).toBe(60);
    expect(Date.parse(me.loginEndsAt)).toBeGreaterThan(Date.now() + 59 * 60_000);
    await owner.query(nearlyOver, [id]);
    const extended = await browser.json('POST', '/api/v1/me/login-extensions', {}, { 'samenplan-unattended': '1' });
    expect(extended.status).toBe(200);
    expect(Math.round((await endsOf(id)).minutes)).toBe(60);
  });

  it('is never longer than its latest end, however much it is used', async () => {
    const browser = await loggedIn('nurse');
    const id = await idOf(browser);
    await owner.query(
      `update login_session set last_used_at = clock_timestamp() - interval '5 minutes',
        ends_at = clock_timestamp() + interval '3 minutes', expires_at = clock_timestamp() + interval '1 minute' where id = $1`,
      [id],
    );
    const extended = await browser.json('POST', '/api/v1/me/login-extensions', {});
    const { endsAt, endsAtLatest } = (await extended.json()) as { endsAt: string; endsAtLatest: string };
    expect(endsAt).toBe(endsAtLatest);
    expect((await endsOf(id)).minutes).toBeLessThan(3.01);
  });

  it('that has ended can not be extended', async () => {
    const browser = await loggedIn('nurse');
    await owner.query('update login_session set expires_at = clock_timestamp() where id = $1', [await idOf(browser)]);
    expect((await browser.json('POST', '/api/v1/me/login-extensions', {})).status).toBe(401);
    expect(await isIn(browser)).toBe(false);
  });
});

it('keeps nothing of the device of a login that ended by the clock', async () => {
  const browser = await loggedIn('nurse');
  const id = await idOf(browser);
  await owner.query('update login_session set expires_at = clock_timestamp() where id = $1', [id]);
  const lasting = await idOf(await loggedIn('nurse'));
  expect(await server.app.get(OwnLogins).run()).toBeGreaterThan(0);
  const { rows } = await owner.query(
    'select id, browser, id_token is null as done from login_session where id = any ($1)',
    [[id, lasting]],
  );
  expect(rows).toHaveLength(2);
  expect(rows).toEqual(
    expect.arrayContaining([
      { id, browser: null, done: true },
      { id: lasting, browser: 'Firefox', done: false },
    ]),
  );
});

describe('a login in a browser that is new for somebody', () => {
  it('is told to that person, once per browser and not at the very first login', async () => {
    const person = { person: 'new', name: 'Nieuwe Mens' };
    const browser = new TestBrowser(server.url);
    await logIn(browser, person);
    const { id } = (await (await browser.get('/api/v1/me')).json()) as { id: string };
    const told = async (): Promise<number> =>
      (await owner.query("select from notice where person_id = $1 and kind = 'login-new'", [id])).rowCount ?? 0;
    const { rows } = await owner.query<{ key: string }>('select subject as key from login where person_id = $1', [id]);
    const again = { person: rows[0]?.key ?? '' };
    expect(await told()).toBe(0);
    await logIn(browser, again);
    expect(await told()).toBe(0);
    const other = new TestBrowser(server.url);
    await logIn(other, again);
    expect(await told()).toBe(1);
    await logIn(other, again);
    const { rows: known } = await owner.query<{ hash: string }>(
      "select encode(browser_hash, 'base64') as hash from known_browser where person_id = $1",
      [id],
    );
    expect(known).toHaveLength(2);
    // Somebody else in the same browser: nothing in the table tells that they share it.
    await logIn(other, { person: 'client' });
    const shared = await owner.query('select from known_browser where encode(browser_hash, $1) = any ($2)', [
      'base64',
      known.map(({ hash }) => hash),
    ]);
    expect(shared.rowCount).toBe(2);
  });
});
