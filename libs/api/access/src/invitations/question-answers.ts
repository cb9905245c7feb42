import { Injectable } from '@nestjs/common';
import { Notices } from '@samenplan/api/identity';
import { isUnreadable, Problem } from '@samenplan/api/platform';
import type { AccessQuestion, LifeDomain, RouteInput, routes } from '@samenplan/shared/contracts';
import type { EntityManager } from 'typeorm';
import { Access } from '../access';
import type { Acting } from '../acting';
import { Announcements, peopleIn } from '../announcements';
import { facesOf } from '../faces';
import { Grants } from '../grants';
import { levelNumbers } from '../grant-rows';
import { AccessLog } from '../log/access-log';
import { oneAtATime } from '../one-at-a-time';
import { Refused } from '../refusals';
import { changed, rows } from '../sql';
import type { Standing } from '../standing';
import { titleOf, Titles } from '../titles';
import { OPEN_FOR, QUESTION_COLUMNS, questionRow, QuestionRows, type QuestionRow } from './question-rows';

type Given = RouteInput<typeof routes.answerAccessQuestion>['body'];

const OPEN = `q.answer is null and q.at > clock_timestamp() - interval '${OPEN_FOR}'`;
/** A question of a plan that was destroyed must not keep the others away. */
const goneWithPlan = (error: unknown): undefined => {
  if (!isUnreadable(error)) throw error;
};
const nameOf = (level: 1 | 2): 'read' | 'write' => (level === levelNumbers.write ? 'write' : 'read');

/** The client's side of questions about a life domain: what a yes would show, and the answer. */
@Injectable()
export class QuestionAnswers {
  constructor(
    private readonly access: Access,
    private readonly grants: Grants,
    private readonly log: AccessLog,
    private readonly announcements: Announcements,
    private readonly titles: Titles,
    private readonly notices: Notices,
    private readonly store: QuestionRows,
  ) {}

  /** Open questions of plans in which the acting person decides, oldest first. */
  async list(acting: Acting): Promise<AccessQuestion[]> {
    return this.access.act(acting, async (tx) => {
      const sql = `select ${QUESTION_COLUMNS} from access_question q where ${OPEN} and q.asker_id <> $1
        and q.plan_id in (select candidate_plans($1)) order by q.at, q.id limit 100`;
      const found = await rows(tx, questionRow, sql, [acting.personId]);
      const standings = new Map<string, Standing>();
      const open: AccessQuestion[] = [];
      for (const row of found) {
        if (row.planId === null) continue;
        const standing =
          standings.get(row.planId) ?? (await this.access.requireAmongAll(tx, acting, row.planId, null, 'see'));
        standings.set(row.planId, standing);
        const shown = await this.#shown(tx, standing, row).catch(goneWithPlan);
        if (shown !== undefined) open.push(shown);
      }
      return open;
    });
  }

  /** Yes shows the named sections, at the level that was asked, until the given end; no shows nothing. */
  async answer(acting: Acting, questionId: string, given: Given): Promise<void> {
    const yes = given.answer === 'yes';
    if (yes !== given.sectionIds.length > 0) throw faulty('body.sectionIds', yes ? 'needed' : 'only-with-yes');
    if (yes !== (given.endsAt !== undefined)) throw faulty('body.endsAt', yes ? 'needed' : 'only-with-yes');
    await this.access.act(acting, async (tx) => {
      const [row] = await rows(
        tx,
        questionRow,
        `select ${QUESTION_COLUMNS} from access_question q where q.id = $1 and q.asker_id <> $2 and ${OPEN}`,
        [questionId, acting.personId],
      );
      if (row?.planId == null) throw new Refused(questionId);
      await oneAtATime(tx, row.planId);
      const standing = await this.access.requireAmongAll(tx, acting, row.planId, null, 'see');
      const question = await this.#shown(tx, standing, row);
      if (question === undefined) throw new Refused(questionId);
      const offered = new Set(question.sections.map(({ id }) => id));
      if (given.sectionIds.some((id) => !offered.has(id))) throw faulty('body.sectionIds', 'not-of-this-question');
      const sql = `update access_question set answer = $2, answered_at = clock_timestamp(), answered_by = $3, words = $4
        where id = $1 and answer is null`;
      const words =
        given.words === undefined || given.words === '' ? null : await this.store.sealWords(tx, row, given.words);
      if ((await changed(tx, sql, [row.id, given.answer, acting.personId, words])) === 0) throw new Refused(questionId);
      await this.log.append(tx, acting, standing, {
        type: 'access-answered',
        action: 'U',
        sectionId: null,
        title: question.planTitle,
        detail: { kind: 'answer', name: question.person.name, answer: given.answer },
      });
      for (const sectionId of new Set(given.sectionIds))
        await this.grants.createIn(tx, acting, standing, {
          recipient: { type: 'person', id: row.askerId },
          ...(row.affiliationId === null ? {} : { affiliationId: row.affiliationId }),
          sectionId,
          effect: 'share',
          level: question.level,
          ...(given.endsAt === undefined ? {} : { endsAt: given.endsAt }),
        });
      await this.notices.add(tx, { personId: row.askerId, kind: 'request-answered', planId: null });
      const deciders = peopleIn(standing).filter((one) => standing.of(one).meets(null, 'manage'));
      this.announcements.tell(tx, [...deciders, row.askerId], { kind: 'requests-changed' });
    });
  }

  /** undefined: nothing for this person to decide. Who decides about money only sees questions about what they decide. */
  async #shown(tx: EntityManager, standing: Standing, row: QuestionRow): Promise<AccessQuestion | undefined> {
    const domain = await this.store.domainOf(tx, row);
    const level = nameOf(row.level);
    const sections = await this.#sections(tx, standing, row, domain);
    if (!standing.meets(null, 'manage') && sections.length === 0) return undefined;
    const face = (await facesOf(tx, [{ personId: row.askerId, affiliationId: row.affiliationId }])).get(row.askerId);
    if (face === undefined) return undefined;
    const { id, name, organisation, function: job } = face;
    return {
      id: row.id,
      planId: standing.planId,
      planTitle: (await titleOf(this.titles, tx, standing.planId, null)) ?? '',
      person: { id, name, organisation, function: job },
      domain,
      level,
      at: row.at.toISOString(),
      sections,
    };
  }

  /** Sections of that domain that this person decides about and of which the asker has less than was asked. */
  async #sections(
    tx: EntityManager,
    standing: Standing,
    row: QuestionRow,
    domain: LifeDomain,
  ): Promise<AccessQuestion['sections']> {
    const asker = standing.of(row.askerId);
    const level = nameOf(row.level);
    const candidates = standing.rules.sections
      .filter(
        ({ id, archived, onlyClient }) =>
          !archived && !onlyClient && standing.meets(id, 'manage') && !asker.meets(id, level),
      )
      .map(({ id }) => id);
    const domains = await this.titles.domains(tx, candidates);
    const fitting = candidates.filter((id) => domains.get(id) === domain);
    const titles = await this.titles.sections(tx, fitting);
    return fitting.flatMap((id) => {
      const title = titles.get(id);
      return title === undefined ? [] : [{ id, title }];
    });
  }
}

const faulty = (path: string, message: string): Problem =>
  new Problem('input-invalid', { errors: [{ path, message }] });
