import { createHash, randomBytes, randomInt, randomUUID, timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Clock, Database, Encryption, Problem, RateLimit, type Actor } from '@samenplan/api/platform';
import type { ContactPoint } from '@samenplan/shared/contracts';
import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import { personKeyOf } from '../person-keys';
import { contactDetails, contactPurpose, hashOfToken, newToken } from './contact-details';
import { contactValue } from './contact-values';
import { MessageSender } from './message-sender';

type Owner = Actor & { readonly personId: string };
type Kind = ContactPoint['kind'];

const CODE_MINUTES = 15;
const MOST_ATTEMPTS = 5;
/** To one address, whoever asks: nobody is flooded through us. */
const perAddress = { burst: 3, perMinute: 3 / 60 };
const perPerson = { burst: 6, perMinute: 6 / 60 };

const challengePurpose = (personId: string, id: string): string => `${contactPurpose(personId, id)}:code`;
const challenge = z.object({ code: z.string() });

const rowShape = z.object({
  id: z.string(),
  kind: z.enum(['mail', 'sms']),
  details: z.instanceof(Uint8Array),
  verified: z.boolean(),
  bounced: z.boolean(),
  unsubscribed: z.boolean(),
});
type Row = z.infer<typeof rowShape>;
const columns = `id, kind, details, verified_at is not null as verified, bounced_at is not null as bounced,
  unsubscribed_at is not null as unsubscribed`;
const challengeRows = z.array(
  z.object({ challenge: z.instanceof(Uint8Array).nullable(), attempts: z.int(), endsAt: z.date().nullable() }),
);
const professionalRows = z.tuple([z.object({ professional: z.boolean() })]);

/** Own addresses for messages: sealed, and used only after a code came back from there. */
@Injectable()
export class ContactPoints {
  readonly #perAddress: RateLimit;
  readonly #perPerson: RateLimit;
  /** So that no address stands in memory as the key of a limit. */
  readonly #salt = randomBytes(16);

  constructor(
    private readonly database: Database,
    private readonly encryption: Encryption,
    private readonly sender: MessageSender,
    private readonly clock: Clock,
  ) {
    this.#perAddress = new RateLimit(clock, perAddress);
    this.#perPerson = new RateLimit(clock, perPerson);
  }

