import { Injectable } from '@nestjs/common';
import { Notices, People, positionOf, type Place } from '@samenplan/api/identity';
import { Clock, Database, Problem, RateLimit } from '@samenplan/api/platform';
import type { RouteAnswer, routes } from '@samenplan/shared/contracts';
import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import type { Acting } from '../acting';
import { Announcements } from '../announcements';
import { standingIn } from '../facts';
import { Grants } from '../grants';
import { levelNumbers } from '../grant-rows';
import { AccessLog } from '../log/access-log';
import { oneAtATime } from '../one-at-a-time';
import { Refused } from '../refusals';
import { changed, rows } from '../sql';
import type { Standing } from '../standing';
import { titleOf, Titles } from '../titles';
import { invitationCodeHash } from './invitation-codes';
import { INVITATION_COLUMNS, invitationRow, InvitationRows, type InvitationRow, type Invited } from './invitation-rows';

/** Guessing at 75 bits stays hopeless at this rate; an office behind one address opens its post in the morning. */
const PER_PERSON = { burst: 20, perMinute: 10 };
const PER_ADDRESS = { burst: 100, perMinute: 60 };

type Landing = RouteAnswer<typeof routes.confirmInvitation>;
type LookUp = RouteAnswer<typeof routes.lookUpInvitation>;

/**
 * The other side of an invitation: somebody who logged in opens it, and confirms. Opening uses up nothing; a code
 * that is wrong, has expired, was withdrawn or belongs to another login by now gets one and the same answer.
 */
@Injectable()
export class InvitationConfirmations {
  readonly #perPerson: RateLimit;
  readonly #perAddress: RateLimit;

  constructor(
    private readonly database: Database,
    private readonly grants: Grants,
    private readonly log: AccessLog,
    private readonly announcements: Announcements,
    private readonly titles: Titles,
    private readonly notices: Notices,
    private readonly people: People,
    private readonly store: InvitationRows,
    clock: Clock,
  ) {
    this.#perPerson = new RateLimit(clock, PER_PERSON);
    this.#perAddress = new RateLimit(clock, PER_ADDRESS);
  }

  /** For whom it is meant; nothing about the client, not even who that is. */
  async lookUp(acting: Acting, code: string): Promise<LookUp> {
    this.#demand(acting);
    return this.database.as(acting, async (tx) => {
      const row = await this.#ofCode(tx, code);
      const landing = row.confirmedBy === null ? null : await this.#landing(tx, acting, row);
      const places = (await this.people.places(tx, [acting.personId])).get(acting.personId) ?? [];
      return {
        ...(await this.store.openInvited(tx, row)),
        codeEndsAt: (row.codeEndsAt ?? row.endsAt).toISOString(),
        places: places.map(positionOf),
        landing,
      };
    });
  }

  /**
   * Binds the invitation to the login of the acting person, and makes the rules that it promised in the name of who
   * invited: only when that person still may. Of two at the same moment one wins.
   */
  async confirm(acting: Acting, code: string, affiliationId: string | undefined): Promise<Landing> {
    this.#demand(acting);
    const { row, landing } = await this.database.as(acting, async (tx) => {
      const found = await this.#ofCode(tx, code);
      return { row: found, landing: found.confirmedBy === null ? null : await this.#landing(tx, acting, found) };
    });
    if (landing !== null) return landing;
    if (row.authorisedBy === null) throw invalid();
    if ([row.authorisedBy, row.preparedBy].includes(acting.personId)) throw new Problem('not-allowed');
    const inviter: Acting = { personId: row.authorisedBy, traceId: acting.traceId, address: null };
    const bound = await this.database.as(inviter, async (tx) => {
      try {
        return await this.#bind(tx, inviter, acting, { row, code, affiliationId });
      } catch (error) {
        // What the inviter may not do any more is nothing that the invited person should read about.
        if (error instanceof Refused) throw invalid();
        throw error;
      }
    });
    return bound ?? this.#alreadyOwn(acting, code);
  }

  /** Two taps on one button: the second finds what the first one did. Somebody else finds nothing. */
  async #alreadyOwn(acting: Acting, code: string): Promise<Landing> {
    return this.database.as(acting, async (tx) => {
      const row = await this.#ofCode(tx, code);
      if (row.confirmedBy === null) throw invalid();
      return this.#landing(tx, acting, row);
    });
  }

