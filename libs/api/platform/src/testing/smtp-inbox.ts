import type { AddressInfo } from 'node:net';
import PostalMime, { type Email } from 'postal-mime';
import { SMTPServer, type SMTPServerSession } from 'smtp-server';

/** One mail as the server took it over. */
export interface ReceivedMail {
  /** Return path of the envelope. */
  readonly from: string;
  readonly to: readonly string[];
  readonly raw: string;
  readonly parsed: Email;
  /** One header, unfolded. */
  header(name: string): string | undefined;
}

/** A real SMTP server on a free port of this machine, for tests that read what was sent. */
export interface SmtpInbox {
  /** For `SMTP_URL`. */
  readonly url: string;
  readonly mails: readonly ReceivedMail[];
  /** The next mail to this address that was not handed out before. */
  next(to: string): Promise<ReceivedMail>;
  /** From now on every recipient (or this one) is answered with this SMTP code, such as 550. */
  refuse(code: number, to?: string): void;
  /** From now on mail is taken over again. */
  accept(): void;
  /** Recipients that were refused, oldest first. */
  readonly refused: readonly string[];
  close(): Promise<void>;
}

/** Starts an {@link SmtpInbox}. */
export async function startSmtpInbox(): Promise<SmtpInbox> {
  const mails: ReceivedMail[] = [];
  const handed = new Set<ReceivedMail>();
  const refused: string[] = [];
  const waiting: { readonly to: string; readonly resolve: (mail: ReceivedMail) => void }[] = [];
  let refusal: { readonly code: number; readonly to: string | undefined } | undefined;

  const take = async (chunks: readonly Buffer[], session: SMTPServerSession): Promise<void> => {
    const raw = Buffer.concat(chunks);
    const parsed = await PostalMime.parse(raw);
    const { mailFrom, rcptTo } = session.envelope;
    const mail: ReceivedMail = {
      from: mailFrom === false ? '' : mailFrom.address,
      to: rcptTo.map(({ address }) => address),
      raw: raw.toString('utf8'),
      parsed,
      header: (name) => parsed.headers.find(({ key }) => key === name.toLowerCase())?.value,
    };
    mails.push(mail);
    const at = waiting.findIndex(({ to }) => mail.to.includes(to));
    const [waiter] = at === -1 ? [] : waiting.splice(at, 1);
    if (waiter !== undefined) {
      handed.add(mail);
      waiter.resolve(mail);
    }
  };

  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    logger: false,
    onRcptTo: ({ address }, _session, done) => {
      if (refusal === undefined || (refusal.to !== undefined && refusal.to !== address)) {
        done();
        return;
      }
      refused.push(address);
      done(Object.assign(new Error('no such mailbox here'), { responseCode: refusal.code }));
    },
    onData: (stream, session, done) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        take(chunks, session).then(() => done(), done);
      });
    },
  });
  server.on('error', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  const { port } = server.server.address() as AddressInfo;

  return {
    url: `smtp://127.0.0.1:${port}`,
    mails,
    refused,
    next: (to) =>
      new Promise((resolve) => {
        const mail = mails.find((one) => one.to.includes(to) && !handed.has(one));
        if (mail === undefined) waiting.push({ to, resolve });
        else {
          handed.add(mail);
          resolve(mail);
        }
      }),
    refuse: (code, to) => {
      refusal = { code, to };
    },
    accept: () => {
      refusal = undefined;
    },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
