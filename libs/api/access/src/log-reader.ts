import { Injectable } from '@nestjs/common';
import { Encryption, isUnreadable, Problem } from '@samenplan/api/platform';
import { logTypes, reason, type AccessLogLine, type routes, type RouteInput } from '@samenplan/shared/contracts';
import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import { Access } from './access';
import { AccessLog, logDetails, logPurpose, type LogDetails } from './access-log';
import type { Acting } from './acting';
import { Refused } from './refusals';
import { rows } from './sql';
import { titleOf, Titles } from './titles';

type Filter = RouteInput<typeof routes.getAccessLog>['query'];
type Page = { items: AccessLogLine[]; nextCursor: string | null };

const lineRow = z.object({
  id: z.string(),
  /** Microseconds, so that a cursor points between two lines of one millisecond. */
  at: z.string(),
  sectionId: z.string().nullable(),
  /** null: the product itself. */
  personId: z.string().nullable(),
  personName: z.string().nullable(),
  onBehalfOf: z.string().nullable(),
  action: z.enum(['C', 'R', 'U', 'D', 'E']),
  outcome: z.enum(['success', 'refused']),
  type: z.enum(logTypes),
  why: reason,
  ruleId: z.string().nullable(),
  emergency: z.boolean(),
  source: z.string(),
  traceId: z.string(),
  details: z.instanceof(Uint8Array).nullable(),
});
type Row = z.infer<typeof lineRow>;

const cursor = z.tuple([z.iso.datetime({ offset: true }), z.uuid()]);
const AT = `to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;

/** Lines and refusals as one list; row-level security leaves what the acting person decides about. */
const LINES = `
  select id, ${AT} as at, section_id as "sectionId", person_id as "personId", null as "personName",
      on_behalf_of as "onBehalfOf", action, outcome, type, why, rule_id as "ruleId", emergency, source,
      trace_id as "traceId", details, at as moment
    from access_log where plan_id = $1
  union all
  select overlay(overlay(md5(r.person_id::text || r.object_id || r.hour) placing '8' from 13) placing 'a' from 17)::uuid,
      to_char(r.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), nullif(r.object_id, $1), r.person_id, p.name,
      null, 'R', 'refused', 'refused', 'no-rule', null, false, 'samenplan', r.trace_id, null, r.at
    from access_refusal r join person p on p.id = r.person_id
    where r.object_id = any ($9::uuid[])`;

/** "Wie heeft gekeken": the log as the client reads it. Reading it leaves a line of its own. */
@Injectable()
export class LogReader {
  constructor(
    private readonly access: Access,
    private readonly log: AccessLog,
    private readonly encryption: Encryption,
    private readonly titles: Titles,
  ) {}

  /** Newest first. Somebody who decides about some sections only gets the lines of those. */
  async page(acting: Acting, planId: string, filter: Filter): Promise<Page> {
    return this.access.act(acting, async (tx) => {
      const standing = await this.access.require(tx, acting, planId, null, 'see');
      const deciding = [null, ...standing.rules.sections.map(({ id }) => id)].some((id) =>
        standing.meets(id, 'manage'),
      );
      if (!deciding) throw new Refused(planId, 'not-allowed');
      const objects = [planId, ...standing.rules.sections.map(({ id }) => id)];
      const found = await this.#find(tx, planId, objects, filter);
      const shown = found.slice(0, filter.limit);
      const last = shown.at(-1);
      const planTitle = await titleOf(this.titles, tx, planId, null);
      const sections = shown.flatMap(({ details, sectionId }) =>
        details === null && sectionId !== null ? [sectionId] : [],
      );
      const titles = await this.titles.sections(tx, sections);
      const items: AccessLogLine[] = [];
      for (const row of shown)
        items.push(
          await this.#line(tx, planId, row, row.sectionId === null ? planTitle : (titles.get(row.sectionId) ?? null)),
        );
      await this.log.append(tx, acting, standing, { type: 'log-read', action: 'R', sectionId: null, title: planTitle });
      return { items, nextCursor: found.length > filter.limit && last !== undefined ? encodeCursor(last) : null };
    });
  }

  /** One more than asked, to know whether more follows. */
  async #find(
    tx: EntityManager,
    planId: string,
    objects: readonly string[],
    { from, to, personId, sectionId, cursor: text, limit }: Filter,
  ): Promise<Row[]> {
    const [at, id] = text === undefined ? [null, null] : decodeCursor(text);
    return rows(
      tx,
      lineRow,
      `select * from (${LINES}) line
        where ($2::timestamptz is null or moment >= $2) and ($3::timestamptz is null or moment < $3)
          and ($4::uuid is null or "personId" = $4) and ($5::uuid is null or "sectionId" = $5)
          and ($6::timestamptz is null or (moment, id) < ($6, $7::uuid))
        order by moment desc, id desc limit $8`,
      [planId, from ?? null, to ?? null, personId ?? null, sectionId ?? null, at, id, limit + 1, objects],
    );
  }

  /** null when it can't be read, or belongs to the log of another plan: the line stands without its words. */
  async #open(tx: EntityManager, planId: string, lineId: string, sealed: Uint8Array): Promise<LogDetails | null> {
    try {
      return logDetails.parse(await this.encryption.openJson(tx, logPurpose(lineId), sealed, planId));
    } catch (error) {
      if (isUnreadable(error)) return null;
      throw error;
    }
  }

  async #line(tx: EntityManager, planId: string, row: Row, titleNow: string | null): Promise<AccessLogLine> {
    const details = row.details === null ? null : await this.#open(tx, planId, row.id, row.details);
    const { id, action, outcome, type, emergency, source, traceId } = row;
    return {
      id,
      at: row.at,
      person: row.personId === null ? null : { id: row.personId, name: details?.person ?? row.personName ?? '' },
      organisation: details?.organisation ?? null,
      role: details?.role ?? null,
      onBehalfOf: row.onBehalfOf === null ? null : { id: row.onBehalfOf, name: details?.onBehalfOf ?? '' },
      action,
      outcome,
      type,
      object: {
        type: row.sectionId === null ? 'plan' : 'section',
        id: row.sectionId ?? planId,
        title: details?.title ?? titleNow,
      },
      detail: details?.detail ?? null,
      purpose: details?.purpose ?? null,
      allowedBy: { why: row.why, grantId: row.ruleId },
      emergency,
      source,
      traceId,
    };
  }
}

const encodeCursor = ({ at, id }: Row): string => Buffer.from(JSON.stringify([at, id])).toString('base64url');

/** @throws Problem `input-invalid` */
function decodeCursor(text: string): z.infer<typeof cursor> {
  const parsed = cursor.safeParse(parseJson(Buffer.from(text, 'base64url').toString()));
  if (!parsed.success) throw new Problem('input-invalid', { errors: [{ path: 'query.cursor', message: 'unknown' }] });
  return parsed.data;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // Not a cursor of ours; the caller says so.
  }
}
