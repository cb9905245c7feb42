import { Injectable } from '@nestjs/common';
import { logTypes, type AccessLogEntry } from '@samenplan/shared/contracts';
import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import { AccessLog } from './access-log';
import { cursorMoment, decodeCursor, encodeCursor } from './cursors';
import { canBeAsked, LogQuestions, type QuestionRow } from './log-questions';
import { requireLogReader, type LogReading } from './log-readers';
import { isoOf, lineRow, linesWhere, LogRows, parametersOf, type LogFilter } from './log-rows';
import { Access } from '../access';
import type { Acting } from '../acting';
import { rows } from '../sql';
import { titleOf, Titles } from '../titles';

/** Requests of one look at a section: the first tells it best. */
const LOOK = ['section-read', 'section-live-read', 'section-history-read'];
/** Kinds that say the same however often; all others tell something of their own in their words. */
const SAME = ['plan-listed', 'plan-read', 'audience-read', 'section-live-write', 'log-read', 'refused'];
const KIND = `case when type in ('${LOOK.join("', '")}') then 'look' when type in ('${SAME.join("', '")}') then type
  else id::text end`;
const ZONE = 'Europe/Amsterdam';
/** Lines that are merged at once; a page of busier days takes more. */
const WINDOW = 600;
const MOST_TIMES = 20;
const MOST_PEOPLE = 500;

/** As of when the pages are; the newest moment and line of the last entry so far. */
const cursor = z.tuple([cursorMoment, cursorMoment, z.uuid()]);

const GROUP = `"day", kind, "personId", "onBehalfOf", "helperId", "sectionId", action, outcome, why, "ruleId", emergency`;
/** Entries of whole days between $7 and $8, newest first. */
const ENTRIES = `
  with line as (select *, ${KIND} as kind, (moment at time zone '${ZONE}')::date as "day" from (${linesWhere(
    (at) => `${at} < $7::timestamptz and ($8::timestamptz is null or ${at} >= $8)`,
  )}) every),
    part as (select ${GROUP}, type, count(*)::integer as count, max(moment) as newest, min(moment) as since,
        (array_agg(id order by moment desc, id desc))[1] as id, array_agg(id) filter (where id = any ($12::uuid[])) as asked,
        array(select ${isoOf('m')} from unnest((array_agg(moment order by moment desc))[1:${MOST_TIMES}]) m) as times
      from line group by ${GROUP}, type),
    entry as (select max(newest) as newest, (array_agg(id order by newest desc, id desc))[1] as id,
        sum(count)::integer as count, min(since) as since,
        jsonb_agg(jsonb_build_object('type', type, 'count', count, 'times', to_jsonb(times),
          'asked', coalesce(to_jsonb(asked), '[]'))) as parts
      from part group by ${GROUP})
  select id, count, ${isoOf('newest')} as newest, ${isoOf('since')} as since, parts from entry
    where $9::timestamptz is null or (newest, id) < ($9, $10::uuid)
    order by entry.newest desc, id desc limit $11`;
/** The moment from which a window of so many lines goes, at the beginning of its day; none: from the first line on. */
const WINDOW_START = `select ${isoOf(`date_trunc('day', moment, '${ZONE}')`)} as start
  from (${linesWhere((at) => `${at} < $7::timestamptz`, '$8::integer + 1')}) line order by moment desc offset $8 limit 1`;
const NEWEST = `select *, ${isoOf('moment')} as at from (${linesWhere((_, id) => `${id} = any ($7::uuid[])`)}) line`;
/** A person at a time, by the index: however many lines there are. */
const PEOPLE = `
  with recursive met(id) as (
    (select person_id from access_log where plan_id = $1 and person_id is not null order by person_id limit 1)
    union all select (select l.person_id from access_log l where l.plan_id = $1 and l.person_id > met.id
      order by l.person_id limit 1) from met where met.id is not null)
  select p.id, p.name from person p where p.id in (select id from met limit ${MOST_PEOPLE})
    or p.id in (select person_id from access_refusal where object_id = any ($2::uuid[]) limit ${MOST_PEOPLE})
  order by p.name, p.id`;

const entryRow = z.object({
  id: z.string(),
  count: z.number(),
  newest: z.string(),
  since: z.string(),
  parts: z.array(
    z.object({ type: z.enum(logTypes), count: z.number(), times: z.array(z.string()), asked: z.array(z.string()) }),
  ),
});
type EntryRow = z.infer<typeof entryRow>;
const startRow = z.object({ start: z.string() });
const personRow = z.object({ id: z.string(), name: z.string() });
const nowRow = z.object({ now: z.string() });

type Page = { items: AccessLogEntry[]; nextCursor: string | null; people: { id: string; name: string }[] };

/** "Wie heeft gekeken" as people read it: per day, what says the same merged. One look at it leaves one line. */
@Injectable()
export class LogEntries {
  constructor(
    private readonly access: Access,
    private readonly log: AccessLog,
    private readonly lines: LogRows,
    private readonly questions: LogQuestions,
    private readonly titles: Titles,
  ) {}

