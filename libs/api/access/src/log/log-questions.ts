import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Notices } from '@samenplan/api/identity';
import { Encryption, isUnreadable, Problem } from '@samenplan/api/platform';
import { logTypes, type AccessLogLine, type AskedLogQuestion, type LogQuestion } from '@samenplan/shared/contracts';
import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import { AccessLog, planKey } from './access-log';
import { requireLogReader } from './log-readers';
import { Access } from '../access';
import type { Acting } from '../acting';
import { standingIn } from '../facts';
import { oneAtATime } from '../one-at-a-time';
import { Refused } from '../refusals';
import { changed, rows } from '../sql';
import type { Standing } from '../standing';

/** Questions without an answer to one person about one plan. */
const MOST_OPEN = 5;
/** Questions about one plan within 24 hours. */
const MOST_A_DAY = 10;
const MOST_KNOWN = 500;
const MOST_LISTED = 100;

const bytes = z.instanceof(Uint8Array);
const questionRow = z.object({
  id: z.string(),
  lineId: z.string(),
  at: z.date(),
  question: bytes,
  answer: bytes.nullable(),
  answeredAt: z.date().nullable(),
});
export type QuestionRow = z.infer<typeof questionRow>;
const COLUMNS = 'q.id, q.line_id as "lineId", q.at, q.question, q.answer, q.answered_at as "answeredAt"';

const askedRow = questionRow.extend({
  planId: z.string(),
  askedById: z.string(),
  askedByName: z.string(),
  action: z.enum(['C', 'R', 'U', 'D', 'E']),
  doneAt: z.date(),
});
const lineRow = z.object({ personId: z.string(), sectionId: z.string().nullable(), type: z.enum(logTypes) });
const limitRow = z.object({ open: z.number(), today: z.number() });
const placeRow = z.object({ planId: z.string(), sectionId: z.string().nullable(), askedBy: z.string() });

const purposeOf = (id: string, part: 'question' | 'answer'): string => `log-${part}:${id}`;

/**
 * Whether somebody else can be asked about a line. A person who was refused is not: the question would tell them that
 * what they tried to open exists.
 */
export const canBeAsked = (
  { personId, rules }: Standing,
  { person, outcome, type }: Pick<AccessLogLine, 'person' | 'outcome' | 'type'>,
): boolean =>
  person !== null &&
  person.id !== personId &&
  person.id !== rules.clientId &&
  outcome === 'success' &&
  !type.startsWith('log-question');

/**
 * Questions about lines of the log. Whoever stands in the line answers, also without any right to the plan by now: they
 * read the question, who asks, and the day of what they did themselves; nothing of the plan.
 */
@Injectable()
export class LogQuestions {
  constructor(
    private readonly access: Access,
    private readonly log: AccessLog,
    private readonly encryption: Encryption,
    private readonly notices: Notices,
  ) {}

  /**
   * Asks the person in a line.
   * @throws Problem `not-found` also when this line can't be asked about, `conflict` when it was, `too-many-requests`
   */
  async ask(acting: Acting, planId: string, lineId: string, text: string): Promise<{ id: string }> {
    return this.access.act(acting, async (tx) => {
      const { standing } = await requireLogReader(this.access, tx, acting, planId);
      await oneAtATime(tx, planId);
      const sql = `select person_id as "personId", section_id as "sectionId", type from access_log
        where id = $1 and plan_id = $2 and outcome = 'success' and person_id is not null`;
      const [line] = await rows(tx, lineRow, sql, [lineId, planId]);
      if (line === undefined) throw new Refused(lineId);
      const person = { id: line.personId, name: '' };
      if (!canBeAsked(standing, { person, type: line.type, outcome: 'success' })) throw new Refused(lineId);
      await this.#bound(tx, planId, person.id);
      const id = randomUUID();
      const sealed = await this.encryption.sealJson(tx, await planKey(tx, planId), purposeOf(id, 'question'), text);
      const insert = `insert into log_question (id, plan_id, section_id, line_id, line_at, action, asked_by, asked_of, question)
        select $1, l.plan_id, l.section_id, l.id, l.at, l.action, $3, l.person_id, $4 from access_log l where l.id = $2
        on conflict (line_id) do nothing returning id`;
      const made = await rows(tx, z.object({ id: z.string() }), insert, [id, lineId, acting.personId, sealed]);
      if (made.length === 0) throw new Problem('conflict');
      await this.log.append(tx, acting, standing, {
        type: 'log-question-asked',
        action: 'C',
        sectionId: line.sectionId,
        title: null,
      });
      await this.notices.add(tx, { personId: person.id, kind: 'log-question' });
      return { id };
    });
  }

