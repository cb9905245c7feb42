import { Injectable } from '@nestjs/common';
import { Configuration, Log, Mailer, SendError } from '@samenplan/api/platform';

const date = new Intl.DateTimeFormat('nl-NL', { dateStyle: 'long', timeZone: 'Europe/Amsterdam' });

/**
 * The mail of an invitation. It says nothing about whom or what: mail is read by others, and opened by scanners.
 */
@Injectable()
export class InvitationMail {
  constructor(
    private readonly mailer: Mailer,
    private readonly configuration: Configuration,
    private readonly log: Log,
  ) {}

  /** Address of the page where the person who was invited confirms. */
  urlOf(code: string): string {
    return `${this.configuration.publicUrl}/uitnodiging/${code}`;
  }

  /** @returns whether the next server took it over */
  async send(to: string, code: string, codeEndsAt: Date): Promise<boolean> {
    try {
      await this.mailer.send({
        to,
        subject: 'Je hebt een uitnodiging',
        text: textOf(this.urlOf(code), codeEndsAt),
        headers: { 'Auto-Submitted': 'auto-generated' },
      });
      return true;
    } catch (error) {
      if (!(error instanceof SendError)) throw error;
      this.log.warn('invitation-not-sent', { reason: error.outcome });
      return false;
    }
  }
}

function textOf(url: string, codeEndsAt: Date): string {
  return [
    'Hallo,',
    '',
    'Iemand vraagt je om mee te werken in Samenplan.',
    'In deze mail staat niet wie dat is of waar het over gaat. Dat lees je als je bent ingelogd.',
    '',
    'Open deze link, log in en kies Ja, dit is voor mij:',
    url,
    '',
    `De link werkt tot en met ${date.format(codeEndsAt)}. Hij is alleen voor jou: stuur hem niet door.`,
    'Weet je niet waar dit over gaat? Dan hoef je niets te doen.',
    '',
    'Samenplan',
    '',
  ].join('\n');
}
