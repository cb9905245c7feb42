import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Notices } from '@samenplan/api/identity';
import { Clock, Problem, RateLimit, sqlState } from '@samenplan/api/platform';
import type { RouteInput, successionRoutes } from '@samenplan/shared/contracts';
import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import { Access } from '../access';
import type { Acting } from '../acting';
import { Announcements } from '../announcements';
import { standingIn } from '../facts';
import { facesOf, type Face } from '../faces';
import { Grants } from '../grants';
import { AccessLog } from '../log/access-log';
import { oneAtATime } from '../one-at-a-time';
import { Refused } from '../refusals';
import { changed, rows } from '../sql';
import type { Standing } from '../standing';
import { titleOf, Titles } from '../titles';

type Answer = RouteInput<typeof successionRoutes.answerSuccession>['body'];

const UNIQUE_VIOLATION = '23505';
const INSUFFICIENT_PRIVILEGE = '42501';
/** A client is asked a few times a month at most. */
const MOST_IN_A_MONTH = 5;
/** A coordinator who leaves asks for many plans in one afternoon. */
const PROPOSALS = { burst: 60, perMinute: 20 };

const countRow = z.object({ count: z.coerce.number() });
const openRow = z.object({ affiliationId: z.string(), personId: z.string(), proposedBy: z.string() });

/** Before a coordinator leaves, each client is offered a successor, by the coordinator, and says yes or no. */
@Injectable()
export class Successions {
  readonly #proposals: RateLimit;

  constructor(
    private readonly access: Access,
    private readonly grants: Grants,
    private readonly log: AccessLog,
    private readonly announcements: Announcements,
    private readonly notices: Notices,
    private readonly titles: Titles,
    clock: Clock,
  ) {
    this.#proposals = new RateLimit(clock, PROPOSALS);
  }

  /**
   * The successor learns of nothing until the client says yes.
   * @throws Problem `not-allowed` for who does not coordinate, `recipient-unknown` for somebody of elsewhere, `conflict`
   *   while another proposal waits, `too-many-requests` after five in a month
   */
  async propose(acting: Acting, planId: string, affiliationId: string): Promise<{ id: string }> {
    this.#proposals.demand(acting.personId);
    const id = randomUUID();
    try {
      await this.access.act(acting, async (tx) => {
        const standing = await this.access.requireAmongAll(tx, acting, planId, null, 'see');
        if (standing.coordinatorId !== acting.personId) throw new Refused(planId, 'not-allowed');
        const recent = `select count(*) from succession where plan_id = $1 and at > clock_timestamp() - interval '30 days'`;
        const [asked] = await rows(tx, countRow, recent, [planId]);
        if ((asked?.count ?? 0) >= MOST_IN_A_MONTH) throw new Problem('too-many-requests');
        const successor = await faceAt(tx, affiliationId);
        if (successor === undefined || successor.id === standing.rules.clientId) throw new Problem('recipient-unknown');
        await tx.query('insert into succession (id, plan_id, proposed_by, affiliation_id) values ($1, $2, $3, $4)', [
          id,
          planId,
          acting.personId,
          affiliationId,
        ]);
        await this.#logged(tx, acting, standing, 'successor-offered', { kind: 'person', name: successor.name });
        for (const personId of deciders(standing))
          await this.notices.add(tx, { personId, kind: 'successor-offered', planId });
        this.announcements.changed(tx, acting, standing, null, { kind: 'plan-changed', planId });
      });
      return { id };
    } catch (error) {
      if (sqlState(error) === UNIQUE_VIOLATION) throw new Problem('conflict');
      // The policy of the table: not a colleague of the same organisation who still works there.
      if (sqlState(error) === INSUFFICIENT_PRIVILEGE) throw new Problem('recipient-unknown');
      throw error;
    }
  }

  async withdraw(acting: Acting, planId: string, successionId: string): Promise<void> {
    await this.access.act(acting, async (tx) => {
      const standing = await this.access.require(tx, acting, planId, null, 'see');
      const sql = `update succession set withdrawn_at = clock_timestamp()
        where id = $1 and plan_id = $2 and proposed_by = $3 and answer is null and withdrawn_at is null`;
      if ((await changed(tx, sql, [successionId, planId, acting.personId])) === 0) throw new Refused(planId);
      this.announcements.changed(tx, acting, standing, null, { kind: 'plan-changed', planId });
    });
  }

