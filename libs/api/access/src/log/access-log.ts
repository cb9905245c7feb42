import { createHash, randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { afterCommit, Encryption } from '@samenplan/api/platform';
import { logDetail, type AccessLogLine, type LogDetail, type LogType } from '@samenplan/shared/contracts';
import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import type { Acting } from '../acting';
import type { Decision } from '../decide';
import { facesInOrder, placeIn, type Face } from '../faces';
import { Refused } from '../refusals';
import { isInForce, type Rules } from '../rules';
import { rows } from '../sql';
import type { Standing } from '../standing';

type Sensitivity = NonNullable<AccessLogLine['sensitivity']>;

/** Create, read, update, delete, execute (NEN 7513). */
export type LogAction = AccessLogLine['action'];

export type LogEvent = {
  readonly type: LogType;
  readonly action: LogAction;
  /** null: the plan as a whole. */
  readonly sectionId: string | null;
  /** What the plan or section is called now. */
  readonly title: string | null;
  /** What the type alone does not tell, such as the recipient of a grant. */
  readonly detail?: LogDetail;
  /** What allowed it, when that was decided elsewhere; else the standing of this moment. */
  readonly right?: Pick<Decision, 'why' | 'ruleId'>;
};

type Line = { readonly id: string; readonly standing: Standing; readonly event: LogEvent };

/** What stands encrypted in a line: the words of that moment, so that later renames don't rewrite history. */
export const logDetails = z.object({
  person: z.string(),
  organisation: z.string().nullable(),
  role: z.string().nullable(),
  onBehalfOf: z.string().nullable(),
  title: z.string().nullable(),
  detail: logDetail.nullable().default(null),
  purpose: z.string().nullable(),
  helper: z.string().nullable().optional(),
});
export type LogDetails = z.infer<typeof logDetails>;

export const logPurpose = (lineId: string): string => `access-log:${lineId}`;
export const LOG_SOURCE = 'samenplan';
/** Requests of one look at a screen come within this time. */
const ONE_LOOK = '10 seconds';
const MOST_REMEMBERED = 50_000;
const keyRow = z.object({ planId: z.string(), id: z.string() });
const stoodRow = z.object({ stood: z.boolean() });

/** Lines of the access log, in the shape of NEN 7513. A line commits with what it tells, before the answer leaves. */
@Injectable()
export class AccessLog {
  /** Lines of this day that are known to stand; another instance finds out by the conflict. */
  readonly #listed = new Set<string>();
  /** Keys of plans by plan: a plan keeps its key as long as it lives, and sealing says when it is destroyed. */
  readonly #keys = new Map<string, string>();

  constructor(private readonly encryption: Encryption) {}

  /** Appends one line in the caller's transaction. */
  async append(tx: EntityManager, acting: Acting, standing: Standing, event: LogEvent): Promise<void> {
    await this.#write(tx, acting, [{ id: randomUUID(), standing, event }]);
  }

  /**
   * As {@link append}, for what one look at a screen asks with several requests: the same person, plan and type within
   * ten seconds is one line. Requests at the same moment wait for each other.
   */
  async appendOncePerLook(tx: EntityManager, acting: Acting, standing: Standing, event: LogEvent): Promise<void> {
    const { planId } = standing;
    await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 2))', [
      `${acting.personId}:${planId}:${event.type}`,
    ]);
    const sql = `select own_line_since($1, $2, clock_timestamp() - interval '${ONE_LOOK}') as stood`;
    const [found] = await rows(tx, stoodRow, sql, [planId, event.type]);
    if (found?.stood !== true) await this.append(tx, acting, standing, event);
  }

  /**
   * Plans that stood in somebody's list: one line per person, plan and day, so that a list of hundreds stays fast.
   * Standing there shows a title and the name of the client.
   */
  async appendListed(
    tx: EntityManager,
    acting: Acting,
    listed: readonly { readonly standing: Standing; readonly title: string }[],
  ): Promise<void> {
    const fresh = listed
      .map(({ standing, title }) => {
        const event = { type: 'plan-listed', action: 'R', sectionId: null, title } as const;
        return { id: listedId(acting.personId, standing.planId, standing.now), standing, event };
      })
      .filter(({ id }) => !this.#listed.has(id));
    if (fresh.length === 0) return;
    await this.#write(tx, acting, fresh);
    afterCommit(tx, () => fresh.forEach(({ id }) => this.#remember(id)));
  }

  /** All lines with the same few statements. A line that stands already (the same id) stays as it is. */
  async #write(tx: EntityManager, acting: Acting, lines: readonly Line[]): Promise<void> {
    const actors = lines.map(({ standing }) => placeIn(standing));
    const clients = lines.map(({ standing }) => ({ personId: standing.rules.clientId, affiliationId: null }));
    const faces = await facesInOrder(tx, [...actors, ...clients]);
    const keys = await this.#keysOf(
      tx,
      lines.map(({ standing }) => standing.planId),
    );
    const sealed: Buffer[] = [];
    for (const [nth, line] of lines.entries()) {
      const details = detailsOf(line, acting, faces[nth], faces[lines.length + nth]);
      sealed.push(await this.#seal(tx, keys, line, details));
    }
    const column = (of: (line: Line) => string | null): (string | null)[] => lines.map(of);
    await tx.query(
      `insert into access_log (id, plan_id, section_id, on_behalf_of, action, type, why, rule_id, details, sensitivity, person_id, outcome,
          network_address, source, trace_id, helper_id)
        select line.*, $11::uuid, 'success', $12::inet, $13, $14, $15::uuid
          from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::text[], $6::text[], $7::text[], $8::uuid[], $9::bytea[],
            $10::text[]) line
        on conflict do nothing`,
      [
        column(({ id }) => id),
        column(({ standing }) => standing.planId),
        column(({ event }) => event.sectionId),
        column(behalfOf),
        column(({ event }) => event.action),
        column(({ event }) => event.type),
        column((line) => rightOf(line)?.why ?? 'no-rule'),
        column((line) => rightOf(line)?.ruleId ?? null),
        sealed,
        column(sensitivityOf),
        acting.personId,
        acting.address,
        LOG_SOURCE,
        acting.traceId,
        acting.helper?.id ?? null,
      ],
    );
  }

  async #seal(
    tx: EntityManager,
    keys: ReadonlyMap<string, string>,
    { id, standing: { planId } }: Line,
    details: LogDetails,
  ): Promise<Buffer> {
    const keyId = keys.get(planId);
    if (keyId === undefined) throw new Refused(planId);
    try {
      return await this.encryption.sealJson(tx, keyId, logPurpose(id), details);
    } catch (error) {
      this.#keys.delete(planId);
      throw error;
    }
  }

  /** Remembered from a commit on: the key of a plan that was begun and undone never counts. */
  async #keysOf(tx: EntityManager, planIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const known = planIds.flatMap((id) => {
      const keyId = this.#keys.get(id);
      return keyId === undefined ? [] : [[id, keyId] as const];
    });
    const fresh = await planKeys(
      tx,
      planIds.filter((id) => !this.#keys.has(id)),
    );
    if (fresh.size > 0)
      afterCommit(tx, () => {
        if (this.#keys.size + fresh.size > MOST_REMEMBERED) this.#keys.clear();
        for (const [planId, keyId] of fresh) this.#keys.set(planId, keyId);
      });
    return new Map([...known, ...fresh]);
  }

  #remember(id: string): void {
    this.#listed.add(id);
    const [oldest] = this.#listed;
    if (this.#listed.size > MOST_REMEMBERED && oldest !== undefined) this.#listed.delete(oldest);
  }
}

