import { createTransport } from 'nodemailer';
import { z } from 'zod';
import type { MessageSettings } from './configuration-messages';
import { composed } from './mail-composing';
import { Mailer, SendError, type Mail } from './mail';

/** What nodemailer throws; its message holds addresses, so only codes are taken over. */
const failure = z.object({
  responseCode: z.int().optional(),
  response: z.string().optional(),
  command: z.string().optional(),
  code: z.string().optional(),
});

/** Mail over one SMTP server, a connection per mail. */
export class SmtpMailer extends Mailer {
  readonly state = 'sends';
  readonly #transport;

  constructor(
    private readonly settings: MessageSettings['mail'],
    url: string,
  ) {
    super();
    this.#transport = createTransport({
      url,
      ...(settings.requireTls && !url.startsWith('smtps:') ? { requireTLS: true } : {}),
      connectionTimeout: 10_000,
      greetingTimeout: 10_000,
      socketTimeout: 20_000,
      disableFileAccess: true,
      disableUrlAccess: true,
    });
  }

  async send(mail: Mail): Promise<void> {
    try {
      await this.#transport.sendMail(composed(this.settings, mail));
    } catch (error) {
      throw errorOf(error);
    }
  }
}

/**
 * A 5xx for the recipient says that this address does not work (RFC 5321, 4.2.1; enhanced codes 5.1.x and 5.2.1 of
 * RFC 3463 say it later in the talk too). Another 5xx about the mail itself will not get better; everything else may.
 */
export function errorOf(error: unknown): SendError {
  const parsed = failure.safeParse(error);
  const { responseCode, response = '', command = '', code } = parsed.success ? parsed.data : {};
  if (responseCode === undefined) return new SendError('later', code ?? 'unknown');
  if (responseCode < 500) return new SendError('later', String(responseCode));
  const enhanced = /^\d{3}[ -](5\.\d{1,3}\.\d{1,3})\b/.exec(response)?.[1];
  // 5.7.x: our server or our mail is refused, whoever it is for.
  const ofRecipient = command === 'RCPT TO' && enhanced?.startsWith('5.7.') !== true;
  if (ofRecipient || (enhanced !== undefined && /^5\.(1\.|2\.1$)/.test(enhanced) && command === 'DATA'))
    return new SendError('refused', enhanced ?? String(responseCode));
  return new SendError(command === 'DATA' ? 'failed' : 'later', enhanced ?? String(responseCode));
}