  list(owner: Owner): Promise<ContactPoint[]> {
    return this.database.as(owner, async (tx) => {
      const sql = `select ${columns} from contact_point where person_id = $1 order by kind, verified_at nulls last`;
      const rows = z.array(rowShape).parse(await tx.query(sql, [owner.personId]));
      const shown: ContactPoint[] = [];
      for (const row of rows) shown.push(await this.#shown(tx, owner.personId, row));
      return shown;
    });
  }

  /**
   * Keeps an address that waits for its code, in the place of an earlier one that waited, and sends the code.
   * @throws Problem `contact-invalid`, `contact-refused`, `message-not-sent`, `too-many-requests`
   */
  async add(owner: Owner, kind: Kind, given: string): Promise<ContactPoint> {
    const value = contactValue(kind, given);
    if (value === null) throw new Problem('contact-invalid');
    this.#limit(owner, value);
    const id = randomUUID();
    const { personId } = owner;
    const code = await this.database.as(owner, async (tx) => {
      const token = newToken();
      const key = await personKeyOf(tx, this.encryption, personId);
      const details = await this.encryption.sealJson(tx, key, contactPurpose(personId, id), { value, token });
      await tx.query('delete from contact_point where person_id = $1 and kind = $2 and verified_at is null', [
        personId,
        kind,
      ]);
      await tx.query(
        'insert into contact_point (id, person_id, kind, details, token_hash) values ($1, $2, $3, $4, $5)',
        [id, personId, kind, details, hashOfToken(token)],
      );
      return this.#newCode(tx, personId, id);
    });
    await this.sender.sendCode(kind, value, code);
    return { id, kind, value, state: 'waiting' };
  }

  /** @throws Problem `not-found`, and as {@link add} */
  async sendCode(owner: Owner, id: string): Promise<void> {
    const { kind, value, code } = await this.database.as(owner, async (tx) => {
      const { kind, value } = await this.#shown(tx, owner.personId, await this.#find(tx, owner.personId, id));
      this.#limit(owner, value);
      return { kind, value, code: await this.#newCode(tx, owner.personId, id) };
    });
    await this.sender.sendCode(kind, value, code);
  }

  /**
   * The first proven address of somebody who chose nothing yet becomes the way to be told.
   * @throws Problem `not-found`, `code-invalid`: wrong, too late, or after five wrong ones
   */
  async confirm(owner: Owner, id: string, code: string): Promise<ContactPoint> {
    const { personId } = owner;
    const confirmed = await this.database.as(owner, async (tx) => {
      const row = await this.#find(tx, personId, id);
      if (!(await this.#matches(tx, personId, id, code))) return null; // The attempt counts, so this commits.
      await tx.query(
        'delete from contact_point where person_id = $1 and kind = $2 and id <> $3 and verified_at is not null',
        [personId, row.kind, id],
      );
      await tx.query(
        `update contact_point set verified_at = $2, bounced_at = null, unsubscribed_at = null, challenge = null,
          challenge_ends_at = null, attempts = 0 where id = $1`,
        [id, this.clock.now()],
      );
      await this.#chooseFirst(tx, personId, row.kind);
      return this.#shown(tx, personId, await this.#find(tx, personId, id));
    });
    if (confirmed === null) throw new Problem('code-invalid');
    return confirmed;
  }

  /** @throws Problem `not-found` */
  async subscribe(owner: Owner, id: string): Promise<void> {
    await this.database.as(owner, async (tx) => {
      await this.#find(tx, owner.personId, id);
      await tx.query('update contact_point set unsubscribed_at = null where id = $1', [id]);
    });
  }

  /** @throws Problem `not-found` */
  async remove(owner: Owner, id: string): Promise<void> {
    await this.database.as(owner, async (tx) => {
      await this.#find(tx, owner.personId, id);
      await tx.query('delete from contact_point where id = $1', [id]);
    });
  }

  #limit(owner: Owner, value: string): void {
    this.#perPerson.demand(owner.personId);
    this.#perAddress.demand(createHash('sha256').update(this.#salt).update(value).digest('base64'));
  }

  async #find(tx: EntityManager, personId: string, id: string): Promise<Row> {
    const sql = `select ${columns} from contact_point where id = $1 and person_id = $2 for update`;
    const [row] = z.array(rowShape).parse(await tx.query(sql, [id, personId]));
    if (row === undefined) throw new Problem('not-found');
    return row;
  }

  async #shown(tx: EntityManager, personId: string, row: Row): Promise<ContactPoint> {
    const opened = await this.encryption.openJson(tx, contactPurpose(personId, row.id), row.details);
    const { value } = contactDetails.parse(opened);
    return { id: row.id, kind: row.kind, value, state: stateOf(row) };
  }

  /** Six digits, under the key of this person: a hash of so few would be found in a second. */
  async #newCode(tx: EntityManager, personId: string, id: string): Promise<string> {
    const code = String(randomInt(1_000_000)).padStart(6, '0');
    const key = await personKeyOf(tx, this.encryption, personId);
    const sealed = await this.encryption.sealJson(tx, key, challengePurpose(personId, id), { code });
    const endsAt = new Date(this.clock.now().getTime() + CODE_MINUTES * 60_000);
    await tx.query('update contact_point set challenge = $2, challenge_ends_at = $3, attempts = 0 where id = $1', [
      id,
      sealed,
      endsAt,
    ]);
    return code;
  }

  async #matches(tx: EntityManager, personId: string, id: string, given: string): Promise<boolean> {
    const sql = 'select challenge, attempts, challenge_ends_at as "endsAt" from contact_point where id = $1';
    const [row] = challengeRows.parse(await tx.query(sql, [id]));
    await tx.query('update contact_point set attempts = least(attempts + 1, 1000) where id = $1', [id]);
    if (row?.challenge == null || row.endsAt === null) return false;
    if (row.attempts >= MOST_ATTEMPTS || row.endsAt <= this.clock.now()) return false;
    const { code } = challenge.parse(await this.encryption.openJson(tx, challengePurpose(personId, id), row.challenge));
    return /^\d{6}$/.test(given) && timingSafeEqual(Buffer.from(given), Buffer.from(code));
  }

  async #chooseFirst(tx: EntityManager, personId: string, way: Kind): Promise<void> {
    const [{ professional }] = professionalRows.parse(
      await tx.query('select exists (select from affiliation where person_id = $1) as professional', [personId]),
    );
    await tx.query(
      `insert into notice_preference (person_id, way, rhythm, discreet) values ($1, $2, 'at-once', $3)
        on conflict do nothing`,
      [personId, way, !professional],
    );
  }
}

function stateOf({ verified, bounced, unsubscribed }: Row): ContactPoint['state'] {
  if (!verified) return 'waiting';
  if (bounced) return 'refused';
  return unsubscribed ? 'unsubscribed' : 'works';
}
