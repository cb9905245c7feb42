import type { MessageSettings } from './configuration-messages';
import { SendError } from './mail';
import { SmsSender, type Sms } from './sms';

const MOST_MILLISECONDS = 15_000;
/** What a provider answers about a number that it can't reach; anything else is about us or about now. */
const REFUSED = new Set([400, 404, 410, 422]);

/** Any provider that takes one text per POST as JSON; what its body looks like is a setting. */
export class HttpSms extends SmsSender {
  readonly state = 'sends';

  constructor(
    private readonly settings: MessageSettings['sms'],
    private readonly url: string,
  ) {
    super();
  }

  async send(sms: Sms): Promise<void> {
    const { authorization } = this.settings;
    const status = await this.#post(
      {
        'content-type': 'application/json',
        accept: 'application/json',
        ...(authorization === undefined ? {} : { authorization }),
        // Providers that know it send a repeated attempt once.
        ...(sms.id === undefined ? {} : { 'idempotency-key': sms.id }),
      },
      filled(this.settings.body, { from: this.settings.from, to: sms.to, text: sms.text, id: sms.id ?? '' }),
    );
    if (status >= 200 && status < 300) return;
    throw new SendError(REFUSED.has(status) ? 'refused' : 'later', String(status));
  }

  /** Answers of a provider are not read: they may be large, and hold numbers. */
  async #post(headers: Record<string, string>, body: string): Promise<number> {
    try {
      const answer = await fetch(this.url, {
        method: 'POST',
        headers,
        body,
        redirect: 'manual',
        signal: AbortSignal.timeout(MOST_MILLISECONDS),
      });
      await answer.body?.cancel();
      return answer.status;
    } catch (error) {
      throw new SendError('later', error instanceof Error ? error.name : 'unknown');
    }
  }
}

/** Fills `{places}` inside the strings of a JSON text; what is filled in can't leave its string. */
export function filled(body: string, values: Readonly<Record<string, string>>): string {
  return body.replaceAll(/\{(\w+)\}/g, (place, name: string) => {
    const value = values[name];
    return value === undefined ? place : JSON.stringify(value).slice(1, -1);
  });
}