  /** Questions to the acting person, those that wait first. Reading one leaves a line in the log of its plan. */
  async list(acting: Acting): Promise<AskedLogQuestion[]> {
    return this.access.act(acting, async (tx) => {
      const sql = `select ${COLUMNS}, q.plan_id as "planId", q.asked_by as "askedById", p.name as "askedByName", q.action,
          q.line_at as "doneAt"
        from log_question q join person p on p.id = q.asked_by
        where q.asked_of = $1 order by q.answer is not null, q.at desc limit ${MOST_LISTED}`;
      const found = await rows(tx, askedRow, sql, [acting.personId]);
      for (const planId of new Set(found.map((row) => row.planId))) {
        const standing = await standingIn(tx, acting.personId, planId, 'own');
        const event = { type: 'log-question-read', action: 'R', sectionId: null, title: null } as const;
        await this.log.appendOncePerLook(tx, acting, standing, event);
      }
      const items: AskedLogQuestion[] = [];
      for (const row of found)
        items.push({
          ...(await this.open(tx, row.planId, row)),
          askedBy: { id: row.askedById, name: row.askedByName },
          action: row.action,
          doneAt: row.doneAt.toISOString(),
        });
      return items;
    });
  }

  /** @throws Problem `not-found` also for a question to somebody else, `conflict` when it was answered */
  async answer(acting: Acting, id: string, text: string): Promise<void> {
    await this.access.act(acting, async (tx) => {
      const sql = `select plan_id as "planId", section_id as "sectionId", asked_by as "askedBy" from log_question
        where id = $1 and asked_of = $2`;
      const [question] = await rows(tx, placeRow, sql, [id, acting.personId]);
      if (question === undefined) throw new Refused(id);
      const { planId, sectionId, askedBy } = question;
      const sealed = await this.encryption.sealJson(tx, await planKey(tx, planId), purposeOf(id, 'answer'), text);
      const update =
        'update log_question set answer = $2, answered_at = clock_timestamp() where id = $1 and answer is null';
      if ((await changed(tx, update, [id, sealed])) === 0) throw new Problem('conflict');
      const standing = await standingIn(tx, acting.personId, planId, 'own');
      await this.log.append(tx, acting, standing, {
        type: 'log-question-answered',
        action: 'C',
        sectionId,
        title: null,
      });
      await this.notices.add(tx, { personId: askedBy, kind: 'log-answer', planId });
    });
  }

  /** Newest questions about lines that the acting person may read, by line. */
  async inPlan(tx: EntityManager, planId: string): Promise<Map<string, QuestionRow>> {
    const sql = `select ${COLUMNS} from log_question q
      where q.plan_id = $1 and coalesce(q.section_id, q.plan_id) in (select managed_objects(acting_person()))
      order by q.at desc limit ${MOST_KNOWN}`;
    return new Map((await rows(tx, questionRow, sql, [planId])).map((row) => [row.lineId, row]));
  }

  /** A question as people read it. */
  async open(tx: EntityManager, planId: string, row: QuestionRow): Promise<LogQuestion> {
    const { id, at, answer, answeredAt } = row;
    return {
      id,
      at: at.toISOString(),
      text: await this.#text(tx, planId, purposeOf(id, 'question'), row.question),
      answer: answer === null ? null : await this.#text(tx, planId, purposeOf(id, 'answer'), answer),
      answeredAt: answeredAt?.toISOString() ?? null,
    };
  }

  async #bound(tx: EntityManager, planId: string, personId: string): Promise<void> {
    const sql = `select count(*) filter (where asked_of = $2 and answer is null)::integer as open,
        count(*) filter (where at > clock_timestamp() - interval '24 hours')::integer as today
      from log_question where plan_id = $1`;
    const [limit] = await rows(tx, limitRow, sql, [planId, personId]);
    if (limit === undefined || limit.open >= MOST_OPEN || limit.today >= MOST_A_DAY)
      throw new Problem('too-many-requests');
  }

  /** null when its key was destroyed. */
  async #text(tx: EntityManager, planId: string, purpose: string, sealed: Uint8Array): Promise<string | null> {
    try {
      return z.string().parse(await this.encryption.openJson(tx, purpose, sealed, planId));
    } catch (error) {
      if (isUnreadable(error)) return null;
      throw error;
    }
  }
}
