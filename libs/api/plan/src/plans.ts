import { Injectable } from '@nestjs/common';
import {
  Access,
  AccessLog,
  Announcements,
  facesOf,
  planKey,
  placeIn,
  Standing,
  type Acting,
} from '@samenplan/api/access';
import { Clock, Problem, RateLimit, sqlState } from '@samenplan/api/platform';
import type { LogDetail, Phase, Plan, PlanSummary } from '@samenplan/shared/contracts';
import { Details } from './details';
import { PlanMaking } from './plan-making';
import { PlanViews, personInPlan } from './plan-views';

const UNIQUE_VIOLATION = '23505';
/** Nobody begins plans by the dozen. */
const BEGINNINGS = { burst: 10, perMinute: 1 };

@Injectable()
export class Plans {
  readonly #beginnings: RateLimit;

  constructor(
    private readonly access: Access,
    private readonly log: AccessLog,
    private readonly announcements: Announcements,
    private readonly details: Details,
    private readonly making: PlanMaking,
    private readonly views: PlanViews,
    clock: Clock,
  ) {
    this.#beginnings = new RateLimit(clock, BEGINNINGS);
  }

  /** Plans of which one sees something now. Standing in somebody's list is a look too: one line per plan and day. */
  async list(acting: Acting): Promise<PlanSummary[]> {
    return this.access.act(acting, async (tx) => {
      const standings = await this.access.everywhere(tx, acting);
      const plans = await this.views.summaries(tx, standings);
      const titles = new Map(plans.map(({ id, title }) => [id, title]));
      const listed = standings.flatMap((standing) => {
        const title = titles.get(standing.planId);
        // Without its key no line can be written, and no words of it were shown.
        return title === undefined || title === '' ? [] : [{ standing, title }];
      });
      await this.log.appendListed(tx, acting, listed);
      return plans;
    });
  }

  /** @returns id of a new plan, whose client the acting person is */
  async create(acting: Acting, title: string): Promise<{ id: string }> {
    this.#beginnings.demand(acting.personId);
    return this.access.act(acting, async (tx) => {
      const { planId } = await this.making.plan(tx, acting, title);
      this.announcements.tell(tx, [acting.personId], { kind: 'plans-changed' });
      return { id: planId };
    });
  }

  async get(acting: Acting, planId: string): Promise<Plan> {
    return this.access.act(acting, async (tx) => {
      const standing = await this.access.require(tx, acting, planId, null, 'see');
      const plan = await this.views.plan(tx, standing);
      await this.log.append(tx, acting, standing, {
        type: 'plan-read',
        action: 'R',
        sectionId: null,
        title: plan.title,
      });
      return plan;
    });
  }

  /**
   * The plan as somebody else sees it at this moment, by the same code with that person's rights. What is new since
   * that person's last look is that person's own: here it counts from the looks of nobody.
   * @throws Problem `not-found` when that person sees nothing of it, or is the client
   */
  async preview(
    acting: Acting,
    planId: string,
    personId: string,
  ): Promise<Plan & { asSeenBy: ReturnType<typeof personInPlan> }> {
    return this.access.act(acting, async (tx) => {
      const standing = await this.access.requireAmongAll(tx, acting, planId, null, 'manage');
      // Of a section that is closed to who asks, not even when it was written in.
      const sections = standing.rules.sections.filter(({ id }) => standing.sees(id));
      const other = new Standing(planId, personId, { ...standing.rules, sections }, standing.now);
      const face = (await facesOf(tx, [placeIn(other)])).get(personId);
      if (other.isClient || other.sight === undefined || face === undefined) throw new Problem('not-found');
      const plan = await this.views.plan(tx, other);
      await this.log.append(tx, acting, standing, {
        type: 'preview-read',
        action: 'R',
        sectionId: null,
        title: plan.title,
        detail: { kind: 'person', name: face.name },
      });
      return { ...plan, asSeenBy: personInPlan(face) };
    });
  }

  /** Renames a plan or moves it to another phase, also back. */
  async change(
    acting: Acting,
    planId: string,
    wanted: { readonly title?: string; readonly phase?: Phase },
  ): Promise<Plan> {
    return this.access.act(acting, async (tx) => {
      const standing = await this.access.require(tx, acting, planId, null, 'arrange');
      const deeds: LogDetail[] = [];
      if (wanted.title !== undefined) {
        deeds.push({ kind: 'renamed', before: (await this.views.plan(tx, standing)).title });
        const sealed = await this.details.sealPlan(tx, await planKey(tx, planId), planId, { title: wanted.title });
        await tx.query('update plan set details = $2 where id = $1', [planId, sealed]);
      }
      if (wanted.phase !== undefined) {
        deeds.push({ kind: 'phase', phase: wanted.phase });
        await tx.query('update plan set phase = $2 where id = $1', [planId, wanted.phase]);
      }
      const plan = await this.views.plan(tx, standing);
      const event = { type: 'plan-changed', action: 'U', sectionId: null, title: plan.title } as const;
      // Also a request that changes nothing has looked.
      if (deeds.length === 0) await this.log.append(tx, acting, standing, event);
      for (const detail of deeds) await this.log.append(tx, acting, standing, { ...event, detail });
      this.announcements.changed(tx, acting, standing, null, { kind: 'plan-changed', planId });
      return plan;
    });
  }

  /** Chooses as coordinator somebody who sees something of the plan already, or (null) takes the coordinator away. */
  async setCoordinator(acting: Acting, planId: string, personId: string | null): Promise<void> {
    try {
      await this.access.act(acting, async (tx) => {
        const standing = await this.access.requireAmongAll(tx, acting, planId, null, 'manage');
        await tx.query('update coordination set ends_at = clock_timestamp() where plan_id = $1 and ends_at is null', [
          planId,
        ]);
        let name: string | null = null;
        if (personId !== null) {
          const other = standing.of(personId);
          const place = placeIn(other);
          const face = (await facesOf(tx, [place])).get(personId);
          if (other.isClient || other.sight === undefined || place.affiliationId === null || face === undefined)
            throw new Problem('recipient-unknown');
          await tx.query(
            'insert into coordination (id, plan_id, person_id, affiliation_id) values (gen_random_uuid(), $1, $2, $3)',
            [planId, personId, place.affiliationId],
          );
          name = face.name;
        }
        const { title } = await this.views.plan(tx, standing);
        await this.log.append(tx, acting, standing, {
          type: 'coordinator-set',
          action: 'U',
          sectionId: null,
          title,
          detail: { kind: 'person', name },
        });
        this.announcements.changed(tx, acting, standing, null, { kind: 'plan-changed', planId });
      });
    } catch (error) {
      if (sqlState(error) === UNIQUE_VIOLATION) throw new Problem('conflict');
      throw error;
    }
  }
}
