import { Injectable } from '@nestjs/common';
import { Encryption, isUnreadable } from '@samenplan/api/platform';
import { logTypes, reason, type AccessLogLine } from '@samenplan/shared/contracts';
import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import { logDetails, logPurpose, type LogDetails } from './access-log';
import { titleOf, Titles } from '../titles';

/** What narrows the log; absent means everything. */
export interface LogFilter {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly personId?: string | undefined;
  readonly sectionId?: string | undefined;
}

export const lineRow = z.object({
  id: z.string(),
  /** Microseconds, so that a cursor points between two lines of one millisecond. */
  at: z.string(),
  sectionId: z.string().nullable(),
  /** null: the product itself. */
  personId: z.string().nullable(),
  personName: z.string().nullable(),
  onBehalfOf: z.string().nullable(),
  helperId: z.string().nullable(),
  action: z.enum(['C', 'R', 'U', 'D', 'E']),
  outcome: z.enum(['success', 'refused']),
  type: z.enum(logTypes),
  why: reason,
  ruleId: z.string().nullable(),
  emergency: z.boolean(),
  sensitivity: z.enum(['normal', 'restricted', 'very-restricted']).nullable(),
  source: z.string(),
  traceId: z.string(),
  details: z.instanceof(Uint8Array).nullable(),
});
export type LineRow = z.infer<typeof lineRow>;

/** ISO 8601 with microseconds. */
export const isoOf = (moment: string): string =>
  `to_char(${moment} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;

/**
 * Lines and refusals as one list; row-level security leaves what the acting person decides about. $1 to $6 are those of
 * {@link parametersOf}.
 * @param more further conditions, on a moment and an id
 * @param most how many of each, newest first: asked of both halves, so that each is read by its index from there on
 */
export function linesWhere(more: (at: string, id: string) => string, most?: string): string {
  const newest = (at: string, id: string): string =>
    most === undefined ? '' : `order by ${at} desc, ${id} desc limit ${most}`;
  return `
  (select id, at as moment, section_id as "sectionId", person_id as "personId", null as "personName",
      on_behalf_of as "onBehalfOf", helper_id as "helperId", action, outcome, type, why, rule_id as "ruleId", emergency,
      sensitivity, source, trace_id as "traceId", details
    from access_log where plan_id = $1 and ($3::timestamptz is null or at >= $3) and ($4::timestamptz is null or at < $4)
      and ($5::uuid is null or person_id = $5) and ($6::uuid is null or section_id = $6) and ${more('at', 'id')}
    ${newest('at', 'id')})
  union all
  (select r.id, r.at, nullif(r.object_id, $1), r.person_id, p.name, null, null, 'R', 'refused', 'refused', 'no-rule', null,
      false, null, 'samenplan', r.trace_id, null
    from access_refusal r join person p on p.id = r.person_id
    where r.object_id = any ($2::uuid[]) and ($3::timestamptz is null or r.at >= $3) and ($4::timestamptz is null or r.at < $4)
      and ($5::uuid is null or r.person_id = $5) and ($6::uuid is null or r.object_id = $6) and ${more('r.at', 'r.id')}
    ${newest('r.at', 'r.id')})`;
}

/** Plan, plan and sections, from, to, person, section. */
export const parametersOf = (
  planId: string,
  objects: readonly string[],
  { from, to, personId, sectionId }: LogFilter,
): unknown[] => [planId, objects, from ?? null, to ?? null, personId ?? null, sectionId ?? null];

/** Opens the words of lines. */
@Injectable()
export class LogRows {
  constructor(
    private readonly encryption: Encryption,
    private readonly titles: Titles,
  ) {}

  /** Lines as the acting person reads them, in the order of the rows. */
  async open(tx: EntityManager, planId: string, found: readonly LineRow[]): Promise<AccessLogLine[]> {
    const unnamed = found.filter(({ details }) => details === null);
    const sections = unnamed.flatMap(({ sectionId }) => sectionId ?? []);
    const titles = sections.length === 0 ? new Map<string, string>() : await this.titles.sections(tx, sections);
    const planTitle = unnamed.some(({ sectionId }) => sectionId === null)
      ? await titleOf(this.titles, tx, planId, null)
      : null;
    const lines: AccessLogLine[] = [];
    for (const row of found) {
      const details = row.details === null ? null : await this.#details(tx, planId, row.id, row.details);
      lines.push(
        lineOf(planId, row, details, row.sectionId === null ? planTitle : (titles.get(row.sectionId) ?? null)),
      );
    }
    return lines;
  }

  /** null when it can't be read, or belongs to the log of another plan: the line stands without its words. */
  async #details(tx: EntityManager, planId: string, lineId: string, sealed: Uint8Array): Promise<LogDetails | null> {
    try {
      return logDetails.parse(await this.encryption.openJson(tx, logPurpose(lineId), sealed, planId));
    } catch (error) {
      if (isUnreadable(error)) return null;
      throw error;
    }
  }
}

function lineOf(planId: string, row: LineRow, details: LogDetails | null, titleNow: string | null): AccessLogLine {
  const { id, at, action, outcome, type, emergency, sensitivity, source, traceId } = row;
  return {
    id,
    at,
    person: row.personId === null ? null : { id: row.personId, name: details?.person ?? row.personName ?? '' },
    organisation: details?.organisation ?? null,
    role: details?.role ?? null,
    onBehalfOf: row.onBehalfOf === null ? null : { id: row.onBehalfOf, name: details?.onBehalfOf ?? '' },
    helper: row.helperId === null ? null : { id: row.helperId, name: details?.helper ?? '' },
    action,
    outcome,
    type,
    object: {
      type: row.sectionId === null ? 'plan' : 'section',
      id: row.sectionId ?? planId,
      title: details?.title ?? titleNow,
    },
    sensitivity,
    detail: details?.detail ?? null,
    purpose: details?.purpose ?? null,
    allowedBy: { why: row.why, grantId: row.ruleId },
    emergency,
    source,
    traceId,
  };
}
