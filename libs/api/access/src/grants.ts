import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Problem } from '@samenplan/api/platform';
import type { Grant, LogType, NewGrant, SharedLevel } from '@samenplan/shared/contracts';
import type { EntityManager } from 'typeorm';
import { Access } from './access';
import { AccessLog, type LogAction } from './log/access-log';
import type { Acting } from './acting';
import { Announcements } from './announcements';
import { grantDetail, grantIn, grantsIn, levelNumbers } from './grant-rows';
import { checkedEnd, isInformal, Receivers } from './receivers';
import { oneAtATime } from './one-at-a-time';
import { Refused } from './refusals';
import { changed } from './sql';
import type { Standing } from './standing';
import { titleOf, Titles } from './titles';

type Placing = { readonly planId: string; readonly grantId: string };

/**
 * Rules that share or withhold. Whatever lowers a right is a stop (promise P2): the change of the rule locks and
 * fences the rooms it touches in the same transaction, by trigger, so that it holds by whatever route it comes.
 */
@Injectable()
export class Grants {
  constructor(
    private readonly access: Access,
    private readonly log: AccessLog,
    private readonly announcements: Announcements,
    private readonly titles: Titles,
    private readonly receivers: Receivers,
  ) {}

  /** All rules in force for who manages; for others those that share with them what they see. */
  async list(acting: Acting, planId: string): Promise<Grant[]> {
    return this.access.act(acting, async (tx) => {
      const standing = await this.access.require(tx, acting, planId, null, 'see');
      const grants = await grantsIn(tx, planId);
      await this.log.appendOncePerLook(tx, acting, standing, {
        type: 'audience-read',
        action: 'R',
        sectionId: null,
        title: await titleOf(this.titles, tx, planId, null),
      });
      return grants.filter(
        ({ sectionId, recipient, effect }) =>
          standing.meets(sectionId, 'manage') ||
          (recipient.id === acting.personId && effect === 'share' && standing.sees(sectionId)),
      );
    });
  }

  /**
   * Shows the plan or a section to somebody, or keeps it from them. Takes the place of the rule that this recipient
   * had for the same object, so that one stop is a whole stop.
   */
  async create(acting: Acting, planId: string, wanted: NewGrant): Promise<Grant> {
    return this.access.act(acting, async (tx) => {
      await oneAtATime(tx, planId);
      const standing = await this.access.require(tx, acting, planId, wanted.sectionId ?? null, 'manage');
      return this.createIn(tx, acting, standing, wanted);
    });
  }

