import { randomUUID } from 'node:crypto';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Notices } from '@samenplan/api/identity';
import { Database, Encryption, Jobs, Log } from '@samenplan/api/platform';
import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import { LOG_SOURCE, logPurpose, planKey, type LogDetails } from '../log/access-log';
import type { Acting } from '../acting';
import { Announcements } from '../announcements';
import { standingIn } from '../facts';
import { rows } from '../sql';
import { titleOf, Titles } from '../titles';
import { mandateDetail, mandatesIn, type MandateRow } from './mandate-rows';

const BATCH = 100;
const NOBODY = '00000000-0000-0000-0000-000000000000';

const endRow = z.object({ mandateId: z.string(), planId: z.string().nullable(), clientId: z.string() });
const markRow = z.object({ marked: z.boolean() });
const soonRow = z.object({
  mandateId: z.string(),
  clientId: z.string(),
  personId: z.string(),
  planId: z.string().nullable(),
});
const reviewRow = z.object({ clientId: z.string(), personId: z.string(), planId: z.string() });

/**
 * What comes after a mandate that ends by the clock or a birthday: its line in the log, and who hears of it. The end
 * itself needs nobody: every decision asks the time.
 */
@Injectable()
export class MandateEnds implements OnModuleInit {
  /** Mandates whose line could not be written here, such as in a plan whose key was destroyed: again after a start. */
  readonly #failed = new Set<string>();

  constructor(
    private readonly database: Database,
    private readonly encryption: Encryption,
    private readonly announcements: Announcements,
    private readonly notices: Notices,
    private readonly titles: Titles,
    private readonly jobs: Jobs,
    private readonly log: Log,
  ) {}

  onModuleInit(): void {
    this.jobs.every('mandate-reminders', '7 * * * *', async () => void (await this.remind()));
  }

  /** Writes the lines that are missing now, oldest end first; one for each plan of the client. */
  async tell(): Promise<void> {
    const sql = `select mandate_id as "mandateId", plan_id as "planId", client_id as "clientId" from untold_mandate_ends($1, $2::uuid[])`;
    const found = await this.database.asNobody((tx) => rows(tx, endRow, sql, [BATCH, [...this.#failed]]));
    for (const [mandateId, ends] of Map.groupBy(found, (end) => end.mandateId)) await this.#tellOne(mandateId, ends);
  }

  async #tellOne(mandateId: string, ends: readonly z.infer<typeof endRow>[]): Promise<void> {
    // Row-level security knows no product: the client sees every mandate and title. The line names nobody.
    const personId = ends[0]?.clientId ?? NOBODY;
    const acting: Acting = { personId, traceId: randomUUID().replaceAll('-', ''), address: null };
    try {
      await this.database.as(acting, async (tx) => {
        const [marked] = await rows(tx, markRow, 'select mark_mandate_told($1, false) as marked', [mandateId]);
        if (marked?.marked !== true) return; // Another instance was first.
        for (const { planId } of ends) if (planId !== null) await this.#write(tx, acting, planId, mandateId);
      });
    } catch (error) {
      this.#failed.add(mandateId);
      this.log.error('mandate-end-untold', error, { mandate: mandateId });
    }
  }

  async #write(tx: EntityManager, acting: Acting, planId: string, mandateId: string): Promise<void> {
    const [mandate] = await mandatesIn(tx, planId, mandateId);
    if (mandate === undefined) throw new Error('The client does not see this mandate');
    const id = randomUUID();
    const sealed = await this.encryption.sealJson(
      tx,
      await planKey(tx, planId),
      logPurpose(id),
      detailsOf(mandate, await titleOf(this.titles, tx, planId, null)),
    );
    // A line that is written late carries that moment: an older one would look like one that was put in afterwards.
    await tx.query(
      `insert into access_log (id, plan_id, at, action, outcome, type, why, rule_id, source, trace_id, details, sensitivity)
        select $2, $3, case when e.at > clock_timestamp() - interval '5 minutes' then e.at else clock_timestamp() end, 'E', 'success', 'mandate-ended', 'representative', m.id, $4, $5, $6, 'normal'
          from mandate m join person c on c.id = m.client_id,
            lateral (select mandate_end(m, c.birth_date) as at) e where m.id = $1`,
      [mandateId, id, planId, LOG_SOURCE, acting.traceId, sealed],
    );
    for (const personId of [acting.personId, mandate.personId])
      await this.notices.add(tx, { personId, kind: 'mandate-ended', planId });
    const standing = await standingIn(tx, acting.personId, planId, 'everybody');
    this.announcements.rightsChanged(tx, acting, standing, { type: 'person', id: mandate.personId }, null);
  }

  /** Tells of ends within a month, and of birthdays at which who decides is looked at again. @returns how many */
  async remind(): Promise<number> {
    return this.database.asNobody(async (tx) => {
      const ending = await rows(
        tx,
        soonRow,
        `select mandate_id as "mandateId", client_id as "clientId", person_id as "personId", plan_id as "planId" from mandates_ending($1)`,
        [BATCH],
      );
      for (const { mandateId, clientId, personId, planId } of ending) {
        const [marked] = await rows(tx, markRow, 'select mark_mandate_told($1, true) as marked', [mandateId]);
        if (marked?.marked !== true) continue;
        for (const told of [clientId, personId])
          await this.notices.add(tx, { personId: told, kind: 'mandate-ends-soon', planId });
      }
      const reviews = await rows(
        tx,
        reviewRow,
        `select client_id as "clientId", person_id as "personId", plan_id as "planId" from take_age_reviews($1)`,
        [BATCH],
      );
      for (const { personId, planId } of reviews) await this.notices.add(tx, { personId, kind: 'age-review', planId });
      return ending.length + reviews.length;
    });
  }
}

const detailsOf = (mandate: MandateRow, title: string | null): LogDetails => ({
  person: '',
  organisation: null,
  role: null,
  onBehalfOf: null,
  title,
  detail: mandateDetail(mandate),
  purpose: null,
  helper: null,
});
