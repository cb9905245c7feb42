import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { io, type Socket } from 'socket.io-client';
import { Messages, Notices, type NewNotice } from '@samenplan/api/identity';
import { Database } from '@samenplan/api/platform';
import { startSmtpInbox, testConfiguration, type ReceivedMail, type SmtpInbox } from '@samenplan/api/platform/testing';
import type { ContactPoint, Notice, NoticePreferences } from '@samenplan/shared/contracts';
import { startTestApp, type TestApp } from './testing/test-app';
import { logIn, TestBrowser } from './testing/test-browser';

const BOUNCE_SECRET = 'only-for-this-test-run-0';
let server: TestApp;
let owner: Client;
let inbox: SmtpInbox;
let provider: Server;
const texts: Record<string, string>[] = [];

beforeAll(async () => {
  inbox = await startSmtpInbox();
  provider = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      texts.push(JSON.parse(body) as Record<string, string>);
      response.writeHead(202).end();
    });
  });
  await new Promise<void>((done) => provider.listen(0, '127.0.0.1', done));
  const { messages } = testConfiguration({ masterKey: new Uint8Array(32), ownerUrl: '' });
  server = await startTestApp({
    changes: {
      messages: {
        ...messages,
        mail: {
          ...messages.mail,
          smtpUrl: inbox.url,
          bounces: { address: 'bounces@samenplan.example', secret: BOUNCE_SECRET },
        },
        sms: { ...messages.sms, url: `http://127.0.0.1:${(provider.address() as AddressInfo).port}/` },
      },
    },
  });
  owner = new Client({ connectionString: server.database.ownerUrl });
  await owner.connect();
});
afterAll(async () => {
  await owner.end();
  await server.close();
  await inbox.close();
  await new Promise((done) => provider.close(done));
});
beforeEach(() => inbox.accept());

class Someone {
  private constructor(
    readonly browser: TestBrowser,
    readonly id: string,
  ) {}

  /** A new person, logged in. */
  static async new(name: string): Promise<Someone> {
    const browser = new TestBrowser(server.url);
    await logIn(browser, { person: 'new', name });
    const { id } = (await (await browser.get('/api/v1/me')).json()) as { id: string };
    return new Someone(browser, id);
  }

  async notices(query = ''): Promise<{ items: Notice[]; nextCursor: string | null }> {
    return (await (await this.browser.get(`/api/v1/me/notices${query}`)).json()) as never;
  }

  async unread(): Promise<number> {
    return ((await (await this.browser.get('/api/v1/me/notices/unread')).json()) as { unread: number }).unread;
  }

  async contactPoints(): Promise<ContactPoint[]> {
    return ((await (await this.browser.get('/api/v1/me/contact-points')).json()) as { items: ContactPoint[] }).items;
  }

  async add(value: string, kind: 'mail' | 'sms' = 'mail'): Promise<Response> {
    return this.browser.json('POST', '/api/v1/me/contact-points', { kind, value });
  }

  async confirm(id: string, code: string): Promise<Response> {
    return this.browser.json('POST', `/api/v1/me/contact-points/${id}/confirmations`, { code });
  }

  /** A proven address. */
  async at(address: string): Promise<string> {
    const { id } = (await (await this.add(address)).json()) as ContactPoint;
    expect((await this.confirm(id, codeIn(await inbox.next(address)))).status).toBe(200);
    return id;
  }

  async prefer(changes: Partial<NoticePreferences>): Promise<void> {
    const now = (await (await this.browser.get('/api/v1/me/notice-preferences')).json()) as NoticePreferences;
    const answer = await this.browser.json('PUT', '/api/v1/me/notice-preferences', { ...now, ...changes });
    expect(answer.status).toBe(200);
  }
}

const eventOn = (socket: Socket, name: string): Promise<unknown> =>
  new Promise((resolve) => socket.once(name, resolve));
const codeIn = (mail: ReceivedMail): string => /\d{6}/.exec(mail.parsed.text ?? '')?.[0] ?? '';
const tokenOf = (mail: ReceivedMail): string =>
  /afmelden\/([0-9a-f]{32})/.exec(mail.header('list-unsubscribe') ?? '')?.[1] ?? '';
const tell = (notice: NewNotice, acting: string | null = null): Promise<void> =>
  server.app.get(Database).as({ personId: acting }, (tx) => server.app.get(Notices).add(tx, notice));