  /** Newest first. A day is merged as a whole, as of the first page: no entry is lost, repeated or cut in two. */
  async page(
    acting: Acting,
    planId: string,
    { cursor: text, limit, ...filter }: LogFilter & { readonly cursor?: string | undefined; readonly limit: number },
  ): Promise<Page> {
    const place = text === undefined ? undefined : decodeCursor(cursor, text);
    return this.access.act(acting, async (tx) => {
      const reading = await requireLogReader(this.access, tx, acting, planId);
      const asOf = place?.[0] ?? (await nowOf(tx));
      const asked = await this.questions.inPlan(tx, planId);
      const found = await this.#find(tx, reading, filter, { asOf, place, asked: [...asked.keys()] }, limit + 1);
      const shown = found.slice(0, limit);
      const last = shown.at(-1);
      const people = place === undefined ? await rows(tx, personRow, PEOPLE, [planId, reading.objects]) : [];
      const items = await this.#open(tx, reading, shown, asked);
      const title = await titleOf(this.titles, tx, planId, null);
      const event = { type: 'log-read', action: 'R', sectionId: null, title } as const;
      await this.log.appendOncePerLook(tx, acting, reading.standing, event);
      const more = found.length > limit && last !== undefined;
      return { items, nextCursor: more ? encodeCursor([asOf, last.newest, last.id]) : null, people };
    });
  }

  /** Goes back by windows of whole days, each twice as wide as the one before, until there are enough. */
  async #find(
    tx: EntityManager,
    { standing: { planId }, objects }: LogReading,
    filter: LogFilter,
    { asOf, place, asked }: Span,
    most: number,
  ): Promise<EntryRow[]> {
    const known = parametersOf(planId, objects, filter);
    const found: EntryRow[] = [];
    let end = place === undefined ? asOf : earlier(asOf, await endOfDay(tx, place[1]));
    for (let width = WINDOW; ; width *= 2) {
      const [window] = await rows(tx, startRow, WINDOW_START, [...known, end, width]);
      const start = window?.start ?? null;
      const rest = [...(place?.slice(1) ?? [null, null]), most - found.length, asked];
      found.push(...(await rows(tx, entryRow, ENTRIES, [...known, end, start, ...rest])));
      if (start === null || found.length >= most) return found;
      end = start;
    }
  }

  async #open(
    tx: EntityManager,
    { standing, objects }: LogReading,
    entries: readonly EntryRow[],
    asked: ReadonlyMap<string, QuestionRow>,
  ): Promise<AccessLogEntry[]> {
    const { planId } = standing;
    const newest = await rows(tx, lineRow, NEWEST, [
      ...parametersOf(planId, objects, spanOf(entries)),
      entries.map(({ id }) => id),
    ]);
    const lines = new Map((await this.lines.open(tx, planId, newest)).map((line) => [line.id, line]));
    const items: AccessLogEntry[] = [];
    for (const { id, count, since, parts } of entries) {
      const line = lines.get(id);
      if (line === undefined) continue;
      const [about] = parts.flatMap((part) => part.asked);
      const row = about === undefined ? undefined : asked.get(about);
      const question = row === undefined ? null : await this.questions.open(tx, planId, row);
      const mayAsk = question === null && canBeAsked(standing, line);
      items.push({ line, count, since, parts: parts.map(withoutIds).toSorted(mostTelling), question, mayAsk });
    }
    return items;
  }
}

type Span = {
  readonly asOf: string;
  readonly place: z.infer<typeof cursor> | undefined;
  /** Lines about which there is a question. */
  readonly asked: readonly string[];
};

const withoutIds = ({ type, count, times }: EntryRow['parts'][number]): AccessLogEntry['parts'][number] => ({
  type,
  count,
  times,
});
const mostTelling = (one: { type: string }, other: { type: string }): number =>
  LOOK.indexOf(one.type) - LOOK.indexOf(other.type);

/** Between which moments these entries' newest lines are, so that an index finds them. */
function spanOf(entries: readonly EntryRow[]): LogFilter {
  const oldest = entries.at(-1)?.newest;
  return oldest === undefined ? {} : { from: oldest };
}

const earlier = (one: string, other: string): string => (one < other ? one : other);

async function nowOf(tx: EntityManager): Promise<string> {
  const [found] = await rows(tx, nowRow, `select ${isoOf('clock_timestamp()')} as now`);
  if (found === undefined) throw new Error('The database answers nothing');
  return found.now;
}

async function endOfDay(tx: EntityManager, at: string): Promise<string> {
  const day = `date_trunc('day', $1::timestamptz, '${ZONE}') + interval '26 hours'`;
  const sql = `select ${isoOf(`date_trunc('day', ${day}, '${ZONE}')`)} as now`;
  const [found] = await rows(tx, nowRow, sql, [at]);
  if (found === undefined) throw new Error('The database answers nothing');
  return found.now;
}