function detailsOf(line: Line, acting: Acting, actor: Face | undefined, client: Face | undefined): LogDetails {
  const {
    standing: { rules },
    event,
  } = line;
  const represents = behalfOf(line) !== null;
  const mandate = represents ? mandateOf(line.standing) : undefined;
  return {
    person: actor?.name ?? '',
    organisation: actor?.organisation ?? null,
    role: mandate?.kind ?? actor?.function ?? null,
    onBehalfOf: represents ? (client?.name ?? null) : null,
    title: event.title,
    detail: event.detail ?? null,
    purpose: rules.rules.find(({ id }) => id === rightOf(line)?.ruleId)?.purpose ?? null,
    helper: acting.helper?.name ?? null,
  };
}

/** The mandate by which somebody acts now, the widest one first. */
function mandateOf({ personId, rules, now }: Standing): Rules['mandates'][number] | undefined {
  const own = rules.mandates.filter((one) => one.personId === personId && isInForce(rules, one, now));
  return own.find(({ scope }) => scope === 'all') ?? own[0];
}

const behalfOf = (line: Line): string | null =>
  rightOf(line)?.why === 'representative' ? line.standing.rules.clientId : null;

/** By what the database can read anyway: the subject of a section must not show here. */
function sensitivityOf({ standing, event: { sectionId } }: Line): Sensitivity {
  if (sectionId === null) return 'normal';
  const onlyClient = standing.rules.sections.some((section) => section.id === sectionId && section.onlyClient);
  return onlyClient ? 'very-restricted' : 'restricted';
}

/** By what somebody saw this: as decided elsewhere, else by the section itself, else by anything of the plan. */
function rightOf({ standing, event: { right, sectionId } }: Line): Pick<Decision, 'why' | 'ruleId'> | undefined {
  return right ?? (sectionId !== null && standing.sees(sectionId) ? standing.right(sectionId) : standing.sight);
}

/** The same id all day (UTC) for the same person and plan, in the form of a UUID version 8. */
function listedId(personId: string, planId: string, now: Date): string {
  const hash = createHash('sha256')
    .update(`listed:${personId}:${planId}:${now.toISOString().slice(0, 10)}`)
    .digest('hex');
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

/** Keys by plan id; plans without one are absent. A destroyed one is found too, so that whoever needs it hears so. */
async function planKeys(tx: EntityManager, planIds: readonly string[]): Promise<Map<string, string>> {
  if (planIds.length === 0) return new Map();
  const sql = `select distinct on (owner_id) owner_id as "planId", id from keys.data_key
    where owner_id = any ($1::uuid[]) and kind = 'plan' order by owner_id, destroyed_at is not null, created_at desc`;
  const found = await rows(tx, keyRow, sql, [planIds]);
  return new Map(found.map(({ planId, id }) => [planId, id]));
}