/** As if a minute of rest had passed since the last notice, and a quarter since the last message. */
async function round(): Promise<number> {
  await owner.query(`update notice set look_at = look_at - interval '1 day' where look_at is not null;
    update message set at = at - interval '20 minutes'`);
  return server.app.get(Messages).run();
}
/** A plan of the client, in which somebody reads for an hour. */
async function planOf(client: string, reader: string): Promise<{ planId: string; stop: () => Promise<void> }> {
  const [planId, ruleId] = [randomUUID(), randomUUID()];
  await owner.query('insert into plan_access (plan_id, client_id) values ($1, $2)', [planId, client]);
  await owner.query(
    `insert into access_rule (id, plan_id, subject_type, subject_id, effect, level, ends_at, created_by)
      values ($1, $2, 'person', $3, 'share', 1, clock_timestamp() + interval '1 hour', $4)`,
    [ruleId, planId, reader, client],
  );
  const stop = async (): Promise<void> =>
    void (await owner.query('update access_rule set stopped_at = clock_timestamp() where id = $1', [ruleId]));
  return { planId, stop };
}

describe('a notice', () => {
  it('reaches open screens as an event without anything in it, counts, and is read once', async () => {
    const [ria, other] = [await Someone.new('Ria'), await Someone.new('Ander')];
    const socket = io(server.url, {
      transports: ['websocket'],
      extraHeaders: { cookie: ria.browser.cookieHeader, origin: server.url },
    });
    await eventOn(socket, 'connect');
    const event = eventOn(socket, 'samenplan');
    await tell({ personId: ria.id, kind: 'copy-ready' }, other.id);
    expect(await event).toEqual({ kind: 'notices-changed' });
    const { items } = await ria.notices();
    expect(items).toMatchObject([{ kind: 'copy-ready', planId: null, times: 1, readAt: null }]);
    expect([await ria.unread(), await other.unread()]).toEqual([1, 0]);
    const again = eventOn(socket, 'samenplan');
    const ids = items.map(({ id }) => id);
    expect((await other.browser.json('POST', '/api/v1/me/notices/readings', { ids })).status).toBe(204);
    expect(await ria.unread()).toBe(1);
    expect((await ria.browser.json('POST', '/api/v1/me/notices/readings', { ids })).status).toBe(204);
    expect(await again).toEqual({ kind: 'notices-changed' });
    expect(await ria.unread()).toBe(0);
    socket.disconnect();
  });

  it('takes in others of its kind about the same plan until it was read, and pages', async () => {
    const ria = await Someone.new('Ria');
    for (const kind of ['login-new', 'copy-ready', 'login-new'] as const) await tell({ personId: ria.id, kind });
    await Promise.all(Array.from({ length: 5 }, () => tell({ personId: ria.id, kind: 'copy-ready' })));
    const first = await ria.notices('?limit=1');
    expect(first.items).toMatchObject([{ kind: 'copy-ready', times: 6 }]);
    const second = await ria.notices(`?limit=1&cursor=${first.nextCursor ?? ''}`);
    expect(second).toMatchObject({ items: [{ kind: 'login-new', times: 2 }], nextCursor: null });
    await ria.browser.json('POST', '/api/v1/me/notices/readings', {});
    await tell({ personId: ria.id, kind: 'copy-ready' });
    expect((await ria.notices()).items).toHaveLength(3);
    expect((await ria.browser.get('/api/v1/me/notices?cursor=%00%ff')).status).toBe(400);
  });

  it('about a plan is gone with the right to see it; an end stays, without the plan', async () => {
    const [client, reader] = [await Someone.new('Cliënt'), await Someone.new('Lezer')];
    const { planId, stop } = await planOf(client.id, reader.id);
    await tell({ personId: reader.id, kind: 'right-shown', planId });
    await tell({ personId: reader.id, kind: 'right-ended', planId });
    expect((await reader.notices()).items).toMatchObject([
      { kind: 'right-ended', planId },
      { kind: 'right-shown', planId },
    ]);
    await stop();
    expect((await reader.notices()).items).toMatchObject([{ kind: 'right-ended', planId: null }]);
    expect(await reader.unread()).toBe(1);
  });

  it('is not there when the transaction around it did not commit', async () => {
    const ria = await Someone.new('Ria');
    await expect(
      server.app.get(Database).asNobody(async (tx) => {
        await server.app.get(Notices).add(tx, { personId: ria.id, kind: 'copy-ready' });
        throw new Error('undone');
      }),
    ).rejects.toThrow('undone');
    expect(await ria.unread()).toBe(0);
  });
});

