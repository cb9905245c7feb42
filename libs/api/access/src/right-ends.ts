import { randomUUID } from 'node:crypto';
import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { Database, Encryption, Log } from '@samenplan/api/platform';
import type { Grant, Reason } from '@samenplan/shared/contracts';
import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import { LOG_SOURCE, logPurpose, planKey, type LogDetails } from './log/access-log';
import type { Acting } from './acting';
import { Announcements } from './announcements';
import { standingIn } from './facts';
import { anyGrantIn, grantDetail } from './grant-rows';
import { MandateEnds } from './representation/mandate-ends';
import { changed, rows } from './sql';
import { titleOf, Titles } from './titles';

const LOOK_EVERY = 10_000;
const BATCH = 100;

const endRow = z.object({ ruleId: z.string(), planId: z.string(), clientId: z.string() });
type End = z.infer<typeof endRow>;

/**
 * Rules that ended by the clock. The end itself needs nobody: every decision asks the time. This writes its line, as
 * the product, exactly once however many instances look, and tells open screens.
 */
@Injectable()
export class RightEnds implements OnApplicationBootstrap, BeforeApplicationShutdown {
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> | undefined;
  /** Rules whose line could not be written here, such as in a plan whose key was destroyed: tried again after a start. */
  readonly #failed = new Set<string>();

  constructor(
    private readonly database: Database,
    private readonly encryption: Encryption,
    private readonly announcements: Announcements,
    private readonly titles: Titles,
    private readonly mandates: MandateEnds,
    private readonly log: Log,
  ) {}

  onApplicationBootstrap(): void {
    this.#timer = setInterval(() => {
      this.#running ??= this.#look();
    }, LOOK_EVERY);
  }

  async beforeApplicationShutdown(): Promise<void> {
    clearInterval(this.#timer);
    await this.#running;
  }

  /** Writes the lines that are missing now, oldest end first. */
  async tell(): Promise<void> {
    for (;;) {
      const sql =
        'select rule_id as "ruleId", plan_id as "planId", client_id as "clientId" from untold_ends($1, $2::uuid[])';
      const ends = await this.database.asNobody((tx) => rows(tx, endRow, sql, [BATCH, [...this.#failed]]));
      for (const end of ends) await this.#tellOne(end);
      if (ends.length < BATCH) return;
    }
  }

  async #look(): Promise<void> {
    try {
      await this.tell();
      await this.mandates.tell();
    } catch (error) {
      this.log.error('right-ends-unavailable', error);
    } finally {
      this.#running = undefined;
    }
  }

  async #tellOne(end: End): Promise<void> {
    // Row-level security knows no product: the client is the one who sees every rule and title. The line names nobody.
    const acting: Acting = { personId: end.clientId, traceId: randomUUID().replaceAll('-', ''), address: null };
    try {
      await this.database.as(acting, (tx) => this.#write(tx, acting, end));
    } catch (error) {
      this.#failed.add(end.ruleId);
      this.log.error('right-end-untold', error, { rule: end.ruleId });
    }
  }

  async #write(tx: EntityManager, acting: Acting, { ruleId, planId }: End): Promise<void> {
    const sql = 'update access_rule set end_told = true where id = $1 and not end_told';
    if ((await changed(tx, sql, [ruleId])) === 0) return; // Another instance was first.
    const grant = await anyGrantIn(tx, planId, ruleId);
    if (grant === undefined) throw new Error('The client does not see this rule');
    const id = randomUUID();
    const details: LogDetails = {
      person: '',
      organisation: null,
      role: null,
      onBehalfOf: null,
      title: await titleOf(this.titles, tx, planId, grant.sectionId),
      detail: grantDetail(grant),
      purpose: grant.purpose,
    };
    const sealed = await this.encryption.sealJson(tx, await planKey(tx, planId), logPurpose(id), details);
    await tx.query(
      `insert into access_log (id, plan_id, section_id, at, action, outcome, type, why, rule_id, source, trace_id, details, sensitivity)
        select $2, plan_id, section_id, ends_at, 'E', 'success', 'right-ended', $3, id, $4, $5, $6,
          case when section_id is null then 'normal' else 'restricted' end from access_rule where id = $1`,
      [ruleId, id, whyOf(grant), LOG_SOURCE, acting.traceId, sealed],
    );
    const standing = await standingIn(tx, acting.personId, planId, 'everybody');
    this.announcements.rightsChanged(tx, acting, standing, grant.recipient, grant.sectionId);
  }
}

/** The reason that the rule was, while it held. */
const whyOf = ({ recipient, sectionId, effect }: Grant): Reason =>
  `${recipient.type}-${sectionId === null ? 'plan' : 'section'}-${effect}`;
