import { createHash, randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Notices } from '@samenplan/api/identity';
import { Clock, Configuration, Problem, RateLimit } from '@samenplan/api/platform';
import type { Invitation, IssuedInvitation, NewInvitation } from '@samenplan/shared/contracts';
import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import { Access } from '../access';
import type { Acting } from '../acting';
import { Announcements, peopleIn } from '../announcements';
import { AccessLog, type LogAction } from '../log/access-log';
import { checkedEnd } from '../receivers';
import { Refused } from '../refusals';
import { changed, rows } from '../sql';
import type { Need, Standing } from '../standing';
import { titleOf, Titles } from '../titles';
import { invitationCodeHash, newInvitationCode } from './invitation-codes';
import { InvitationMail } from './invitation-mail';
import {
  INVITATION_COLUMNS,
  invitationRow,
  InvitationRows,
  stateOf,
  storedShares,
  type InvitationRow,
} from './invitation-rows';

/** Invitations are for a huisarts and a few others, not for a mailing: per person, and per address. */
const SENDINGS = { burst: 15, perMinute: 1 / 30 };
const PER_ADDRESS = { burst: 4, perMinute: 1 / 360 };
const MOST_WAITING = 30;
const MOST_LISTED = 200;

type Way = { readonly way: 'mail' | 'letter'; readonly mail?: string | undefined };
type Issued = { readonly id: string; readonly code: string | null; readonly address: string | null };

/** Invitations for people without an account: made, prepared, sent again and withdrawn. */
@Injectable()
export class Invitations {
  readonly #sendings: RateLimit;
  readonly #perAddress: RateLimit;

  constructor(
    private readonly access: Access,
    private readonly log: AccessLog,
    private readonly announcements: Announcements,
    private readonly titles: Titles,
    private readonly notices: Notices,
    private readonly store: InvitationRows,
    private readonly mail: InvitationMail,
    private readonly configuration: Configuration,
    clock: Clock,
  ) {
    this.#sendings = new RateLimit(clock, SENDINGS);
    this.#perAddress = new RateLimit(clock, PER_ADDRESS);
  }

  /** Of one plan, newest first: those that the acting person decides about, and own preparations. */
  async list(acting: Acting, planId: string): Promise<Invitation[]> {
    return this.access.act(acting, async (tx) => {
      const standing = await this.access.require(tx, acting, planId, null, 'see');
      const sql = `select ${INVITATION_COLUMNS} from invitation i where i.plan_id = $1 and i.withdrawn_at is null
        order by i.created_at desc, i.id limit ${MOST_LISTED}`;
      const found = await rows(tx, invitationRow, sql, [planId]);
      const planTitle = (await titleOf(this.titles, tx, planId, null)) ?? '';
      await this.log.appendOncePerLook(tx, acting, standing, {
        type: 'audience-read',
        action: 'R',
        sectionId: null,
        title: planTitle,
      });
      const shown: Invitation[] = [];
      for (const row of found)
        shown.push(await this.store.shown(tx, row, { planTitle, mine: meets(standing, row, 'manage') }));
      return shown;
    });
  }

  /** What others prepared, in every plan where the acting person decides. */
  async listPrepared(acting: Acting): Promise<Invitation[]> {
    return this.access.act(acting, async (tx) => {
      const sql = `select ${INVITATION_COLUMNS} from invitation i
        where i.authorised_by is null and i.withdrawn_at is null and i.prepared_by <> $1
          and i.plan_id in (select candidate_plans($1)) order by i.created_at, i.id limit ${MOST_LISTED}`;
      const found = await rows(tx, invitationRow, sql, [acting.personId]);
      const titles = await this.titles.plans(tx, [...new Set(found.map(({ planId }) => planId))]);
      const prepared: Invitation[] = [];
      for (const row of found) {
        const planTitle = titles.get(row.planId); // Absent: that plan was destroyed.
        if (planTitle !== undefined) prepared.push(await this.store.shown(tx, row, { planTitle, mine: true }));
      }
      return prepared;
    });
  }