describe('an address', () => {
  it('counts only after its code came back, and stands nowhere in the database in plain text', async () => {
    const ria = await Someone.new('Ria');
    const added = (await (await ria.add('Ria.Test@Example.ORG')).json()) as ContactPoint;
    expect(added).toMatchObject({ value: 'Ria.Test@example.org', state: 'waiting' });
    const mail = await inbox.next('Ria.Test@example.org');
    expect([mail.parsed.subject, mail.parsed.text].join()).not.toMatch(/samenplan|ria/i);
    const { rows } = await owner.query<{ row: string }>('select row_to_json(c)::text as row from contact_point c');
    for (const { row } of rows) {
      const bytes = row.replaceAll(/\\\\x([0-9a-f]+)/g, (_, hex: string) => Buffer.from(hex, 'hex').toString('latin1'));
      expect(bytes).not.toMatch(/Ria\.Test|example\.org/i);
      expect(bytes).not.toContain(codeIn(mail));
    }
    expect((await ria.confirm(added.id, codeIn(mail))).status).toBe(200);
    expect(await ria.contactPoints()).toMatchObject([{ state: 'works' }]);
  });

  it('is closed to guessing: after five wrong codes the right one works no more, a new one does', async () => {
    const ria = await Someone.new('Ria');
    const { id } = (await (await ria.add('raad@example.org')).json()) as ContactPoint;
    const code = codeIn(await inbox.next('raad@example.org'));
    const wrong = code === '000000' ? '000001' : '000000';
    for (let attempt = 0; attempt < 5; attempt += 1) expect((await ria.confirm(id, wrong)).status).toBe(422);
    expect((await ria.confirm(id, code)).status).toBe(422);
    expect((await ria.browser.json('POST', `/api/v1/me/contact-points/${id}/codes`, {})).status).toBe(204);
    const second = codeIn(await inbox.next('raad@example.org'));
    expect((await ria.confirm(id, second)).status).toBe(200);
  });

  it('is nobody else’s, and no flood goes to one', async () => {
    const [ria, eve] = [await Someone.new('Ria'), await Someone.new('Eve')];
    const id = await ria.at('vol@example.org');
    expect((await eve.confirm(id, '000000')).status).toBe(404);
    expect((await eve.browser.json('DELETE', `/api/v1/me/contact-points/${id}`, {})).status).toBe(404);
    expect((await eve.browser.json('POST', `/api/v1/me/contact-points/${id}/codes`, {})).status).toBe(404);
    const statuses = [];
    for (let attempt = 0; attempt < 4; attempt += 1) statuses.push((await eve.add('vol@example.org')).status);
    expect(statuses).toEqual([201, 201, 429, 429]);
    expect(await ria.contactPoints()).toHaveLength(1);
  });

  it.each([
    ['mail', 'geen adres'],
    ['mail', 'a@b'],
    ['mail', 'a@example.org\r\nBcc: eve@example.org'],
    ['sms', '112'],
    ['sms', '+882 16 000 0000'],
    ['sms', '0900 1234'],
  ])('that is none is refused: %s %j', async (kind, value) => {
    const ria = await Someone.new('Ria');
    const answer = await ria.add(value, kind as 'mail');
    expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([422, 'contact-invalid']);
  });

  it('that the mail server refuses is said at once', async () => {
    const ria = await Someone.new('Ria');
    inbox.refuse(550);
    expect(await (await ria.add('nergens@example.org')).json()).toMatchObject({ code: 'contact-refused' });
    inbox.refuse(451);
    expect(await (await ria.add('nergens@example.org')).json()).toMatchObject({ code: 'message-not-sent' });
  });
});

