import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import {
  Access,
  AccessLog,
  Announcements,
  changed,
  facesOf,
  Grants,
  Refused,
  rows,
  standingIn,
  type Acting,
  type Face,
} from '@samenplan/api/access';
import { People } from '@samenplan/api/identity';
import { Clock, Configuration, Problem, RateLimit } from '@samenplan/api/platform';
import type { RouteAnswer, routes, RouteInput } from '@samenplan/shared/contracts';
import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import { PlanMaking } from './plan-making';
import { personInPlan } from './plan-views';
import { newStartCode, startCodeHash } from './start-codes';

type Claim = RouteInput<typeof routes.claimPlanStart>['body'];

const VALID = '14 days';
/** Guessing at 50 bits stays hopeless at this rate. */
const LOOKUPS = { burst: 10, perMinute: 10 };
const STARTS = { burst: 20, perMinute: 6 };
const startRow = z.object({ id: z.string(), startedAt: z.date(), expiresAt: z.date() });
const foundRow = z.object({ starterId: z.string(), affiliationId: z.string(), expiresAt: z.date() });

/**
 * A professional starts a plan together with a client: a code on the screen or in a letter binds the client's own
 * login. Until then nothing is known of the client, and from the first second the plan is the client's.
 */
@Injectable()
export class PlanStarts {
  readonly #lookups: RateLimit;
  readonly #starts: RateLimit;

  constructor(
    private readonly access: Access,
    private readonly log: AccessLog,
    private readonly announcements: Announcements,
    private readonly grants: Grants,
    private readonly people: People,
    private readonly making: PlanMaking,
    private readonly configuration: Configuration,
    clock: Clock,
  ) {
    this.#lookups = new RateLimit(clock, LOOKUPS);
    this.#starts = new RateLimit(clock, STARTS);
  }

  /** Own starts that wait for their client. */
  async list(acting: Acting): Promise<RouteAnswer<typeof routes.listPlanStarts>['items']> {
    return this.access.act(acting, async (tx) => {
      const sql = `select id, created_at as "startedAt", expires_at as "expiresAt" from plan_start
        where started_by = $1 and cancelled_at is null and claimed_at is null and expires_at > clock_timestamp() order by created_at, id`;
      const found = await rows(tx, startRow, sql, [acting.personId]);
      return found.map(({ id, startedAt, expiresAt }) => ({
        id,
        startedAt: startedAt.toISOString(),
        expiresAt: expiresAt.toISOString(),
      }));
    });
  }

  /** @throws Problem `not-allowed` for somebody without a place in an organisation */
  async create(acting: Acting): Promise<RouteAnswer<typeof routes.createPlanStart>> {
    this.#starts.demand(acting.personId);
    return this.access.act(acting, async (tx) => {
      const [place] = (await this.people.places(tx, [acting.personId])).get(acting.personId) ?? [];
      if (place === undefined) throw new Problem('not-allowed');
      const id = randomUUID();
      const code = newStartCode();
      const [made] = await rows(
        tx,
        startRow.pick({ expiresAt: true }),
        `insert into plan_start (id, code_hash, started_by, affiliation_id, expires_at)
          values ($1, $2, $3, $4, clock_timestamp() + $5::interval) returning expires_at as "expiresAt"`,
        [id, startCodeHash(code), acting.personId, place.affiliationId, VALID],
      );
      if (made === undefined) throw new Problem('unexpected-error');
      return {
        id,
        code,
        url: `${this.configuration.publicUrl}/begin/${code}`,
        expiresAt: made.expiresAt.toISOString(),
      };
    });
  }

  async cancel(acting: Acting, startId: string): Promise<void> {
    await this.access.act(acting, async (tx) => {
      const sql = `update plan_start set cancelled_at = clock_timestamp()
        where id = $1 and started_by = $2 and cancelled_at is null and claimed_at is null`;
      if ((await changed(tx, sql, [startId, acting.personId])) === 0) throw new Refused(startId);
    });
  }

  /** Who started the plan of a code. Uses up nothing: mail scanners open links. */
  async lookUp(acting: Acting, code: string): Promise<RouteAnswer<typeof routes.lookUpPlanStart>> {
    this.#lookups.demand(acting.personId);
    return this.access.act(acting, async (tx) => {
      const { starter, expiresAt } = await this.#find(tx, code);
      return { starter: { ...personInPlan(starter), duties: starter.duties }, expiresAt: expiresAt.toISOString() };
    });
  }

  /** Of two claims one wins. Everything of the plan, what is shown to the starter included, begins together or not at all. */
  async claim(acting: Acting, { code, title, share, coordinator }: Claim): Promise<{ planId: string }> {
    this.#lookups.demand(acting.personId);
    if (coordinator && share === null)
      throw new Problem('input-invalid', { errors: [{ path: 'body.coordinator', message: 'only-with-share' }] });
    return this.access.act(acting, async (tx) => {
      const { starter, affiliationId } = await this.#find(tx, code);
      if (starter.id === acting.personId) throw new Problem('not-allowed'); // Nobody is client and professional in one plan.
      const standing = await this.making.plan(tx, acting, title);
      const { planId } = standing;
      const [won] = await rows(tx, z.object({ won: z.boolean() }), 'select claim_plan_start($1, $2) as won', [
        startCodeHash(code),
        planId,
      ]);
      if (won?.won !== true) throw new Problem('code-invalid');
      if (share !== null) {
        const now = await standingIn(tx, acting.personId, planId, 'own');
        await this.grants.createIn(tx, acting, now, {
          recipient: { type: 'person', id: starter.id },
          affiliationId,
          effect: 'share',
          ...share,
        });
      }
      if (coordinator) {
        await tx.query(
          'insert into coordination (id, plan_id, person_id, affiliation_id) values (gen_random_uuid(), $1, $2, $3)',
          [planId, starter.id, affiliationId],
        );
        await this.log.append(tx, acting, standing, {
          type: 'coordinator-set',
          action: 'U',
          sectionId: null,
          title,
          detail: { kind: 'person', name: starter.name },
        });
      }
      this.announcements.tell(tx, [acting.personId, starter.id], { kind: 'plans-changed' });
      return { planId };
    });
  }

  /** @throws Problem `code-invalid` for every code that can't be claimed now, whatever the cause */
  async #find(tx: EntityManager, code: string): Promise<{ starter: Face; affiliationId: string; expiresAt: Date }> {
    const sql = `select started_by as "starterId", affiliation_id as "affiliationId", expires_at as "expiresAt" from plan_start_of_code($1)`;
    const [found] = await rows(tx, foundRow, sql, [startCodeHash(code)]);
    if (found === undefined) throw new Problem('code-invalid');
    const { starterId, affiliationId, expiresAt } = found;
    const starter = (await facesOf(tx, [{ personId: starterId, affiliationId }])).get(starterId);
    if (starter === undefined) throw new Problem('code-invalid');
    return { starter, affiliationId, expiresAt };
  }
}
