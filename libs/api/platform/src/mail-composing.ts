import type { SendMailOptions } from 'nodemailer';
import type { MessageSettings } from './configuration-messages';
import type { Mail } from './mail';

/** A mail in the words of nodemailer. Nothing is read from files or addresses. */
export function composed(
  { from, fromName }: Pick<MessageSettings['mail'], 'from' | 'fromName'>,
  mail: Mail,
): SendMailOptions {
  return {
    from: { name: mail.fromName ?? fromName, address: from },
    to: { name: '', address: mail.to },
    envelope: { from: mail.returnPath ?? from, to: mail.to },
    subject: mail.subject,
    text: mail.text,
    headers: { 'Auto-Submitted': 'auto-generated', ...mail.headers },
    ...(mail.html === undefined ? {} : { html: mail.html }),
    ...(mail.messageId === undefined ? {} : { messageId: `<${mail.messageId}>` }),
    attachments: (mail.attachments ?? []).map(({ filename, contentType, content }) => ({
      filename,
      contentType,
      content: typeof content === 'string' ? content : Buffer.from(content),
    })),
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}
