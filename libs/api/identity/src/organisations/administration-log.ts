import { Injectable } from '@nestjs/common';
import type { AdministrationChange, organisationRoutes, RouteAnswer } from '@samenplan/shared/contracts';
import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import type { Visitor } from '../visitor';
import { Administration } from './administration';

const PAGE = 50;

const values = z.record(z.string(), z.unknown());
const changeRows = z.array(
  z.object({
    id: z.string(),
    at: z.date(),
    personId: z.string().nullable(),
    subject: z.enum([
      'organisation',
      'function',
      'place',
      'team',
      'team-place',
      'replacement',
      'invitation',
      'administrator',
    ]),
    made: z.boolean(),
    object: values,
    before: values.nullable(),
    after: values,
  }),
);
type Row = z.infer<typeof changeRows>[number];

/** Columns that a reader understands; ids and hashes stay behind. */
const shown = [
  'name',
  'phone',
  'duties',
  'purpose',
  'legal_basis',
  'proposed_domains',
  'working_days',
  'contact_id',
  'starts_at',
  'ends_at',
  'cancelled_at',
  'accepted_at',
  'number',
  'administrator',
];
const nameRows = z.array(z.object({ id: z.string(), name: z.string() }));

/** What administrators did, as triggers of the database wrote it. */
@Injectable()
export class AdministrationLog {
  constructor(private readonly administration: Administration) {}

  /** Newest first. @param before cursor: the id of the last line of the page before */
  async read(
    visitor: Visitor,
    organisationId: string,
    before: string | undefined,
  ): Promise<RouteAnswer<typeof organisationRoutes.listAdministrationChanges>> {
    return this.administration.of(visitor, organisationId, async (tx) => {
      const sql = `select id, at, person_id as "personId", subject, made, object, before, after from administration_change
        where organisation_id = $1 and ($2::bigint is null or id < $2) order by id desc limit ${PAGE + 1}`;
      const rows = changeRows.parse(await tx.query(sql, [organisationId, before ?? null]));
      const page = rows.slice(0, PAGE);
      const names = await this.#names(tx, page);
      return {
        items: page.map((row) => changeOf(row, names)),
        nextCursor: rows.length > PAGE ? (page.at(-1)?.id ?? null) : null,
      };
    });
  }

  /** Names of people (also by their place) and teams. */
  async #names(tx: EntityManager, rows: readonly Row[]): Promise<Map<string, string>> {
    const ids = rows.flatMap(({ personId, object, before, after }) =>
      [
        personId,
        ...['person_id', 'affiliation_id', 'substitute_id', 'team_id', 'function_id'].map((key) => object[key]),
        before?.['contact_id'],
        after['contact_id'],
      ].filter((id) => typeof id === 'string'),
    );
    const sql = `select id, name from person where id = any ($1::uuid[])
      union select a.id, p.name from affiliation a join person p on p.id = a.person_id where a.id = any ($1::uuid[])
      union select id, name from team where id = any ($1::uuid[])
      union select id, name from job_function where id = any ($1::uuid[])`;
    const found = nameRows.parse(await tx.query(sql, [[...new Set(ids)]]));
    return new Map(found.map(({ id, name }) => [id, name]));
  }
}

type Names = ReadonlyMap<string, string>;

function changeOf(row: Row, names: Names): AdministrationChange {
  const named = (key: string): string | null => names.get(String(row.object[key])) ?? null;
  return {
    id: row.id,
    at: row.at.toISOString(),
    by: row.personId === null ? null : { id: row.personId, name: names.get(row.personId) ?? '' },
    subject: row.subject,
    made: row.made,
    name: nameOf(row, named),
    other: otherOf(row, named),
    fields: shown
      .filter((field) => isTold(row, field))
      .map((field) => ({
        field,
        before: row.before === null ? null : wordOf(field, row.before[field], names),
        after: wordOf(field, row.after[field], names),
      })),
  };
}

function nameOf({ subject, object }: Row, named: (key: string) => string | null): string | null {
  switch (subject) {
    case 'place':
    case 'administrator':
      return named('person_id');
    case 'team-place':
    case 'replacement':
      return named('affiliation_id');
    case 'invitation':
      return String(object['number']);
    default:
      return String(object['name']);
  }
}

function otherOf({ subject }: Row, named: (key: string) => string | null): string | null {
  switch (subject) {
    case 'team-place':
      return named('team_id');
    case 'replacement':
      return named('substitute_id');
    case 'place':
    case 'invitation':
      return named('function_id');
    default:
      return null;
  }
}

/** A new row tells what it holds; its own name and beginning stand in the line already. */
function isTold(row: Row, field: string): boolean {
  if (!(field in row.after)) return false;
  if (!row.made) return true;
  if (row.after[field] === null) return false;
  return !['name', 'number'].includes(field) && (field !== 'starts_at' || row.subject === 'replacement');
}

function wordOf(field: string, value: unknown, names: Names): string | null {
  if (value === null || value === undefined) return null;
  if (field === 'contact_id') return names.get(String(value)) ?? null;
  return Array.isArray(value) ? value.join(', ') : String(value);
}
