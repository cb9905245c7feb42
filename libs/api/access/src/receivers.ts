import { Injectable } from '@nestjs/common';
import { People, Recipients } from '@samenplan/api/identity';
import { Problem } from '@samenplan/api/platform';
import type { NewGrant } from '@samenplan/shared/contracts';
import type { EntityManager } from 'typeorm';
import type { Standing } from './standing';

/** What a rule takes over from its recipient: set per function by the organisation, not chosen by the client. */
export type Receiver = {
  readonly affiliationId: string | null;
  readonly purpose: string | null;
  readonly legalBasis: string | null;
};

/** Makes sure that a rule may name a recipient. */
@Injectable()
export class Receivers {
  constructor(
    private readonly recipients: Recipients,
    private readonly people: People,
  ) {}

  /** @throws Problem `recipient-is-client`, `recipient-unknown`, or `input-invalid` (oneself; which of several places) */
  async find(
    tx: EntityManager,
    standing: Standing,
    wanted: Pick<NewGrant, 'recipient' | 'affiliationId'>,
  ): Promise<Receiver> {
    const { recipient, affiliationId } = wanted;
    if (recipient.id === standing.rules.clientId) throw new Problem('recipient-is-client');
    if (recipient.id === standing.personId) throw faulty('body.recipient.id', 'oneself');
    const found = await this.recipients.find(tx, recipient, affiliationId);
    // An empty team would come to life later, with people whom nobody chose now.
    if (found === null || (recipient.type === 'team' && found.members.length === 0))
      throw new Problem('recipient-unknown');
    if (recipient.type === 'person' && affiliationId === undefined) await this.#onePlace(tx, recipient.id);
    return {
      affiliationId: found.position?.affiliationId ?? null,
      purpose: found.purpose,
      legalBasis: found.legalBasis,
    };
  }

  /** A person with several places must be named in one; a professional without any can't be reached any more. */
  async #onePlace(tx: EntityManager, personId: string): Promise<void> {
    const places = (await this.people.places(tx, [personId])).get(personId) ?? [];
    if (places.length > 1) throw faulty('body.affiliationId', 'choose-one');
    if (places.length === 1) return;
    const roles = await this.people.roles(tx, personId);
    if (roles.includes('professional') && !roles.includes('informal')) throw new Problem('recipient-unknown');
  }
}

const faulty = (path: string, message: string): Problem =>
  new Problem('input-invalid', { errors: [{ path, message }] });

const YEARS = 2;
/** For a naaste or volunteer, of whom no organisation says when they leave. */
const YEARS_INFORMAL = 1;

/** True for who receives something outside every organisation. */
export const isInformal = (recipient: { readonly type: 'person' | 'team' }, affiliationId: string | null): boolean =>
  recipient.type === 'person' && affiliationId === null;

/**
 * The end of a rule: in the future and at most two years away, one year for an informal contact.
 * @param now on the clock of the database
 * @throws Problem `end-invalid`
 */
export function checkedEnd(endsAt: string | undefined, now: Date, informal = false): Date {
  const end = new Date(endsAt ?? Number.NaN);
  const latest = new Date(now);
  latest.setUTCFullYear(latest.getUTCFullYear() + (informal ? YEARS_INFORMAL : YEARS));
  if (!(end > now && end <= latest)) throw new Problem('end-invalid');
  return end;
}
