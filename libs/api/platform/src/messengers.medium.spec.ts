import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import PostalMime, { type Email } from 'postal-mime';
import { SendError, type Mailer } from './mail';
import { mailerFor, smsFor } from './messengers';
import { startSmtpInbox, type SmtpInbox } from './testing/smtp-inbox';
import { testConfiguration } from './testing/test-configuration';

const { messages } = testConfiguration({ masterKey: new Uint8Array(32), ownerUrl: 'postgres://nowhere/none' });
let inbox: SmtpInbox;
let folder: string;

beforeAll(async () => {
  inbox = await startSmtpInbox();
  folder = mkdtempSync(join(tmpdir(), 'samenplan-mail-'));
});
afterAll(async () => {
  await inbox.close();
  rmSync(folder, { recursive: true, force: true });
});

const overSmtp = (): Mailer =>
  mailerFor({
    mode: 'production',
    dataDir: folder,
    messages: { ...messages, mail: { ...messages.mail, smtpUrl: inbox.url } },
  });
const inFolder = (): Mailer => mailerFor({ mode: 'local', dataDir: folder, messages });
const lastKept = async (): Promise<Email> => {
  const name = readdirSync(join(folder, 'mail'))
    .filter((one) => one.endsWith('.eml'))
    .sort()
    .at(-1);
  return PostalMime.parse(readFileSync(join(folder, 'mail', name ?? '')));
};

describe.each([
  ['over SMTP', overSmtp, async () => (await inbox.next('thea@example.org')).parsed],
  ['in the folder of local mode', inFolder, lastKept],
])('mail %s', (_, open, receive) => {
  it('arrives with its words, headers and attachment, and one recipient only', async () => {
    await open().send({
      to: 'thea@example.org',
      fromName: '',
      subject: 'Er staat een bericht voor je klaar – één',
      text: 'Ga naar het plan.\n',
      headers: { 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' },
      messageId: 'a1@example.org',
      attachments: [{ filename: 'wie-ziet-wat.txt', contentType: 'text/plain', content: 'niemand' }],
    });
    const mail = await receive();
    expect(mail.subject).toBe('Er staat een bericht voor je klaar – één');
    expect(mail.text?.trim()).toBe('Ga naar het plan.');
    expect(mail.from).toMatchObject({ name: '', address: 'samenplan@example.org' });
    expect(mail.to).toMatchObject([{ address: 'thea@example.org' }]);
    expect(mail.messageId).toBe('<a1@example.org>');
    expect(mail.headers).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ key: 'list-unsubscribe-post', value: 'List-Unsubscribe=One-Click' }),
        expect.objectContaining({ key: 'auto-submitted', value: 'auto-generated' }),
      ]),
    );
    expect(mail.attachments.map(({ filename }) => filename)).toEqual(['wie-ziet-wat.txt']);
  });

  it('cannot be given a second recipient or header through its fields', async () => {
    await open().send({
      to: 'thea@example.org',
      fromName: 'X\r\nBcc: eve@example.org',
      subject: 'Dag\r\nBcc: eve@example.org',
      text: '.\r\nRCPT TO:<eve@example.org>\r\n',
      headers: { 'X-Test': 'een\r\nBcc: eve@example.org' },
    });
    const mail = await receive();
    expect(mail.bcc ?? []).toEqual([]);
    expect(mail.headers.map(({ key }) => key)).not.toContain('bcc');
    expect(inbox.mails.flatMap(({ to }) => to)).not.toContain('eve@example.org');
  });
});

describe('a server that does not take mail over', () => {
  afterEach(() => inbox.accept());
  const sending = (): Promise<unknown> =>
    overSmtp()
      .send({ to: 'piet@example.org', subject: 'x', text: 'x' })
      .catch((error: unknown) => error);

  it.each([
    [550, 'refused'],
    [553, 'refused'],
    [450, 'later'],
    [452, 'later'],
  ])('a %i for the recipient means: %s', async (code, outcome) => {
    inbox.refuse(code);
    const error = await sending();
    expect(error).toBeInstanceOf(SendError);
    expect(error).toMatchObject({ outcome, code: String(code) });
    expect(String(error)).not.toContain('piet');
  });

  it('no server at all means: later', async () => {
    const gone = await startSmtpInbox();
    await gone.close();
    const mailer = mailerFor({
      mode: 'production',
      dataDir: folder,
      messages: { ...messages, mail: { ...messages.mail, smtpUrl: gone.url } },
    });
    await expect(mailer.send({ to: 'piet@example.org', subject: 'x', text: 'x' })).rejects.toMatchObject({
      outcome: 'later',
    });
  });

  it('mail never goes in the clear where TLS is required', async () => {
    const mailer = mailerFor({
      mode: 'production',
      dataDir: folder,
      messages: { ...messages, mail: { ...messages.mail, smtpUrl: inbox.url, requireTls: true } },
    });
    const before = inbox.mails.length;
    await expect(mailer.send({ to: 'piet@example.org', subject: 'x', text: 'x' })).rejects.toMatchObject({
      outcome: 'later',
    });
    expect(inbox.mails).toHaveLength(before);
  });

  it('production without a server says so instead of pretending', async () => {
    const mailer = mailerFor({ mode: 'production', dataDir: folder, messages });
    expect(mailer.state).toBe('off');
    await expect(mailer.send({ to: 'piet@example.org', subject: 'x', text: 'x' })).rejects.toMatchObject({
      code: 'off',
    });
  });
});

describe('SMS over HTTP', () => {
  let server: Server;
  let answer = 202;
  const asked: { headers: Record<string, unknown>; body: string }[] = [];
  beforeAll(async () => {
    server = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      request.on('end', () => {
        asked.push({ headers: request.headers, body });
        response.writeHead(answer, answer === 302 ? { location: 'http://127.0.0.1:1/' } : {}).end('x'.repeat(100_000));
      });
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  });
  afterAll(() => new Promise((done) => server.close(done)));

  const send = (text = 'Er staat een bericht voor je klaar'): Promise<void> => {
    const { port } = server.address() as AddressInfo;
    const sms = {
      url: `http://127.0.0.1:${port}/send`,
      authorization: 'Bearer secret',
      from: 'Bericht',
      body: '{"messages":[{"from":"{from}","to":"{to}","body":"{text}","ref":"{id}"}]}',
    };
    return smsFor({ mode: 'production', dataDir: folder, messages: { ...messages, sms } }).send({
      to: '+31600000001',
      text,
      id: 'm-1',
    });
  };

  it('asks the provider in its own words, with quotes and line ends kept inside', async () => {
    answer = 202;
    await send('Zeg "dag"\n\\ {to}');
    const { headers, body } = asked.at(-1) ?? { headers: {}, body: '' };
    expect(headers).toMatchObject({ authorization: 'Bearer secret', 'idempotency-key': 'm-1' });
    expect(JSON.parse(body)).toEqual({
      messages: [{ from: 'Bericht', to: '+31600000001', body: 'Zeg "dag"\n\\ {to}', ref: 'm-1' }],
    });
  });

  it.each([
    [422, 'refused'],
    [429, 'later'],
    [401, 'later'],
    [500, 'later'],
    [302, 'later'],
  ])('an answer %i means: %s', async (status, outcome) => {
    answer = status;
    await expect(send()).rejects.toMatchObject({ outcome });
  });
});
