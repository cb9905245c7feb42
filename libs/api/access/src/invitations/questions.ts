import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { Notices, People, Recipients } from '@samenplan/api/identity';
import { Clock, isUnreadable, Problem, RateLimit } from '@samenplan/api/platform';
import type { LifeDomain, QuestionAnswer, routes, RouteInput, SharedLevel } from '@samenplan/shared/contracts';
import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import { Access } from '../access';
import type { Acting } from '../acting';
import { Announcements, peopleIn } from '../announcements';
import { placeIn } from '../faces';
import { standingIn } from '../facts';
import { levelNumbers } from '../grant-rows';
import { AccessLog } from '../log/access-log';
import { Refused, untilAnswer } from '../refusals';
import { rows } from '../sql';
import { OPEN_FOR, QUESTION_COLUMNS, questionRow, QuestionRows } from './question-rows';

type Asked = RouteInput<typeof routes.askAccess>['body'];
/** Whom a question is for. Plan null: that person has none, which the asker never hears. */
type Target = {
  readonly clientId: string;
  readonly planId: string | null;
  readonly affiliationId: string | null;
  readonly deciders: readonly string[];
};

const ATTEMPTS = { burst: 15, perMinute: 2 };
const MOST_A_DAY = 10;
/** After a no, the same question to the same client rests. */
const QUIET = '28 days';
const TOLD_FOR = '60 days';
const idRow = z.object({ id: z.string().nullable() });

/**
 * Asking for something of a life domain. Whatever there is, the answer at this moment is the same: whoever asks learns
 * of a section only when the client shows it.
 */
@Injectable()
export class Questions {
  readonly #attempts: RateLimit;

  constructor(
    private readonly access: Access,
    private readonly log: AccessLog,
    private readonly announcements: Announcements,
    private readonly notices: Notices,
    private readonly people: People,
    private readonly recipients: Recipients,
    private readonly store: QuestionRows,
    clock: Clock,
  ) {
    this.#attempts = new RateLimit(clock, ATTEMPTS);
  }

  /**
   * @throws Problem `not-found` (nothing of that plan is visible), `code-invalid`, `not-allowed` (decides oneself, or
   * by code without a place in an organisation), `asked-before`, `too-many-requests`
   */
  async ask(acting: Acting, { about, domain, level }: Asked): Promise<void> {
    this.#attempts.demand(acting.personId);
    const begun = performance.now();
    await this.access.act(acting, async (tx) => {
      const target =
        'planId' in about ? await this.#ofPlan(tx, acting, about.planId) : await this.#ofCode(tx, acting, about.code);
      await this.#demandPatience(tx, acting, target.clientId, domain);
      await this.#store(tx, acting, target, domain, level);
    });
    // Storing takes longer where there is a plan.
    await wait(untilAnswer(performance.now() - begun));
  }

  /** Answers to own questions; a question without an answer is not told, whatever the cause. */
  async answers(acting: Acting): Promise<QuestionAnswer[]> {
    return this.access.act(acting, async (tx) => {
      const sql = `select ${QUESTION_COLUMNS} from access_question q where q.asker_id = $1 and q.answer is not null
        and q.answered_at > clock_timestamp() - interval '${TOLD_FOR}' order by q.answered_at desc, q.id limit 50`;
      const told: QuestionAnswer[] = [];
      for (const row of await rows(tx, questionRow, sql, [acting.personId])) {
        if (row.answer === null || row.answeredAt === null) continue;
        const sees =
          row.planId !== null && (await standingIn(tx, acting.personId, row.planId, 'own')).sight !== undefined;
        told.push({
          id: row.id,
          planId: sees ? row.planId : null,
          domain: await this.store.domainOf(tx, row),
          at: row.answeredAt.toISOString(),
          answer: row.answer,
          words: await this.store.openWords(tx, row),
        });
      }
      return told;
    });
  }

  async #ofPlan(tx: EntityManager, acting: Acting, planId: string): Promise<Target> {
    const standing = await this.access.requireAmongAll(tx, acting, planId, null, 'see');
    if (standing.meets(null, 'manage')) throw new Refused(planId, 'not-allowed');
    return {
      clientId: standing.rules.clientId,
      planId,
      affiliationId: placeIn(standing).affiliationId,
      deciders: peopleIn(standing).filter((one) => standing.of(one).meets(null, 'manage')),
    };
  }

  /** By the code that the client shows: only somebody who works somewhere, so that the client knows who asks. */
  async #ofCode(tx: EntityManager, acting: Acting, code: string): Promise<Target> {
    const [place] = (await this.people.places(tx, [acting.personId])).get(acting.personId) ?? [];
    if (place === undefined) throw new Problem('not-allowed');
    const client = await this.recipients.byCode(tx, code);
    if (client === null || client.id === acting.personId) throw new Problem('code-invalid');
    const [found] = await rows(tx, idRow, 'select plan_to_ask($1) as id', [client.id]);
    return {
      clientId: client.id,
      planId: found?.id ?? null,
      affiliationId: place.affiliationId,
      deciders: [client.id],
    };
  }

  /** One open question per client and domain, silence after a no, and so many a day. Looks at own questions only. */
  async #demandPatience(tx: EntityManager, acting: Acting, clientId: string, domain: LifeDomain): Promise<void> {
    await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 4))', [acting.personId]);
    const sql = `select count(*)::int as asked from access_question
      where asker_id = $1 and at > clock_timestamp() - interval '1 day'`;
    const [today] = await rows(tx, z.object({ asked: z.number() }), sql, [acting.personId]);
    if ((today?.asked ?? 0) >= MOST_A_DAY) throw new Problem('too-many-requests', { retryAfter: 3_600 });
    const waiting = await rows(
      tx,
      questionRow,
      `select ${QUESTION_COLUMNS} from access_question q where q.asker_id = $1 and q.client_id = $2
        and (q.answer is null and q.at > clock_timestamp() - interval '${OPEN_FOR}'
          or q.answer = 'no' and q.answered_at > clock_timestamp() - interval '${QUIET}')`,
      [acting.personId, clientId],
    );
    for (const row of waiting) if ((await this.#domain(tx, row)) === domain) throw new Problem('asked-before');
  }

  /** null: the plan was destroyed, and the question with it. */
  async #domain(tx: EntityManager, row: z.infer<typeof questionRow>): Promise<LifeDomain | null> {
    try {
      return await this.store.domainOf(tx, row);
    } catch (error) {
      if (isUnreadable(error)) return null;
      throw error;
    }
  }

  async #store(
    tx: EntityManager,
    acting: Acting,
    target: Target,
    domain: LifeDomain,
    level: SharedLevel,
  ): Promise<void> {
    const { clientId, planId, affiliationId, deciders } = target;
    const id = randomUUID();
    await tx.query(
      `insert into access_question (id, asker_id, affiliation_id, client_id, plan_id, level, details)
        values ($1, $2, $3, $4, $5, $6, $7)`,
      [
        id,
        acting.personId,
        affiliationId,
        clientId,
        planId,
        levelNumbers[level],
        await this.store.seal(tx, planId, id, domain),
      ],
    );
    if (planId === null) return;
    const standing = await standingIn(tx, acting.personId, planId, 'own');
    await this.log.append(tx, acting, standing, { type: 'access-asked', action: 'C', sectionId: null, title: null });
    for (const personId of deciders) await this.notices.add(tx, { personId, kind: 'request-made', planId });
    this.announcements.tell(tx, deciders, { kind: 'requests-changed' });
  }
}
