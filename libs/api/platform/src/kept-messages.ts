import { randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createTransport } from 'nodemailer';
import type { MessageSettings } from './configuration-messages';
import { composed } from './mail-composing';
import { Mailer, type Mail } from './mail';
import { SmsSender, type Sms } from './sms';

const MOST_FILES = 500;

/** Where local mode keeps what would have gone out. */
export const keptMessagesIn = (dataDir: string): string => join(dataDir, 'mail');

/** Writes a file whose name begins with the time; the oldest ones make room. */
function keep(folder: string, ending: string, content: string | Uint8Array): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const moment = new Date().toISOString().replaceAll(/[:.]/g, '-');
  writeFileSync(join(folder, `${moment}-${randomUUID().slice(0, 8)}.${ending}`), content, { mode: 0o600 });
  const names = readdirSync(folder).sort();
  for (const name of names.slice(0, Math.max(0, names.length - MOST_FILES)))
    rmSync(join(folder, name), { force: true });
}

/** Local mode without an SMTP server: mail lies in a folder, as files that mail programs open. */
export class FolderMailer extends Mailer {
  readonly state = 'keeps';
  readonly #transport = createTransport({ streamTransport: true, buffer: true, newline: 'unix' });

  constructor(
    private readonly settings: MessageSettings['mail'],
    private readonly folder: string,
  ) {
    super();
  }

  async send(mail: Mail): Promise<void> {
    const { message } = await this.#transport.sendMail(composed(this.settings, mail));
    if (!Buffer.isBuffer(message)) throw new Error('A composed mail is a buffer');
    keep(this.folder, 'eml', message);
  }
}

/** Local mode without an SMS provider: texts lie in the same folder. */
export class FolderSms extends SmsSender {
  readonly state = 'keeps';

  constructor(private readonly folder: string) {
    super();
  }

  send({ to, text }: Sms): Promise<void> {
    keep(this.folder, 'sms.txt', `To: ${to}\n\n${text}\n`);
    return Promise.resolve();
  }
}
