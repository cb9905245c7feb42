/** One mail to one person. Nothing in it may be content: mail is read by others on its way. */
export interface Mail {
  /** One address, checked by whoever took it in. */
  readonly to: string;
  /** Name beside our own address; absent: that of MAIL_FROM. Empty: no name. */
  readonly fromName?: string;
  readonly subject: string;
  readonly text: string;
  readonly html?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Where a server reports that it could not deliver; absent: our own address. */
  readonly returnPath?: string;
  /** The same on every attempt, so that a mail that went out twice can be seen to be one. Without `<>`. */
  readonly messageId?: string;
  readonly attachments?: readonly MailAttachment[];
}

export interface MailAttachment {
  readonly filename: string;
  readonly contentType: string;
  readonly content: string | Uint8Array;
}

/**
 * What became of mail that could not be sent: `later` may work after a while, `refused` never will for this address,
 * `failed` never will for another reason.
 */
export class SendError extends Error {
  override readonly name = 'SendError';
  constructor(
    readonly outcome: 'later' | 'refused' | 'failed',
    /** A code of the other side, such as `550`; never an address. */
    readonly code: string,
  ) {
    super(`message ${outcome}: ${code}`);
  }
}

/** `sends`: to people. `keeps`: in a folder for the developer. `off`: nothing is configured. */
export type SendingState = 'sends' | 'keeps' | 'off';

/** The way out for mail. */
export abstract class Mailer {
  abstract readonly state: SendingState;
  /**
   * Resolves when the next server has taken the mail over, which is not yet delivery.
   * @throws SendError
   */
  abstract send(mail: Mail): Promise<void>;
}

/** No SMTP server is configured: whoever sends hears it, and the screens say it. */
export class NoMailer extends Mailer {
  readonly state = 'off';
  send(): Promise<void> {
    return Promise.reject(new SendError('later', 'off'));
  }
}