  /** @returns undefined when somebody was first, or the code is void since a moment */
  async #bind(
    tx: EntityManager,
    inviter: Acting,
    acting: Acting,
    { row, code, affiliationId }: { row: InvitationRow; code: string; affiliationId: string | undefined },
  ): Promise<Landing | undefined> {
    const { planId } = row;
    await oneAtATime(tx, planId);
    const standing = await standingIn(tx, inviter.personId, planId, 'everybody');
    if (standing.rules.clientId === acting.personId) throw new Problem('recipient-is-client');
    if (!row.shares.every(({ sectionId }) => standing.meets(sectionId, 'manage'))) throw invalid();
    const theirs = standing.of(acting.personId);
    // A letter in the wrong hands never undoes what the client keeps from somebody.
    if (row.shares.some(({ sectionId }) => theirs.right(sectionId).why.endsWith('-withhold'))) throw invalid();
    const sql = `update invitation set confirmed_by = $2, confirmed_at = clock_timestamp(), address = null
      where id = $1 and code_hash = $3 and confirmed_at is null and withdrawn_at is null and code_ends_at > clock_timestamp()`;
    if ((await changed(tx, sql, [row.id, acting.personId, invitationCodeHash(code)])) === 0) return undefined;
    await this.store.destroyAddress(tx, row.address);
    const invited = await this.store.openInvited(tx, row);
    const lacking = row.shares.filter((share) => !has(theirs, share));
    if (lacking.length > 0) {
      const place = await this.#place(tx, acting.personId, invited, affiliationId);
      for (const { sectionId, level } of lacking)
        await this.grants.createIn(tx, inviter, standing, {
          recipient: { type: 'person', id: acting.personId },
          affiliationId: place,
          ...(sectionId === null ? {} : { sectionId }),
          effect: 'share',
          level: level === levelNumbers.write ? 'write' : 'read',
          endsAt: row.endsAt.toISOString(),
        });
    }
    await this.#tell(tx, inviter, row);
    await this.#line(tx, acting, row, invited);
    return landingOf(row);
  }

  /** The place in which somebody looks along: one of their own, else the one that the invitation names. */
  async #place(
    tx: EntityManager,
    personId: string,
    invited: Invited,
    affiliationId: string | undefined,
  ): Promise<string> {
    const own = (await this.people.places(tx, [personId])).get(personId) ?? [];
    const chosen = chosenPlace(own, invited, affiliationId);
    if (chosen !== undefined) return chosen.affiliationId;
    if (own.length > 0 || affiliationId !== undefined)
      throw new Problem('input-invalid', { errors: [{ path: 'body.affiliationId', message: 'choose-one' }] });
    const sql = 'select declare_place($1, $2, $3, known_function($2, $3)) as id';
    const [made] = await rows(tx, z.object({ id: z.string() }), sql, [
      personId,
      invited.organisation,
      invited.function,
    ]);
    if (made === undefined) throw new Problem('unexpected-error');
    return made.id;
  }

  async #tell(tx: EntityManager, inviter: Acting, { planId, preparedBy }: InvitationRow): Promise<void> {
    for (const personId of new Set([inviter.personId, preparedBy]))
      await this.notices.add(tx, { personId, kind: 'invitation-confirmed', planId });
    this.announcements.tell(tx, [inviter.personId, preparedBy], { kind: 'requests-changed' });
  }

  /** In the name of who confirmed, who sees the plan from here on. Last in the transaction: it changes who acts. */
  async #line(tx: EntityManager, acting: Acting, row: InvitationRow, invited: Invited): Promise<void> {
    await tx.query("select set_config('samenplan.person', $1, true)", [acting.personId]);
    const standing = await standingIn(tx, acting.personId, row.planId, 'own');
    const { sectionId } = landingOf(row);
    await this.log.append(tx, acting, standing, {
      type: 'invitation-confirmed',
      action: 'U',
      sectionId,
      title: await titleOf(this.titles, tx, row.planId, sectionId),
      detail: { kind: 'person', name: invited.name },
    });
  }

  /** Where it leads for who confirmed it, as long as they see anything there. */
  async #landing(tx: EntityManager, { personId }: Acting, row: InvitationRow): Promise<Landing> {
    const standing = await standingIn(tx, personId, row.planId, 'own');
    if (standing.sight === undefined) throw invalid();
    const { planId, sectionId } = landingOf(row);
    return { planId, sectionId: sectionId !== null && standing.sees(sectionId) ? sectionId : null };
  }

  async #ofCode(tx: EntityManager, code: string): Promise<InvitationRow> {
    const sql = `select ${INVITATION_COLUMNS} from invitation_of_code($1) i`;
    const [found] = await rows(tx, invitationRow, sql, [invitationCodeHash(code)]);
    if (found === undefined) throw invalid();
    return found;
  }

  #demand({ personId, address }: Acting): void {
    this.#perPerson.demand(personId);
    if (address !== null) this.#perAddress.demand(address);
  }
}

const invalid = (): Problem => new Problem('code-invalid');

/** The first section of the invitation; null when it shows the whole plan. */
const landingOf = ({ planId, shares }: InvitationRow): Landing => ({
  planId,
  sectionId: shares.some(({ sectionId }) => sectionId === null) ? null : (shares[0]?.sectionId ?? null),
});

/** An invitation never takes away what somebody has already. */
const has = (standing: Standing, { sectionId, level }: InvitationRow['shares'][number]): boolean =>
  standing.meets(sectionId, level === levelNumbers.write ? 'write' : 'read');

/** Which of several own places: the one that was chosen, else the only one, else the only one in that organisation. */
export function chosenPlace(
  own: readonly Place[],
  { organisation }: Pick<Invited, 'organisation'>,
  affiliationId: string | undefined,
): Place | undefined {
  if (affiliationId !== undefined) return own.find((one) => one.affiliationId === affiliationId);
  if (own.length === 1) return own[0];
  const there = own.filter((one) => one.organisation.toLowerCase() === organisation.toLowerCase());
  return there.length === 1 ? there[0] : undefined;
}