describe('mail about something new', () => {
  it('is one for all that came together, says nothing of it, and goes once, also from two instances at once', async () => {
    const [client, ria] = [await Someone.new('Cliënt Zonnebloem'), await Someone.new('Ria')];
    await ria.at('ria1@example.org');
    await ria.prefer({ discreet: false });
    const { planId } = await planOf(client.id, ria.id);
    await tell({ personId: ria.id, kind: 'right-shown', planId });
    await tell({ personId: ria.id, kind: 'log-answer', planId });
    const messages = server.app.get(Messages);
    await owner.query("update notice set look_at = look_at - interval '1 day'");
    expect(await Promise.all([messages.run(), messages.run(), messages.run()])).toHaveLength(3);
    const mail = await inbox.next('ria1@example.org');
    expect(inbox.mails.filter(({ to }) => to.includes('ria1@example.org'))).toHaveLength(2); // Its code, and this.
    expect(mail.parsed.subject).toBe('Er is iets nieuws in Samenplan');
    expect(mail.raw).not.toMatch(/Zonnebloem|Ria\b|antwoord|shown/);
    expect(mail.raw).not.toContain(planId);
    expect(mail.header('list-unsubscribe-post')).toBe('List-Unsubscribe=One-Click');
    expect(mail.from).toBe(`bounces+${tokenOf(mail)}@samenplan.example`);
    expect(await round()).toBe(0);
  });

  it('does not name the product to somebody who wants it discreet', async () => {
    const ria = await Someone.new('Ria');
    await ria.at('stil@example.org');
    await tell({ personId: ria.id, kind: 'login-new' });
    await round();
    const mail = await inbox.next('stil@example.org');
    expect([mail.parsed.subject, mail.parsed.from?.name, mail.parsed.text].join('|')).not.toMatch(/samenplan|plan\b/i);
  });

  it('does not go when the right ended, or the notice was read, before it left', async () => {
    const [client, ria] = [await Someone.new('Cliënt'), await Someone.new('Ria')];
    await ria.at('laat@example.org');
    const { planId, stop } = await planOf(client.id, ria.id);
    inbox.refuse(450);
    await tell({ personId: ria.id, kind: 'right-shown', planId });
    expect(await round()).toBe(0);
    inbox.accept();
    await stop();
    await owner.query("update message set next_at = next_at - interval '1 hour' where state = 'waiting'");
    expect(await round()).toBe(0);
    await tell({ personId: ria.id, kind: 'copy-ready' });
    await ria.browser.json('POST', '/api/v1/me/notices/readings', {});
    expect(await round()).toBe(0);
    expect(inbox.mails.filter(({ to }) => to.includes('laat@example.org'))).toHaveLength(1);
  });

  it('is tried again later, and after a crash between sending and marking under the same Message-ID', async () => {
    const ria = await Someone.new('Ria');
    await ria.at('weer@example.org');
    await tell({ personId: ria.id, kind: 'copy-ready' });
    inbox.refuse(450);
    expect(await round()).toBe(0);
    inbox.accept();
    expect(await round()).toBe(0); // Not before its time.
    const crashed = `update message set state = 'waiting', next_at = next_at - interval '1 hour' where person_id = $1`;
    await owner.query(crashed, [ria.id]);
    expect(await round()).toBe(1);
    await owner.query(crashed, [ria.id]);
    expect(await round()).toBe(1);
    const [one, two] = [await inbox.next('weer@example.org'), await inbox.next('weer@example.org')];
    expect(one.parsed.messageId).toMatch(/^<[0-9a-f-]{36}@/);
    expect(two.parsed.messageId).toBe(one.parsed.messageId);
  });

  it('stops by one POST without a login, and not by opening the link', async () => {
    const ria = await Someone.new('Ria');
    const id = await ria.at('stop@example.org');
    await tell({ personId: ria.id, kind: 'copy-ready' });
    await round();
    const token = tokenOf(await inbox.next('stop@example.org'));
    const nobody = new TestBrowser(server.url);
    await nobody.get(`/afmelden/${token}`);
    expect(await ria.contactPoints()).toMatchObject([{ state: 'works' }]);
    const post = (which: string): Promise<Response> =>
      fetch(`${server.url}/afmelden/${which}`, {
        method: 'POST',
        body: new URLSearchParams({ 'List-Unsubscribe': 'One-Click' }),
      });
    const answers = [await post(token), await post(token), await post('0'.repeat(32)), await post('%27--')];
    expect(await Promise.all(answers.map(async (answer) => [answer.status, await answer.text()]))).toEqual(
      answers.map(() => [204, '']),
    );
    expect(await ria.contactPoints()).toMatchObject([{ state: 'unsubscribed' }]);
    await tell({ personId: ria.id, kind: 'login-new' });
    expect(await round()).toBe(0);
    await ria.browser.json('POST', `/api/v1/me/contact-points/${id}/subscriptions`, {});
    await tell({ personId: ria.id, kind: 'age-review' });
    expect(await round()).toBe(1);
  });
});

