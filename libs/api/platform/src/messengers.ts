import type { Configuration } from './configuration';
import { FolderMailer, FolderSms, keptMessagesIn } from './kept-messages';
import { NoMailer, type Mailer } from './mail';
import { SmtpMailer } from './mail-smtp';
import { NoSms, type SmsSender } from './sms';
import { HttpSms } from './sms-http';

type Settings = Pick<Configuration, 'mode' | 'dataDir' | 'messages'>;

/** The way out for mail that the settings ask for: never silently nowhere. */
export function mailerFor({ mode, dataDir, messages: { mail } }: Settings): Mailer {
  if (mail.smtpUrl !== undefined) return new SmtpMailer(mail, mail.smtpUrl);
  return mode === 'local' ? new FolderMailer(mail, keptMessagesIn(dataDir)) : new NoMailer();
}

/** The same for SMS. */
export function smsFor({ mode, dataDir, messages: { sms } }: Settings): SmsSender {
  if (sms.url !== undefined) return new HttpSms(sms, sms.url);
  return mode === 'local' ? new FolderSms(keptMessagesIn(dataDir)) : new NoSms();
}
