import { z } from 'zod';

const webAddress = z.url({ protocol: /^https?$/ });
const oneLine = (most: number): z.ZodString =>
  z
    .string()
    .max(most)
    .regex(/^[^\p{Cc}]*$/u, 'must be one line');

/** Settings of what goes out to people; part of the one list of variables. */
export const messageVariables = {
  SMTP_URL: z
    .url({ protocol: /^smtps?$/ })
    .optional()
    .describe(
      'SMTP server for mail, such as smtps://user:password@mail.example:465; absent: no mail (local mode keeps it in `DATA_DIR/mail`)',
    ),
  SMTP_TLS: z
    .enum(['required', 'optional'])
    .optional()
    .describe('Whether mail may go to SMTP_URL in the clear; default required in production, optional in local mode'),
  MAIL_FROM: z.email().optional().describe('Address mail is from; required with SMTP_URL'),
  MAIL_FROM_NAME: oneLine(60)
    .default('Samenplan')
    .describe('Name beside that address, for people who did not ask for discreet messages'),
  MAIL_BOUNCE_ADDRESS: z
    .email()
    .optional()
    .describe(
      'Address for reports of mail that did not arrive; a code is added as `name+code@host`. Absent: only refusals by the SMTP server are seen',
    ),
  MAIL_BOUNCE_SECRET: z
    .string()
    .min(24)
    .optional()
    .describe('Bearer token with which a mail server hands such reports to /inbound/bounces; with MAIL_BOUNCE_ADDRESS'),
  NOTICE_SUBJECT: oneLine(80)
    .min(1)
    .default('Er is iets nieuws in Samenplan')
    .describe('Subject of mail, and text of an SMS, about something new'),
  NOTICE_SUBJECT_DISCREET: oneLine(80)
    .min(1)
    .default('Er staat een bericht voor je klaar')
    .describe('The same for people who asked for discreet messages; the default for clients'),
  SMS_URL: webAddress
    .optional()
    .describe('Address of an SMS provider that takes one text per POST; absent: no SMS (local mode keeps it)'),
  SMS_AUTHORIZATION: oneLine(2_000).optional().describe('Value of the Authorization header for SMS_URL'),
  SMS_FROM: oneLine(16).default('Bericht').describe('Sender of an SMS: at most 11 letters, or a number'),
  SMS_BODY: z
    .string()
    .max(2_000)
    .default('{"from":"{from}","to":"{to}","text":"{text}"}')
    .describe('JSON for SMS_URL; {from}, {to}, {text} and {id} are filled in'),
} as const;

type Variables = z.infer<z.ZodObject<typeof messageVariables>>;

/** How messages go out. */
export interface MessageSettings {
  readonly mail: {
    readonly smtpUrl: string | undefined;
    readonly requireTls: boolean;
    readonly from: string;
    readonly fromName: string;
    /** Reports come to this address with a code after the name; both or none. */
    readonly bounces: { readonly address: string; readonly secret: string } | undefined;
  };
  readonly sms: {
    readonly url: string | undefined;
    readonly authorization: string | undefined;
    readonly from: string;
    /** JSON with places to fill in. */
    readonly body: string;
  };
  readonly subject: string;
  readonly discreetSubject: string;
}

/** Faults between these settings, one sentence each. */
export function messageFaults(given: Readonly<Record<string, string>>, production: boolean): string[] {
  const faults: string[] = [];
  if (given['SMTP_URL'] !== undefined && given['MAIL_FROM'] === undefined)
    faults.push('MAIL_FROM is required with SMTP_URL.');
  if ((given['MAIL_BOUNCE_ADDRESS'] === undefined) !== (given['MAIL_BOUNCE_SECRET'] === undefined))
    faults.push('MAIL_BOUNCE_ADDRESS and MAIL_BOUNCE_SECRET belong together: set both or none.');
  if (production && given['SMS_URL']?.startsWith('http://') === true)
    faults.push('SMS_URL must start with https:// in production.');
  if (given['SMS_BODY'] !== undefined && !isJson(given['SMS_BODY']))
    faults.push('SMS_BODY must be JSON: places such as {to} stand between quotes.');
  return faults;
}

export function messageSettings(value: Variables, production: boolean, publicUrl: string): MessageSettings {
  return {
    mail: {
      smtpUrl: value.SMTP_URL,
      requireTls: (value.SMTP_TLS ?? (production ? 'required' : 'optional')) === 'required',
      from: value.MAIL_FROM ?? `samenplan@${new URL(publicUrl).hostname}`,
      fromName: value.MAIL_FROM_NAME,
      bounces:
        value.MAIL_BOUNCE_ADDRESS === undefined || value.MAIL_BOUNCE_SECRET === undefined
          ? undefined
          : { address: value.MAIL_BOUNCE_ADDRESS, secret: value.MAIL_BOUNCE_SECRET },
    },
    sms: { url: value.SMS_URL, authorization: value.SMS_AUTHORIZATION, from: value.SMS_FROM, body: value.SMS_BODY },
    subject: value.NOTICE_SUBJECT,
    discreetSubject: value.NOTICE_SUBJECT_DISCREET,
  };
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
