import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Configuration, Log, Mailer, Metrics, Problem, SendError, SmsSender } from '@samenplan/api/platform';
import { Counter } from 'prom-client';
import type { ContactDetails } from './contact-details';
import { codeMail, codeSms, newsMail, newsSms, returnPathOf } from './message-texts';

type Kind = 'mail' | 'sms';
/** What became of an attempt. */
export type Outcome = 'sent' | SendError['outcome'];

/** Hands single messages to the way out for them, and counts what became of them. */
@Injectable()
export class MessageSender {
  readonly #counter: Counter<'way' | 'result'>;

  constructor(
    private readonly mailer: Mailer,
    private readonly sms: SmsSender,
    private readonly configuration: Configuration,
    private readonly log: Log,
    { registry }: Metrics,
  ) {
    this.#counter = new Counter({
      name: 'samenplan_messages_total',
      help: 'Attempts to send mail and SMS by way and result',
      labelNames: ['way', 'result'],
      registers: [registry],
    });
  }

  /** What this installation can send. */
  get states(): { mail: Mailer['state']; sms: SmsSender['state'] } {
    return { mail: this.mailer.state, sms: this.sms.state };
  }

  /** Says that something is new. `id` is the same on every attempt. Never throws. */
  sendNews(kind: Kind, { value, token }: ContactDetails, id: string, discreet: boolean): Promise<Outcome> {
    const { messages, publicUrl } = this.configuration;
    return this.#tryOut(kind, () =>
      kind === 'sms'
        ? this.sms.send({ to: value, text: newsSms(messages, discreet), id })
        : this.mailer.send(
            newsMail(
              { ...messages, publicUrl },
              {
                to: value,
                messageId: id,
                discreet,
                unsubscribe: `${publicUrl}/afmelden/${token}`,
                returnPath: returnPathOf(messages.mail.bounces, token),
              },
            ),
          ),
    );
  }

  /**
   * Sends a code at once: somebody waits for it.
   * @throws Problem `contact-refused`, `message-not-sent`
   */
  async sendCode(kind: Kind, value: string, code: string): Promise<void> {
    const outcome = await this.#tryOut(kind, () =>
      kind === 'sms'
        ? this.sms.send({ to: value, text: codeSms(code), id: randomUUID() })
        : this.mailer.send(codeMail(value, code)),
    );
    if (outcome !== 'sent') throw new Problem(outcome === 'refused' ? 'contact-refused' : 'message-not-sent');
  }

  async #tryOut(way: Kind, send: () => Promise<void>): Promise<Outcome> {
    const result = await this.#outcomeOf(way, send);
    this.#counter.inc({ way, result });
    return result;
  }

  async #outcomeOf(way: Kind, send: () => Promise<void>): Promise<Outcome> {
    try {
      await send();
      return 'sent';
    } catch (error) {
      if (!(error instanceof SendError)) {
        this.log.error('message-failed', error, { way });
        return 'later';
      }
      this.log.warn('message-not-sent', { way, outcome: error.outcome, code: error.code });
      return error.outcome;
    }
  }
}