  /**
   * As {@link create}, inside the transaction of somebody who was found to manage the object; in a plan that others
   * know already, that transaction began with {@link oneAtATime}.
   */
  async createIn(tx: EntityManager, acting: Acting, standing: Standing, wanted: NewGrant): Promise<Grant> {
    if ((wanted.effect === 'share') !== (wanted.level !== undefined))
      throw new Problem('input-invalid', { errors: [{ path: 'body.level', message: 'only-with-share' }] });
    const receiver = await this.receivers.find(tx, standing, wanted);
    const endsAt =
      wanted.effect === 'withhold' && wanted.endsAt === undefined
        ? null
        : checkedEnd(wanted.endsAt, standing.now, isInformal(wanted.recipient, receiver.affiliationId));
    const { recipient, effect, level, sectionId = null } = wanted;
    await changed(
      tx,
      `update access_rule set stopped_at = clock_timestamp() where plan_id = $1 and section_id is not distinct from $2
        and subject_type = $3 and subject_id = $4 and stopped_at is null`,
      [standing.planId, sectionId, recipient.type, recipient.id],
    );
    const id = randomUUID();
    const share = effect === 'share';
    await tx.query(
      `insert into access_rule (id, plan_id, section_id, subject_type, subject_id, affiliation_id, effect, level, purpose,
          legal_basis, ends_at, created_by)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
      [
        id,
        standing.planId,
        sectionId,
        recipient.type,
        recipient.id,
        receiver.affiliationId,
        effect,
        level === undefined ? null : levelNumbers[level],
        share ? receiver.purpose : null,
        share ? receiver.legalBasis : null,
        endsAt,
        acting.personId,
      ],
    );
    return this.#told(tx, acting, standing, { planId: standing.planId, grantId: id }, 'grant-created', 'C');
  }

  /** Changes level or end of a rule; lowering either is a stop. */
  async change(
    acting: Acting,
    placing: Placing,
    wanted: { readonly level?: SharedLevel; readonly endsAt?: string },
  ): Promise<Grant> {
    return this.access.act(acting, async (tx) => {
      const { standing, grant } = await this.#managed(tx, acting, placing);
      return this.changeIn(tx, acting, standing, grant, wanted);
    });
  }

  /** As {@link change}, inside the transaction of somebody who was found to manage the object of `grant`. */
  async changeIn(
    tx: EntityManager,
    acting: Acting,
    standing: Standing,
    grant: Grant,
    wanted: { readonly level?: SharedLevel; readonly endsAt?: string },
  ): Promise<Grant> {
    if (grant.effect === 'withhold' && wanted.level !== undefined)
      throw new Problem('input-invalid', { errors: [{ path: 'body.level', message: 'only-with-share' }] });
    const informal = isInformal(grant.recipient, grant.recipient.affiliationId);
    const endsAt = wanted.endsAt === undefined ? grant.endsAt : checkedEnd(wanted.endsAt, standing.now, informal);
    const level = wanted.level ?? grant.level;
    const sql = `update access_rule set level = $2, ends_at = $3 where id = $1 and stopped_at is null`;
    await tx.query(sql, [grant.id, level === null ? null : levelNumbers[level], endsAt]);
    const placing = { planId: standing.planId, grantId: grant.id };
    return this.#told(tx, acting, standing, placing, 'grant-changed', 'U');
  }

  /** From the moment this has answered, nothing new reaches the recipient by this rule, and nothing of theirs commits. */
  async stop(acting: Acting, placing: Placing): Promise<void> {
    await this.access.act(acting, async (tx) => {
      const { standing } = await this.#managed(tx, acting, placing);
      await this.#told(tx, acting, standing, placing, 'grant-stopped', 'D');
      const sql = 'update access_rule set stopped_at = clock_timestamp() where id = $1 and stopped_at is null';
      if ((await changed(tx, sql, [placing.grantId])) === 0) throw new Refused(placing.planId);
    });
  }

  /** A rule in force, for somebody who manages its object. Those who only see the plan learn of their own rules at most. */
  async #managed(
    tx: EntityManager,
    acting: Acting,
    { planId, grantId }: Placing,
  ): Promise<{ standing: Standing; grant: Grant }> {
    await oneAtATime(tx, planId);
    const standing = await this.access.require(tx, acting, planId, null, 'see');
    const grant = await grantIn(tx, planId, grantId);
    if (grant === undefined || !standing.meets(grant.sectionId, 'see')) throw new Refused(planId);
    if (!standing.meets(grant.sectionId, 'manage')) throw new Refused(planId, 'not-allowed');
    return { standing, grant };
  }

  /** Writes the line and the hints of a change, and answers the rule as it now is. */
  async #told(
    tx: EntityManager,
    acting: Acting,
    standing: Standing,
    { planId, grantId }: Placing,
    type: LogType,
    action: LogAction,
  ): Promise<Grant> {
    const grant = await grantIn(tx, planId, grantId);
    if (grant === undefined) throw new Refused(planId);
    await this.log.append(tx, acting, standing, {
      type,
      action,
      sectionId: grant.sectionId,
      title: await titleOf(this.titles, tx, planId, grant.sectionId),
      detail: grantDetail(grant),
    });
    this.announcements.rightsChanged(tx, acting, standing, grant.recipient, grant.sectionId);
    return grant;
  }
}
