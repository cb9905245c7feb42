import { randomUUID } from 'node:crypto';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Clock, Database, Encryption, isUnreadable, Jobs, Metrics } from '@samenplan/api/platform';
import { z } from 'zod';
import { contactDetails, contactPurpose, hashOfToken, type ContactDetails } from './contact-details';
import { MessageSender } from './message-sender';
import { telling, tellingFacts } from './telling';

const PEOPLE_A_ROUND = 200;
/** A claim is leased for ten minutes: so many attempts with their timeouts fit in. */
const MESSAGES_A_CLAIM = 10;
const MOST_CLAIMS = 30;
/** Minutes until the next attempt: a day and a half in all. */
const BACKOFF_MINUTES = [1, 5, 15, 60, 240, 720, 1_080];

const toTellRows = z.array(z.object({ facts: tellingFacts }));
const claimRows = z.array(
  z.object({
    id: z.string(),
    personId: z.string(),
    contactPointId: z.string(),
    kind: z.enum(['mail', 'sms']),
    details: z.instanceof(Uint8Array),
    discreet: z.boolean(),
    attempts: z.int(),
    wanted: z.boolean(),
  }),
);
type Claim = z.infer<typeof claimRows>[number];
const figureRows = z.tuple([z.object({ waiting: z.coerce.number(), seconds: z.number() })]);

/**
 * Mail and SMS that say that something is new. A message is a row before it is sent, made in one transaction with the
 * mark on its notices, and sent by whoever claims it. A process that dies between sending and marking leaves a claim
 * that ends after ten minutes; the same message then goes out again under the same Message-ID (SMS: the same
 * idempotency key). So: at least once, and twice only after such a death.
 */
@Injectable()
export class Messages implements OnModuleInit {
  #figures = { waiting: 0, seconds: 0 };

  constructor(
    private readonly database: Database,
    private readonly encryption: Encryption,
    private readonly sender: MessageSender,
    private readonly clock: Clock,
    private readonly jobs: Jobs,
    private readonly metrics: Metrics,
  ) {}

  onModuleInit(): void {
    this.metrics.watch('samenplan_messages_waiting', 'Messages that wait to be sent', () => this.#figures.waiting);
    this.metrics.watch(
      'samenplan_messages_oldest_seconds',
      'How long the oldest of them has waited',
      () => this.#figures.seconds,
    );
    this.jobs.every('messages', '* * * * *', async () => void (await this.run()));
    this.jobs.every('notices-clean', '40 3 * * *', async () => void (await this.clean()));
  }

  /** Decides what must go out, and sends it. @returns how many messages were handed over */
  async run(): Promise<number> {
    await this.#decide();
    let sent = 0;
    for (let claims = 0; claims < MOST_CLAIMS; claims += 1) {
      const claimed = await this.#claim();
      for (const message of claimed) if (await this.#send(message)) sent += 1;
      if (claimed.length < MESSAGES_A_CLAIM) break;
    }
    [this.#figures] = figureRows.parse(
      await this.#query('select waiting, oldest_seconds as seconds from message_figures($1)', [this.clock.now()]),
    );
    return sent;
  }

  /** Removes old notices and messages, and addresses that were never proven. @returns how many */
  async clean(): Promise<number> {
    const rows: unknown = await this.#query('select clean_notices($1) as gone', [this.clock.now()]);
    return z.tuple([z.object({ gone: z.int() })]).parse(rows)[0].gone;
  }

  async #decide(): Promise<void> {
    const now = this.clock.now();
    const due = toTellRows.parse(await this.#query('select facts from notices_to_tell($1, $2)', [now, PEOPLE_A_ROUND]));
    for (const { facts } of due) {
      const { messages, waits, quiet, discreet } = telling(facts, now);
      await this.database.asNobody(async (tx) => {
        const told = 'select notices_told($1, $2, $3, $4, $5)';
        for (const { contactPointId, noticeIds } of messages)
          await tx.query(told, [noticeIds, randomUUID(), contactPointId, discreet, now]);
        for (const { noticeIds, until } of waits) await tx.query('select notices_wait($1, $2)', [noticeIds, until]);
        if (quiet.length > 0) await tx.query(told, [quiet, null, null, discreet, now]);
      });
    }
  }

  async #claim(): Promise<Claim[]> {
    const sql = `select id, person_id as "personId", contact_point_id as "contactPointId", kind, details, discreet,
      attempts, wanted from claim_messages($1, $2)`;
    return claimRows.parse(await this.#query(sql, [this.clock.now(), MESSAGES_A_CLAIM]));
  }

  /** @returns whether it was handed over */
  async #send(message: Claim): Promise<boolean> {
    const { id, kind, discreet } = message;
    const details = message.wanted ? await this.#open(message) : undefined;
    if (details === undefined) {
      await this.#done(id, 'dropped');
      return false;
    }
    const outcome = await this.sender.sendNews(kind, details, id, discreet);
    if (outcome === 'refused')
      await this.#query('select contact_point_bounced($1, $2)', [hashOfToken(details.token), this.clock.now()]);
    const wait = outcome === 'later' ? BACKOFF_MINUTES[message.attempts - 1] : undefined;
    if (wait === undefined) await this.#done(id, outcome === 'sent' ? 'sent' : 'failed');
    else {
      const next = new Date(this.clock.now().getTime() + wait * 60_000);
      await this.#query('select message_later($1, $2)', [id, next]);
    }
    return outcome === 'sent';
  }

  /** Undefined when the key of this person was destroyed: then there is nobody to tell. */
  async #open({ personId, contactPointId, details }: Claim): Promise<ContactDetails | undefined> {
    try {
      const opened = await this.database.asNobody((tx) =>
        this.encryption.openJson(tx, contactPurpose(personId, contactPointId), details),
      );
      return contactDetails.parse(opened);
    } catch (error) {
      if (isUnreadable(error)) return undefined;
      throw error;
    }
  }

  async #done(id: string, state: 'sent' | 'dropped' | 'failed'): Promise<void> {
    await this.#query('select message_done($1, $2)', [id, state]);
  }

  #query(sql: string, parameters: unknown[]): Promise<unknown> {
    return this.database.asNobody((tx) => tx.query(sql, parameters));
  }
}