  /** Sends, or by a coordinator who decides nothing: prepares. */
  async create(acting: Acting, planId: string, wanted: NewInvitation): Promise<IssuedInvitation> {
    this.#checkWay(wanted);
    const sections = wanted.shares.map(({ sectionId }) => sectionId);
    if (new Set(sections).size < sections.length) throw faulty('body.shares', 'twice');
    const issued = await this.access.act(acting, async (tx): Promise<Issued> => {
      const standing = await this.access.requireAmongAll(tx, acting, planId, null, 'see');
      const decides = meets(standing, wanted, 'manage');
      if (!decides) demandArranging(standing, wanted);
      if (decides) this.#count(acting, wanted.mail);
      else this.#sendings.demand(acting.personId);
      checkedEnd(wanted.endsAt, standing.now);
      await this.#boundWaiting(tx, planId);
      const id = randomUUID();
      const address = wanted.mail === undefined ? null : await this.store.sealAddress(tx, planId, id, wanted.mail);
      await tx.query(
        `insert into invitation (id, plan_id, prepared_by, authorised_by, shares, ends_at, way, details, address)
          values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
        [
          id,
          planId,
          acting.personId,
          decides ? acting.personId : null,
          storedShares(wanted.shares),
          wanted.endsAt,
          wanted.way,
          await this.store.sealInvited(tx, planId, id, wanted),
          address,
        ],
      );
      const row = await this.#found(tx, planId, id);
      await this.#line(tx, acting, standing, row, 'invitation-made', 'C');
      if (decides) return { id, code: await this.#newCode(tx, row), address: wanted.mail ?? null };
      const deciders = peopleIn(standing).filter((one) => meets(standing.of(one), wanted, 'manage'));
      for (const personId of deciders) await this.notices.add(tx, { personId, kind: 'request-made', planId });
      this.announcements.tell(tx, deciders, { kind: 'requests-changed' });
      return { id, code: null, address: null };
    });
    return this.#delivered(acting, planId, issued);
  }

  /** The one tap of who decides: what a coordinator prepared goes out. */
  async approve(acting: Acting, planId: string, invitationId: string): Promise<IssuedInvitation> {
    const issued = await this.access.act(acting, async (tx): Promise<Issued> => {
      const { standing, row } = await this.#managed(tx, acting, planId, invitationId);
      if (stateOf(row) !== 'prepared') throw new Problem('conflict');
      checkedEnd(row.endsAt.toISOString(), standing.now);
      const address = await this.store.openAddress(tx, row);
      if (row.way === 'mail' && address === null) throw new Problem('end-invalid'); // It waited too long.
      this.#count(acting, address ?? undefined);
      await tx.query('update invitation set authorised_by = $2 where id = $1', [row.id, acting.personId]);
      await this.#line(tx, acting, standing, row, 'invitation-sent', 'U');
      await this.notices.add(tx, { personId: row.preparedBy, kind: 'request-answered', planId });
      this.announcements.tell(tx, [acting.personId, row.preparedBy], { kind: 'requests-changed' });
      return { id: row.id, code: await this.#newCode(tx, row), address };
    });
    return this.#delivered(acting, planId, issued);
  }

  /** A new code, by mail or in a letter; the earlier one is void from this moment. */
  async renew(acting: Acting, planId: string, invitationId: string, wanted: Way): Promise<IssuedInvitation> {
    if (wanted.way === 'letter' && wanted.mail !== undefined) throw faulty('body.mail', 'only-with-mail');
    const issued = await this.access.act(acting, async (tx): Promise<Issued> => {
      const { standing, row } = await this.#managed(tx, acting, planId, invitationId);
      if (!['open', 'expired'].includes(stateOf(row))) throw new Problem('conflict');
      checkedEnd(row.endsAt.toISOString(), standing.now);
      const address = wanted.way === 'letter' ? null : (wanted.mail ?? (await this.store.openAddress(tx, row)));
      if (wanted.way === 'mail' && address === null) throw faulty('body.mail', 'needed');
      this.#count(acting, address ?? undefined);
      const kept = wanted.way === 'mail' && wanted.mail === undefined;
      if (!kept) await this.store.destroyAddress(tx, row.address);
      const sealed = wanted.mail === undefined ? null : await this.store.sealAddress(tx, planId, row.id, wanted.mail);
      await tx.query('update invitation set authorised_by = $2, way = $3, address = $4, sent_at = null where id = $1', [
        row.id,
        acting.personId,
        wanted.way,
        kept ? row.address : sealed,
      ]);
      await this.#line(tx, acting, standing, row, 'invitation-sent', 'U');
      return { id: row.id, code: await this.#newCode(tx, row), address };
    });
    return this.#delivered(acting, planId, issued);
  }

  /** From the answer on, nobody can confirm it. */
  async withdraw(acting: Acting, planId: string, invitationId: string): Promise<void> {
    await this.access.act(acting, async (tx) => {
      const standing = await this.access.require(tx, acting, planId, null, 'see');
      const row = await this.store.find(tx, planId, invitationId, true);
      if (row === undefined || row.withdrawnAt !== null) throw new Refused(invitationId);
      if (!meets(standing, row, 'manage') && row.authorisedBy !== null) throw new Refused(invitationId, 'not-allowed');
      if (row.confirmedAt !== null) throw new Problem('conflict');
      await this.store.destroyAddress(tx, row.address);
      const sql = `update invitation set withdrawn_at = clock_timestamp(), code_hash = null, code_ends_at = null, address = null
        where id = $1 and withdrawn_at is null and confirmed_at is null`;
      if ((await changed(tx, sql, [row.id])) === 0) throw new Refused(invitationId);
      await this.#line(tx, acting, standing, row, 'invitation-withdrawn', 'D');
      if (row.preparedBy !== acting.personId && row.authorisedBy === null)
        await this.notices.add(tx, { personId: row.preparedBy, kind: 'request-answered', planId });
      this.announcements.tell(tx, [acting.personId, row.preparedBy], { kind: 'requests-changed' });
    });
  }

  async #managed(
    tx: EntityManager,
    acting: Acting,
    planId: string,
    invitationId: string,
  ): Promise<{ standing: Standing; row: InvitationRow }> {
    const standing = await this.access.require(tx, acting, planId, null, 'see');
    const row = await this.store.find(tx, planId, invitationId, true);
    if (row === undefined || row.withdrawnAt !== null) throw new Refused(invitationId);
    if (!meets(standing, row, 'manage')) throw new Refused(invitationId, 'not-allowed');
    return { standing, row };
  }

  async #newCode(tx: EntityManager, { id }: InvitationRow): Promise<string> {
    const code = newInvitationCode();
    await tx.query(
      `update invitation set code_hash = $2, code_ends_at = least(ends_at, clock_timestamp() + make_interval(days => $3))
        where id = $1`,
      [id, invitationCodeHash(code), this.configuration.invitationDays],
    );
    return code;
  }

  /** Hands the mail over once the code is stored. A mail that does not leave is told; it can be sent again. */
  async #delivered(acting: Acting, planId: string, { id, code, address }: Issued): Promise<IssuedInvitation> {
    const row = await this.access.act(acting, (tx) => this.#found(tx, planId, id));
    const sent =
      code !== null && address !== null && row.codeEndsAt !== null
        ? await this.mail.send(address, code, row.codeEndsAt)
        : false;
    return this.access.act(acting, async (tx) => {
      if (sent) await tx.query('update invitation set sent_at = clock_timestamp() where id = $1', [id]);
      const now = await this.#found(tx, planId, id);
      const planTitle = (await titleOf(this.titles, tx, planId, null)) ?? '';
      return {
        invitation: await this.store.shown(tx, now, { planTitle, mine: code !== null }),
        letter: code !== null && address === null ? { code, url: this.mail.urlOf(code) } : null,
      };
    });
  }

  async #found(tx: EntityManager, planId: string, id: string): Promise<InvitationRow> {
    const row = await this.store.find(tx, planId, id);
    if (row === undefined) throw new Refused(id);
    return row;
  }

  async #line(
    tx: EntityManager,
    acting: Acting,
    standing: Standing,
    row: InvitationRow,
    type: 'invitation-made' | 'invitation-sent' | 'invitation-withdrawn',
    action: LogAction,
  ): Promise<void> {
    const sectionId = row.shares.length === 1 ? (row.shares[0]?.sectionId ?? null) : null;
    await this.log.append(tx, acting, standing, {
      type,
      action,
      sectionId,
      title: await titleOf(this.titles, tx, row.planId, sectionId),
      detail: { kind: 'person', name: (await this.store.openInvited(tx, row)).name },
    });
  }

  #checkWay({ way, mail }: Way): void {
    if ((way === 'mail') !== (mail !== undefined)) throw faulty('body.mail', 'only-with-mail');
  }

  #count(acting: Acting, address: string | undefined): void {
    this.#sendings.demand(acting.personId);
    if (address !== undefined)
      this.#perAddress.demand(createHash('sha256').update(address.toLowerCase()).digest('hex'));
  }

  async #boundWaiting(tx: EntityManager, planId: string): Promise<void> {
    const sql = `select count(*)::int as waiting from invitation
      where plan_id = $1 and withdrawn_at is null and confirmed_at is null and created_at > clock_timestamp() - interval '90 days'`;
    const [found] = await rows(tx, z.object({ waiting: z.number() }), sql, [planId]);
    if ((found?.waiting ?? 0) >= MOST_WAITING) throw new Problem('too-many-requests', { retryAfter: 86_400 });
  }
}

type Shares = { readonly shares: readonly { readonly sectionId: string | null }[] };

/** Whether somebody may do this with everything that the invitation shows. */
const meets = (standing: Standing, { shares }: Shares, need: Need): boolean =>
  shares.every(({ sectionId }) => standing.meets(sectionId, need));

function demandArranging(standing: Standing, { shares }: Shares): void {
  for (const { sectionId } of shares) {
    if (standing.meets(sectionId, 'arrange')) continue;
    throw new Refused(sectionId ?? standing.planId, standing.meets(sectionId, 'see') ? 'not-allowed' : 'not-found');
  }
}

const faulty = (path: string, message: string): Problem =>
  new Problem('input-invalid', { errors: [{ path, message }] });
