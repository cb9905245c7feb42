import { createHash, randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { afterCommit, Encryption } from '@samenplan/api/platform';
import type { AccessLogLine, LogType } from '@samenplan/shared/contracts';
import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import type { Acting } from './acting';
import type { Decision } from './decide';
import { facesOf, placeIn } from './faces';
import { Refused } from './refusals';
import { rows } from './sql';
import type { Standing } from './standing';

/** Create, read, update, delete, execute (NEN 7513). */
export type LogAction = AccessLogLine['action'];

export type LogEvent = {
  readonly type: LogType;
  readonly action: LogAction;
  /** null: the plan as a whole. */
  readonly sectionId: string | null;
  /** What the plan or section is called now. */
  readonly title: string | null;
  /** For example the recipient of a grant. */
  readonly description?: string;
  /** What allowed it, when that was decided elsewhere; else the standing of this moment. */
  readonly right?: Pick<Decision, 'why' | 'ruleId'>;
};

/** What stands encrypted in a line: the words of that moment, so that later renames don't rewrite history. */
export const logDetails = z.object({
  person: z.string(),
  organisation: z.string().nullable(),
  role: z.string().nullable(),
  onBehalfOf: z.string().nullable(),
  title: z.string().nullable(),
  description: z.string().nullable(),
  purpose: z.string().nullable(),
});
type LogDetails = z.infer<typeof logDetails>;

export const logPurpose = (lineId: string): string => `access-log:${lineId}`;
const SOURCE = 'samenplan';
const MOST_REMEMBERED = 50_000;
const keyRow = z.object({ planId: z.string(), id: z.string() });

/** Lines of the access log, in the shape of NEN 7513. A line commits with what it tells, before the answer leaves. */
@Injectable()
export class AccessLog {
  /** Lines of this day that are known to stand; another instance finds out by the conflict. */
  readonly #listed = new Set<string>();

  constructor(private readonly encryption: Encryption) {}

  /** Appends one line in the caller's transaction. */
  async append(tx: EntityManager, acting: Acting, standing: Standing, event: LogEvent): Promise<void> {
    await this.#insert(tx, acting, standing, event, randomUUID(), await planKeys(tx, [standing.planId]));
  }

  async #insert(tx: EntityManager, acting: Acting, standing: Standing, event: LogEvent, id: string, keys: ReadonlyMap<string, string>): Promise<void> {
    const right = event.right ?? rightBehind(standing, event.sectionId);
    const onBehalfOf = right?.why === 'representative' ? standing.rules.clientId : null;
    const details = await this.#details(tx, standing, event, right?.ruleId ?? null, onBehalfOf);
    const keyId = keys.get(standing.planId);
    if (keyId === undefined) throw new Refused(standing.planId);
    const sealed = await this.encryption.sealJson(tx, keyId, logPurpose(id), details);
    await tx.query(
      `insert into access_log (id, plan_id, section_id, person_id, on_behalf_of, action, outcome, type, why, rule_id,
          network_address, source, trace_id, details)
        values ($1, $2, $3, $4, $5, $6, 'success', $7, $8, $9, $10, $11, $12, $13)
        on conflict do nothing`,
      [id, standing.planId, event.sectionId, acting.personId, onBehalfOf, event.action, event.type, right?.why ?? 'no-rule',
        right?.ruleId ?? null, acting.address, SOURCE, acting.traceId, sealed],
    );
  }

  /**
   * Plans that stood in somebody's list: one line per person, plan and day, so that a list of hundreds stays fast.
   * Standing there shows a title and the name of the client.
   */
  async appendListed(tx: EntityManager, acting: Acting, listed: readonly { readonly standing: Standing; readonly title: string }[]): Promise<void> {
    const fresh = listed
      .map(({ standing, title }) => ({ standing, title, id: listedId(acting.personId, standing.planId, standing.now) }))
      .filter(({ id }) => !this.#listed.has(id));
    const keys = await planKeys(tx, fresh.map(({ standing }) => standing.planId));
    for (const { standing, title, id } of fresh) {
      await this.#insert(tx, acting, standing, { type: 'plan-listed', action: 'R', sectionId: null, title }, id, keys);
      afterCommit(tx, () => this.#remember(id));
    }
  }

  #remember(id: string): void {
    this.#listed.add(id);
    const [oldest] = this.#listed;
    if (this.#listed.size > MOST_REMEMBERED && oldest !== undefined) this.#listed.delete(oldest);
  }

  async #details(tx: EntityManager, standing: Standing, event: LogEvent, ruleId: string | null, onBehalfOf: string | null): Promise<LogDetails> {
    const { personId, rules } = standing;
    const place = placeIn(standing);
    const faces = await facesOf(tx, [place, ...(onBehalfOf === null ? [] : [{ personId: onBehalfOf, affiliationId: null }])]);
    const face = faces.get(personId);
    const mandate = onBehalfOf === null ? undefined : rules.mandates.find((one) => one.personId === personId);
    return {
      person: face?.name ?? '',
      organisation: face?.organisation ?? null,
      role: mandate?.kind ?? face?.function ?? null,
      onBehalfOf: onBehalfOf === null ? null : (faces.get(onBehalfOf)?.name ?? null),
      title: event.title,
      description: event.description ?? null,
      purpose: rules.rules.find(({ id }) => id === ruleId)?.purpose ?? null,
    };
  }
}

/** By what somebody saw this: the section itself, else anything of the plan. */
const rightBehind = (standing: Standing, sectionId: string | null): Decision | undefined =>
  sectionId !== null && standing.sees(sectionId) ? standing.right(sectionId) : standing.sight;

/** The same id all day (UTC) for the same person and plan, in the form of a UUID version 8. */
function listedId(personId: string, planId: string, now: Date): string {
  const hash = createHash('sha256').update(`listed:${personId}:${planId}:${now.toISOString().slice(0, 10)}`).digest('hex');
  return `${hash.slice(0, 8)}-${hash.slice(8, 12)}-8${hash.slice(13, 16)}-a${hash.slice(17, 20)}-${hash.slice(20, 32)}`;
}

/**
 * The key under which a plan's titles and log lines stand.
 * @throws Refused when the plan has none
 */
export async function planKey(tx: EntityManager, planId: string): Promise<string> {
  const keyId = (await planKeys(tx, [planId])).get(planId);
  if (keyId === undefined) throw new Refused(planId);
  return keyId;
}

/** Keys by plan id; plans without one are absent. */
async function planKeys(tx: EntityManager, planIds: readonly string[]): Promise<Map<string, string>> {
  if (planIds.length === 0) return new Map();
  const sql = `select owner_id as "planId", id from keys.data_key where owner_id = any ($1::uuid[]) and kind = 'plan' and destroyed_at is null`;
  const found = await rows(tx, keyRow, sql, [planIds]);
  return new Map(found.map(({ planId, id }) => [planId, id]));
}
