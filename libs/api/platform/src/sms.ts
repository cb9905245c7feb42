import { SendError, type SendingState } from './mail';

/** One short text to one telephone. */
export interface Sms {
  /** E.164: `+` and digits. */
  readonly to: string;
  readonly text: string;
  /** The same on every attempt. */
  readonly id?: string;
}

/** The way out for SMS. */
export abstract class SmsSender {
  abstract readonly state: SendingState;
  /**
   * Resolves when the provider has taken the text over.
   * @throws SendError of the mail port
   */
  abstract send(sms: Sms): Promise<void>;
}

/** No provider is configured. */
export class NoSms extends SmsSender {
  readonly state = 'off';
  send(): Promise<void> {
    return Promise.reject(new SendError('later', 'off'));
  }
}