  /**
   * With yes the successor becomes coordinator. One who sees nothing of the plan yet is shown it in the same tap: who
   * sees nothing can coordinate nothing.
   * @throws Problem `input-invalid` for yes without a share to who sees nothing, `recipient-unknown` for who left meanwhile
   */
  async answer(acting: Acting, planId: string, successionId: string, { answer, share }: Answer): Promise<void> {
    await this.access.act(acting, async (tx) => {
      await oneAtATime(tx, planId);
      const standing = await this.access.requireAmongAll(tx, acting, planId, null, 'manage');
      const open = `select s.affiliation_id as "affiliationId", a.person_id as "personId", s.proposed_by as "proposedBy"
        from succession s join affiliation a on a.id = s.affiliation_id
        where s.id = $1 and s.plan_id = $2 and s.answer is null and s.withdrawn_at is null for update of s`;
      const [found] = await rows(tx, openRow, open, [successionId, planId]);
      if (found === undefined) throw new Refused(planId);
      const successor = await faceAt(tx, found.affiliationId);
      await tx.query(
        'update succession set answer = $2, answered_at = clock_timestamp(), answered_by = $3 where id = $1',
        [successionId, answer, acting.personId],
      );
      if (answer === 'yes') await this.#follow(tx, acting, standing, found, share);
      const name = successor?.name ?? '';
      await this.#logged(tx, acting, standing, 'successor-answered', { kind: 'answer', name, answer });
      await this.notices.add(tx, { personId: found.proposedBy, kind: 'successor-answered', planId });
      this.announcements.changed(tx, acting, standing, null, { kind: 'plan-changed', planId });
    });
  }

  async #follow(
    tx: EntityManager,
    acting: Acting,
    standing: Standing,
    { personId, affiliationId }: z.infer<typeof openRow>,
    share: Answer['share'],
  ): Promise<void> {
    const { planId } = standing;
    const successor = await faceAt(tx, affiliationId);
    if (successor === undefined) throw new Problem('recipient-unknown');
    if (share !== undefined)
      await this.grants.createIn(tx, acting, standing, {
        recipient: { type: 'person', id: personId },
        affiliationId,
        effect: 'share',
        ...share,
      });
    const after = await standingIn(tx, acting.personId, planId, 'everybody');
    if (after.of(personId).sight === undefined)
      throw new Problem('input-invalid', { errors: [{ path: 'body.share', message: 'sees-nothing' }] });
    await tx.query('update coordination set ends_at = clock_timestamp() where plan_id = $1 and ends_at is null', [
      planId,
    ]);
    await tx.query(
      'insert into coordination (id, plan_id, person_id, affiliation_id) values (gen_random_uuid(), $1, $2, $3)',
      [planId, personId, affiliationId],
    );
    await this.#logged(tx, acting, standing, 'coordinator-set', { kind: 'person', name: successor.name });
  }

  async #logged(
    tx: EntityManager,
    acting: Acting,
    standing: Standing,
    type: 'successor-offered' | 'successor-answered' | 'coordinator-set',
    detail: { kind: 'person'; name: string } | { kind: 'answer'; name: string; answer: 'yes' | 'no' },
  ): Promise<void> {
    const title = await titleOf(this.titles, tx, standing.planId, null);
    await this.log.append(tx, acting, standing, { type, action: 'U', sectionId: null, title, detail });
  }
}

/** Client and representatives who decide about the whole plan. */
const deciders = (standing: Standing): string[] => [
  ...new Set(
    [standing.rules.clientId, ...standing.rules.mandates.map(({ personId }) => personId)].filter((id) =>
      standing.of(id).meets(null, 'manage'),
    ),
  ),
];

const placeRow = z.object({ personId: z.string() });

/** Who works in this place now; undefined for a place that is not there or has ended. */
async function faceAt(tx: EntityManager, affiliationId: string): Promise<Face | undefined> {
  const sql = `select person_id as "personId" from affiliation
    where id = $1 and starts_at <= clock_timestamp() and (ends_at is null or ends_at > clock_timestamp())`;
  const [place] = await rows(tx, placeRow, sql, [affiliationId]);
  if (place === undefined) return undefined;
  return (await facesOf(tx, [{ personId: place.personId, affiliationId }])).get(place.personId);
}
