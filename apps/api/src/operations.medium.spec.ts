import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { Writable } from 'node:stream';
import { plan, planSummary } from '@samenplan/shared/contracts';
import { encodeAnnounce, encodeSyncRequest, encodeUpdate, SUBPROTOCOL, Y } from '@samenplan/shared/live-protocol';
import { Log } from '@samenplan/api/platform';
import { WebSocket } from 'ws';
import { z } from 'zod';
import { ensureExampleData } from './example-data';
import { examplePeople } from './example-data/people';
import { startTestApp, type TestApp } from './testing/test-app';
import { logIn, TestBrowser } from './testing/test-browser';

const UUID = /[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}/i;
const TYPED = 'Dit typte iemand en niemand mag het in een log lezen';
const plans = z.object({ items: z.array(planSummary) });
const trace = '4bf92f3577b34da6a3ce929d0e0e4736';
/** Names of figures in a text; those of histograms without what Prometheus puts behind them. */
const figuresIn = (text: string): Set<string> =>
  new Set(
    [...text.matchAll(/\b(?:samenplan|nodejs|process)_[a-z0-9_]+/g)].map(([name]) =>
      name.replace(/_(?:bucket|count|sum)$/, ''),
    ),
  );

describe('running the product', () => {
  let server: TestApp;
  let figures: string;
  const lines: string[] = [];
  const secrets = new Set<string>();

  /** Logs in, reads, searches, writes, sends garbage, asks for what is not there, and logs out: as anybody may. */
  async function visit(key: string): Promise<void> {
    const browser = new TestBrowser(server.url);
    await logIn(browser, { person: key });
    for (const value of browser.cookies.values()) secrets.add(value);
    const json = async (path: string): Promise<unknown> => (await browser.get(`/api/v1${path}`)).json();
    const { items } = plans.parse(await json('/plans'));
    await browser.get('/api/v1/recipients?search=Ria%20van%20Dam');
    await browser.get('/api/v1/plans/00000000-0000-4000-8000-000000000000');
    await browser.json('POST', '/api/v1/plans', { title: TYPED, unknown: TYPED });
    for (const { id, title } of items) {
      secrets.add(title);
      const { sections } = plan.parse(await json(`/plans/${id}`));
      await browser.get(`/api/v1/plans/${id}/access-log`);
      for (const { title: name } of sections) secrets.add(name);
      for (const section of sections.slice(0, 2)) await write(browser, section.id);
    }
    await browser.post('/auth/logout');
  }

  async function write(browser: TestBrowser, sectionId: string): Promise<void> {
    const socket = new WebSocket(`${server.url.replace('http', 'ws')}/live/sections/${sectionId}`, [SUBPROTOCOL], {
      headers: { cookie: browser.cookieHeader, origin: server.url },
    });
    socket.on('error', () => undefined);
    await once(socket, 'open');
    const doc = new Y.Doc();
    doc.getText('text').insert(0, TYPED);
    socket.send(encodeAnnounce(doc.clientID));
    socket.send(encodeSyncRequest(Uint8Array.of(0)));
    socket.send(encodeUpdate(Y.encodeStateAsUpdate(doc)));
    socket.send(Buffer.from(TYPED));
    await once(socket, 'close');
  }

  beforeAll(async () => {
    const stream = new Writable({ write: (chunk, _, done) => (lines.push(String(chunk)), done()) });
    server = await startTestApp({ log: new Log('trace', stream), people: examplePeople });
    await ensureExampleData(server.app, server.database.ownerUrl);
    for (const key of ['client', 'poh', 'stranger']) await visit(key);
    await fetch(`${server.url}/api/v1/me`, { headers: { traceparent: `00-${trace}-00f067aa0ba902b7-01` } });
    figures = await (await fetch(`${server.url}/metrics`)).text();
  }, 120_000);
  afterAll(() => server.close());

  it('leaves no name, text, title, cookie, token or id of a person or plan in the log', () => {
    const log = lines.join('');
    expect(lines.length).toBeGreaterThan(50);
    for (const secret of [...secrets, ...examplePeople.map(({ name }) => name), TYPED, 'samenplan='])
      expect({ secret, found: log.includes(secret) }).toEqual({ secret, found: false });
    expect(UUID.exec(log)).toBeNull();
  });

  it('puts the id of its request on every line of a request, also one that came with it', () => {
    const requests = lines.filter((line) => line.includes('"msg":"request"'));
    for (const line of requests) expect(line).toMatch(/"traceId":"[\da-f]{32}"/);
    expect(requests.filter((line) => line.includes(trace)).length).toBe(1);
  });

  it('tells in one line why a live connection ended', () => {
    const ends = lines.filter((line) => line.includes('"msg":"live-closed"'));
    expect(ends.length).toBeGreaterThan(0);
    for (const line of ends)
      expect(JSON.parse(line)).toMatchObject({
        traceId: expect.stringMatching(/^[\da-f]{32}$/) as string,
        room: expect.stringMatching(/^[\da-f]{12}$/) as string,
        reason: expect.any(String) as string,
      });
    expect(ends.some((line) => line.includes('"reason":"malformed"'))).toBe(true);
  });

  it('measures without names, titles, text or ids', () => {
    for (const secret of [...secrets, ...examplePeople.map(({ name }) => name), TYPED])
      expect({ secret, found: figures.includes(secret) }).toEqual({ secret, found: false });
    expect(UUID.exec(figures)).toBeNull();
  });

  it('has a line in the operations page for each of its own figures, and alarms only about figures that exist', () => {
    const page = readFileSync('docs/operations.md', 'utf8');
    const alerts = readFileSync('docker/alerts.yaml', 'utf8');
    const measured = figuresIn(figures);
    const own = [...measured].filter((name) => name.startsWith('samenplan_'));
    expect(own.filter((name) => !figuresIn(page).has(name))).toEqual([]);
    expect([...figuresIn(alerts)].filter((name) => !measured.has(name))).toEqual([]);
    const alarms = [...alerts.matchAll(/alert: (\w+)/g)].map(([, name]) => name ?? '');
    expect(alarms.length).toBeGreaterThan(5);
    expect(alarms.filter((name) => !page.includes(`**${name}**`))).toEqual([]);
  });
});
