import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Notices } from '@samenplan/api/identity';
import { Problem, sqlState } from '@samenplan/api/platform';
import type { AccessRequest } from '@samenplan/shared/contracts';
import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import { Access } from './access';
import { AccessLog } from './log/access-log';
import type { Acting } from './acting';
import { Announcements, peopleIn } from './announcements';
import { facesOf, placeIn } from './faces';
import { Grants } from './grants';
import { oneAtATime } from './one-at-a-time';
import { Refused } from './refusals';
import { changed, rows } from './sql';
import type { Standing } from './standing';
import { titleOf, Titles } from './titles';

const UNIQUE_VIOLATION = '23505';
/** After a no, the same question rests. */
const QUIET = '28 days';
const requestRow = z.object({
  id: z.string(),
  planId: z.string(),
  sectionId: z.string(),
  personId: z.string(),
  at: z.date(),
});
type Row = z.infer<typeof requestRow>;
const COLUMNS = 'id, plan_id as "planId", section_id as "sectionId", person_id as "personId", at';

/** Readers of a section who ask to write in it, and the answers of who decides. */
@Injectable()
export class Requests {
  constructor(
    private readonly access: Access,
    private readonly grants: Grants,
    private readonly log: AccessLog,
    private readonly announcements: Announcements,
    private readonly titles: Titles,
    private readonly notices: Notices,
  ) {}

  /** Questions that the acting person may answer, oldest first, of people who still read and don't yet write. */
  async list(acting: Acting): Promise<AccessRequest[]> {
    return this.access.act(acting, async (tx) => {
      const sql = `select ${COLUMNS} from access_request
        where answer is null and person_id <> $1 and plan_id in (select candidate_plans($1)) order by at, id`;
      const found = await rows(tx, requestRow, sql, [acting.personId]);
      const standings = await this.#standings(tx, acting, [...new Set(found.map(({ planId }) => planId))]);
      const planTitles = await this.titles.plans(tx, [...standings.keys()]);
      const sectionTitles = await this.titles.sections(
        tx,
        found.map(({ sectionId }) => sectionId),
      );
      const open: AccessRequest[] = [];
      for (const row of found) {
        const standing = standings.get(row.planId);
        const asker = standing?.of(row.personId);
        if (standing?.meets(row.sectionId, 'manage') !== true || asker?.right(row.sectionId).level !== 'read') continue;
        const face = (await facesOf(tx, [placeIn(asker)])).get(row.personId);
        if (face === undefined) continue;
        const { id, name, organisation, function: job } = face;
        open.push({
          id: row.id,
          planId: row.planId,
          planTitle: planTitles.get(row.planId) ?? '',
          sectionId: row.sectionId,
          sectionTitle: sectionTitles.get(row.sectionId) ?? '',
          person: { id, name, organisation, function: job },
          level: 'write',
          at: row.at.toISOString(),
          answer: null,
        });
      }
      return open;
    });
  }

  /** Asks to write in a section that one reads. The own story of the client is never written by others. */
  async create(acting: Acting, planId: string, sectionId: string): Promise<{ id: string }> {
    const id = randomUUID();
    try {
      await this.access.act(acting, async (tx) => {
        const standing = await this.access.requireAmongAll(tx, acting, planId, sectionId, 'read');
        const ownStory = standing.rules.sections.some((section) => section.id === sectionId && section.ownStory);
        if (ownStory || standing.right(sectionId).level !== 'read') throw new Problem('not-allowed');
        await this.#demandPatience(tx, acting, sectionId);
        await tx.query(
          'insert into access_request (id, plan_id, section_id, person_id, level) values ($1, $2, $3, $4, 2)',
          [id, planId, sectionId, acting.personId],
        );
        await this.log.append(tx, acting, standing, {
          type: 'request-made',
          action: 'C',
          sectionId,
          title: await titleOf(this.titles, tx, planId, sectionId),
        });
        for (const personId of deciders(standing, sectionId))
          await this.notices.add(tx, { personId, kind: 'request-made', planId });
        this.announcements.tell(tx, deciders(standing, sectionId), { kind: 'requests-changed' });
      });
    } catch (error) {
      if (sqlState(error) === UNIQUE_VIOLATION) throw new Problem('conflict');
      throw error;
    }
    return { id };
  }

