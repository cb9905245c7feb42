import type { Mail, MessageSettings } from '@samenplan/api/platform';

export interface NewsMail {
  readonly to: string;
  readonly messageId: string;
  readonly discreet: boolean;
  /** Address of the page and the one-click request that stop mail to this address. */
  readonly unsubscribe: string;
  readonly returnPath: string | undefined;
}

type Settings = Pick<MessageSettings, 'subject' | 'discreetSubject' | 'mail'> & { readonly publicUrl: string };

/**
 * A mail that says only that there is something new: no name, no title, no count. One-click unsubscription as in
 * RFC 8058; the server that sends must sign both headers (DKIM).
 */
export function newsMail({ subject, discreetSubject, mail, publicUrl }: Settings, news: NewsMail): Mail {
  const words = news.discreet
    ? ['Er staat een bericht voor je klaar. Je leest het als je inlogt.']
    : [
        'Er is iets nieuws voor je in Samenplan.',
        `Lees het na het inloggen: ${publicUrl}/mijn-account/meldingen`,
        'In een mail zetten we nooit wat er in een plan staat.',
      ];
  return {
    to: news.to,
    ...(news.discreet ? { fromName: '' } : {}),
    subject: news.discreet ? discreetSubject : subject,
    text: `${[...words, `Geen mail meer? ${news.unsubscribe}`].join('\n\n')}\n`,
    messageId: `${news.messageId}@${mail.from.slice(mail.from.lastIndexOf('@') + 1)}`,
    headers: {
      'List-Unsubscribe': `<${news.unsubscribe}>`,
      'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
    },
    ...(news.returnPath === undefined ? {} : { returnPath: news.returnPath }),
  };
}

/** The text of an SMS about something new. */
export const newsSms = (settings: Pick<MessageSettings, 'subject' | 'discreetSubject'>, discreet: boolean): string =>
  discreet ? settings.discreetSubject : settings.subject;

/** A code to prove an address; says nothing of what it is for. */
export function codeMail(to: string, code: string): Mail {
  return {
    to,
    fromName: '',
    subject: `Je code is ${code}`,
    text: `${[
      `Je code is ${code}.`,
      'De code werkt 15 minuten. Geef hem aan niemand.',
      'Heb je hier niet om gevraagd? Dan hoef je niets te doen.',
    ].join('\n\n')}\n`,
  };
}

export const codeSms = (code: string): string => `Je code is ${code}. Geef hem aan niemand.`;

/** Return path of mail to one address: `name+token@host` (VERP), so that a report says which address it is about. */
export function returnPathOf(bounces: MessageSettings['mail']['bounces'], token: string): string | undefined {
  if (bounces === undefined) return undefined;
  const at = bounces.address.lastIndexOf('@');
  return `${bounces.address.slice(0, at)}+${token}${bounces.address.slice(at)}`;
}

/** The token in a return path of ours. */
export function tokenIn(bounces: NonNullable<MessageSettings['mail']['bounces']>, address: string): string | null {
  const at = bounces.address.lastIndexOf('@');
  const [name, host] = [bounces.address.slice(0, at), bounces.address.slice(at)].map((part) => part.toLowerCase());
  const given = address.toLowerCase().trim();
  if (!given.startsWith(`${name}+`) || !given.endsWith(host ?? '')) return null;
  const token = given.slice((name?.length ?? 0) + 1, given.length - (host?.length ?? 0));
  return /^[0-9a-f]{32}$/.test(token) ? token : null;
}