describe('an address that does not work', () => {
  it('is seen when the server refuses it: its owner reads so, and nothing more is sent', async () => {
    const ria = await Someone.new('Ria');
    await ria.at('weg@example.org');
    inbox.refuse(550, 'weg@example.org');
    await tell({ personId: ria.id, kind: 'copy-ready' });
    expect(await round()).toBe(0);
    expect(await ria.contactPoints()).toMatchObject([{ state: 'refused' }]);
    const attempts = inbox.refused.length;
    await tell({ personId: ria.id, kind: 'login-new' });
    await round();
    expect(inbox.refused).toHaveLength(attempts);
  });

  const report = (to: string, action: string, status: string): string =>
    [
      `To: <${to}>`,
      'From: mailer-daemon@mx.example',
      'Subject: Undelivered Mail Returned to Sender',
      'MIME-Version: 1.0',
      'Content-Type: multipart/report; report-type=delivery-status; boundary="b"',
      '',
      '--b',
      'Content-Type: text/plain',
      '',
      'I am sorry.',
      '--b',
      'Content-Type: message/delivery-status',
      '',
      'Reporting-MTA: dns; mx.example',
      '',
      'Final-Recipient: rfc822; weg@example.org',
      `Action: ${action}`,
      `Status: ${status}`,
      '--b--',
      '',
    ].join('\r\n');
  const hand = (body: string | Uint8Array, secret = BOUNCE_SECRET): Promise<Response> =>
    fetch(`${server.url}/inbound/bounces`, {
      method: 'POST',
      headers: { authorization: `Bearer ${secret}`, 'content-type': 'message/rfc822', connection: 'close' },
      body,
    });

  it('is seen in a report of a mail server, by the return path; a delay or a refusal of us is none', async () => {
    const ria = await Someone.new('Ria');
    await ria.at('dsn@example.org');
    await tell({ personId: ria.id, kind: 'copy-ready' });
    await round();
    const { from } = await inbox.next('dsn@example.org');
    for (const [action, status] of [
      ['delayed', '4.4.1'],
      ['failed', '5.7.1'],
      ['delivered', '2.0.0'],
    ] as const)
      expect((await hand(report(from, action, status))).status).toBe(204);
    expect((await hand(report(from, 'failed', '5.1.1'), 'x'.repeat(24))).status).toBe(404);
    expect((await hand(report('bounces+00@samenplan.example', 'failed', '5.1.1'))).status).toBe(204);
    expect(await ria.contactPoints()).toMatchObject([{ state: 'works' }]);
    expect((await hand(report(from.toUpperCase(), 'failed', '5.1.1'))).status).toBe(204);
    expect(await ria.contactPoints()).toMatchObject([{ state: 'refused' }]);
  });

  it('rubbish in the place of a report is an answer, not a crash', async () => {
    const nested = Array.from(
      { length: 2_000 },
      (_, at) => `Content-Type: multipart/mixed; boundary="${at}"\r\n\r\n--${at}\r\n`,
    );
    expect((await hand(nested.join(''))).status).toBe(204);
    expect((await hand(new Uint8Array(100_000).fill(0xff))).status).toBe(204);
    expect((await hand('')).status).toBe(204);
    const large = await hand(new Uint8Array(600_000)).catch(() => null);
    expect([413, undefined]).toContain(large?.status);
  });
});

describe('SMS', () => {
  it('proves a number by a code, and says only that there is something', async () => {
    const ria = await Someone.new('Ria');
    const { id, value } = (await (await ria.add('06 - 00 00 00 07', 'sms')).json()) as ContactPoint;
    expect(value).toBe('+31600000007');
    expect(texts.at(-1)).toMatchObject({ to: '+31600000007' });
    expect((await ria.confirm(id, /\d{6}/.exec(texts.at(-1)?.['text'] ?? '')?.[0] ?? '')).status).toBe(200);
    await tell({ personId: ria.id, kind: 'mandate-ended' });
    expect(await round()).toBe(1);
    expect(texts.at(-1)).toEqual({ to: '+31600000007', text: 'Er staat een bericht voor je klaar' });
  });

  it('follows the choice per kind, and sends nothing to who wants a letter', async () => {
    const ria = await Someone.new('Ria');
    await ria.at('beide@example.org');
    const { id } = (await (await ria.add('0600000008', 'sms')).json()) as ContactPoint;
    await ria.confirm(id, /\d{6}/.exec(texts.at(-1)?.['text'] ?? '')?.[0] ?? '');
    await ria.prefer({ way: 'letter', kinds: { 'login-new': 'sms' } });
    const before = texts.length;
    await tell({ personId: ria.id, kind: 'copy-ready' });
    await tell({ personId: ria.id, kind: 'login-new' });
    expect(await round()).toBe(1);
    expect(texts).toHaveLength(before + 1);
  });
});

describe('cleaning', () => {
  it('removes what is old, and addresses that were never proven', async () => {
    const ria = await Someone.new('Ria');
    await ria.add('nooit@example.org');
    await tell({ personId: ria.id, kind: 'copy-ready' });
    await owner.query(`update notice set at = at - interval '2 years' where person_id = $1`, [ria.id]);
    await owner.query(
      `update contact_point set challenge_ends_at = challenge_ends_at - interval '2 days' where person_id = $1`,
      [ria.id],
    );
    expect(await server.app.get(Messages).clean()).toBeGreaterThanOrEqual(2);
    expect([(await ria.notices()).items, await ria.contactPoints()]).toEqual([[], []]);
  });
});
