import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Problem } from '@samenplan/api/platform';
import type { AccessReview, Grant } from '@samenplan/shared/contracts';
import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import { Access } from '../access';
import type { Acting } from '../acting';
import { grantsIn } from '../grant-rows';
import { Grants } from '../grants';
import { AccessLog } from '../log/access-log';
import { oneAtATime } from '../one-at-a-time';
import { checkedEnd } from '../receivers';
import { rows } from '../sql';
import { titleOf, Titles } from '../titles';

const lastRow = z.object({ lastAt: z.date().nullable(), since: z.date().nullable(), now: z.date() });
/** How long what somebody looked at counts as looked at. `take_reviews_due` asks after the same time. */
const MONTHS = 3;

/** "Klopt dit nog?": who decides looks back at all that is shown, and lets it stay. */
@Injectable()
export class Reviews {
  constructor(
    private readonly access: Access,
    private readonly grants: Grants,
    private readonly log: AccessLog,
    private readonly titles: Titles,
  ) {}

  /** @throws Problem `not-found`, `not-allowed` */
  async get(acting: Acting, planId: string): Promise<AccessReview> {
    return this.access.act(acting, async (tx) => {
      const standing = await this.access.require(tx, acting, planId, null, 'manage');
      await this.log.appendOncePerLook(tx, acting, standing, {
        type: 'audience-read',
        action: 'R',
        sectionId: null,
        title: await titleOf(this.titles, tx, planId, null),
      });
      const [last] = await rows(
        tx,
        lastRow,
        `select (select max(at) from access_review where plan_id = $1) as "lastAt", (select min(created_at) from access_rule
          where plan_id = $1 and effect = 'share' and stopped_at is null and ends_at > clock_timestamp()) as since,
          clock_timestamp() as now`,
        [planId],
      );
      const { lastAt = null, since = null, now = standing.now } = last ?? {};
      const seen = lastAt ?? since;
      return {
        lastAt: lastAt?.toISOString() ?? null,
        due: since !== null && seen !== null && seen <= monthsBefore(now),
        grants: await sharesIn(tx, planId),
      };
    });
  }

  /**
   * Everything that stood on the screen may stay; what ends before `endsAt` then ends there.
   * @returns the rules that share now
   * @throws Problem `not-found`, `not-allowed`, `end-invalid`; `conflict` when something else is shown by now
   */
  async create(
    acting: Acting,
    planId: string,
    { grantIds, endsAt }: { readonly grantIds: readonly string[]; readonly endsAt?: string | undefined },
  ): Promise<Grant[]> {
    return this.access.act(acting, async (tx) => {
      await oneAtATime(tx, planId);
      const standing = await this.access.require(tx, acting, planId, null, 'manage');
      const end = endsAt === undefined ? null : checkedEnd(endsAt, standing.now);
      const shares = await sharesIn(tx, planId);
      const looked = new Set(grantIds);
      if (shares.length !== looked.size || shares.some(({ id }) => !looked.has(id))) throw new Problem('conflict');
      for (const grant of shares) {
        if (end === null || grant.endsAt === null || new Date(grant.endsAt) >= end) continue;
        await this.grants.changeIn(tx, acting, standing, grant, { endsAt: end.toISOString() });
      }
      await tx.query('insert into access_review (id, plan_id, person_id) values ($1, $2, $3)', [
        randomUUID(),
        planId,
        acting.personId,
      ]);
      await this.log.append(tx, acting, standing, {
        type: 'access-reviewed',
        action: 'E',
        sectionId: null,
        title: await titleOf(this.titles, tx, planId, null),
      });
      return sharesIn(tx, planId);
    });
  }
}

const sharesIn = async (tx: EntityManager, planId: string): Promise<Grant[]> =>
  (await grantsIn(tx, planId)).filter(({ effect }) => effect === 'share');

function monthsBefore(now: Date): Date {
  const before = new Date(now);
  before.setUTCMonth(before.getUTCMonth() - MONTHS);
  return before;
}