  /** Yes makes, or raises, a rule for this section; it ends when given, else when the present right ends. */
  async answer(
    acting: Acting,
    planId: string,
    requestId: string,
    given: { readonly answer: 'yes' | 'no'; readonly endsAt?: string },
  ): Promise<void> {
    await this.access.act(acting, async (tx) => {
      await oneAtATime(tx, planId);
      const seen = await this.access.requireAmongAll(tx, acting, planId, null, 'see');
      const [request] = await rows(
        tx,
        requestRow,
        `select ${COLUMNS} from access_request where id = $1 and plan_id = $2 and answer is null`,
        [requestId, planId],
      );
      if (request === undefined || !seen.sees(request.sectionId)) throw new Refused(planId);
      if (!seen.meets(request.sectionId, 'manage')) throw new Refused(planId, 'not-allowed');
      const sql =
        'update access_request set answer = $2, answered_at = clock_timestamp(), answered_by = $3 where id = $1 and answer is null';
      if ((await changed(tx, sql, [requestId, given.answer, acting.personId])) === 0) throw new Refused(planId);
      const face = (await facesOf(tx, [{ personId: request.personId, affiliationId: null }])).get(request.personId);
      await this.log.append(tx, acting, seen, {
        type: 'request-answered',
        action: 'U',
        sectionId: request.sectionId,
        title: await titleOf(this.titles, tx, planId, request.sectionId),
        detail: { kind: 'answer', name: face?.name ?? '', answer: given.answer },
      });
      if (given.answer === 'yes') await this.#raise(tx, acting, seen, request, given.endsAt);
      await this.notices.add(tx, { personId: request.personId, kind: 'request-answered', planId });
      this.announcements.tell(tx, [...deciders(seen, request.sectionId), request.personId], {
        kind: 'requests-changed',
      });
    });
  }

  async #demandPatience(tx: EntityManager, { personId }: Acting, sectionId: string): Promise<void> {
    const sql = `select id from access_request where section_id = $1 and person_id = $2 and answer = 'no'
      and answered_at > clock_timestamp() - interval '${QUIET}' limit 1`;
    if ((await rows(tx, requestRow.pick({ id: true }), sql, [sectionId, personId])).length > 0)
      throw new Problem('asked-before');
  }

  async #raise(
    tx: EntityManager,
    acting: Acting,
    standing: Standing,
    { personId, sectionId }: Row,
    endsAt: string | undefined,
  ): Promise<void> {
    const asker = standing.of(personId);
    const right = asker.right(sectionId);
    if (right.level !== 'read') throw new Problem('conflict'); // Stopped, or raised, since the question was asked.
    const affiliationId = asker.affiliationBehind(right);
    const until = standing.rules.rules.find(({ id }) => id === right.ruleId)?.endsAt?.toISOString();
    const end = endsAt ?? until;
    await this.grants.createIn(tx, acting, standing, {
      recipient: { type: 'person', id: personId },
      ...(affiliationId === null ? {} : { affiliationId }),
      sectionId,
      effect: 'share',
      level: 'write',
      ...(end === undefined ? {} : { endsAt: end }),
    });
  }

  async #standings(tx: EntityManager, acting: Acting, planIds: readonly string[]): Promise<Map<string, Standing>> {
    const all = new Map<string, Standing>();
    for (const id of planIds) all.set(id, await this.access.requireAmongAll(tx, acting, id, null, 'see'));
    return all;
  }
}

const deciders = (standing: Standing, sectionId: string): string[] =>
  peopleIn(standing).filter((id) => standing.of(id).meets(sectionId, 'manage'));
