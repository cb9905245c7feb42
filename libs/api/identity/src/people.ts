import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import { duty, lifeDomain, role, type LifeDomain, type Position, type Role } from '@samenplan/shared/contracts';

/** Somebody's place in an organisation, with what its function may and must do. */
export type Place = Position & {
  readonly personId: string;
  readonly organisationId: string;
  readonly duties: readonly z.infer<typeof duty>[];
  readonly purpose: string;
  readonly legalBasis: string;
  readonly proposedDomains: readonly LifeDomain[];
};

const placeRows = z.array(
  z.object({
    personId: z.string(),
    affiliationId: z.string(),
    organisationId: z.string(),
    organisation: z.string(),
    function: z.string(),
    phone: z.string().nullable(),
    workingDays: z.array(z.int()),
    duties: z.array(duty),
    purpose: z.string(),
    legalBasis: z.string(),
    proposedDomains: z.array(lifeDomain),
  }),
);

/** Columns of a {@link Place}; needs affiliation a, organisation o and job_function f. */
export const placeColumns = `a.person_id as "personId", a.id as "affiliationId", o.id as "organisationId", o.name as organisation,
  f.name as function, coalesce(a.phone, o.phone) as phone, a.working_days as "workingDays", f.duties, f.purpose, f.legal_basis as "legalBasis",
  f.proposed_domains as "proposedDomains"`;
export const placeTables = `affiliation a join organisation o on o.id = a.organisation_id join job_function f on f.id = a.function_id`;
const placeHolds = 'a.starts_at <= clock_timestamp() and (a.ends_at is null or a.ends_at > clock_timestamp())';
/** A declared place is good only in the plan that it came with: see {@link People.declaredPlace}. */
export const placeInForce = `a.declared_at is null and ${placeHolds}`;
export const parsePlaces = (rows: unknown): Place[] => placeRows.parse(rows);

/** The part of a place that is shown. */
export const positionOf = ({ affiliationId, organisation, function: name, phone, workingDays }: Place): Position => ({
  affiliationId,
  organisation,
  function: name,
  phone,
  workingDays,
});

/** Names and places of people. Callers decide whether the one who asks may know them. */
@Injectable()
export class People {
  /** Names by id; unknown ids are absent. */
  async names(tx: EntityManager, personIds: readonly string[]): Promise<Map<string, string>> {
    const rows: unknown = await tx.query('select id, name from person where id = any ($1::uuid[])', [personIds]);
    return new Map(
      z
        .array(z.object({ id: z.string(), name: z.string() }))
        .parse(rows)
        .map(({ id, name }) => [id, name]),
    );
  }

  /** Places in force at this moment, oldest first; people without any are absent. */
  async places(tx: EntityManager, personIds: readonly string[]): Promise<Map<string, readonly Place[]>> {
    const sql = `select ${placeColumns} from ${placeTables} where a.person_id = any ($1::uuid[]) and ${placeInForce} order by a.starts_at, a.id`;
    return Map.groupBy(parsePlaces(await tx.query(sql, [personIds])), ({ personId }) => personId);
  }

  /** A place that nobody but the person and who invited them vouches for; whoever names it knows it from a rule. */
  async declaredPlace(tx: EntityManager, personId: string, affiliationId: string): Promise<Place | undefined> {
    const sql = `select ${placeColumns} from ${placeTables} where a.id = $1 and a.person_id = $2 and a.declared_at is not null and ${placeHolds}`;
    return parsePlaces(await tx.query(sql, [affiliationId, personId]))[0];
  }

  /** Roles choose screens; they never give a right. */
  async roles(tx: EntityManager, personId: string): Promise<Role[]> {
    const rows: unknown = await tx.query('select role from person_role where person_id = $1 order by role', [personId]);
    return z
      .array(z.object({ role }))
      .parse(rows)
      .map((row) => row.role);
  }

  async contactCode(tx: EntityManager, personId: string): Promise<string> {
    const rows: unknown = await tx.query('select contact_code as code from person where id = $1', [personId]);
    const [row] = z.array(z.object({ code: z.string() })).parse(rows);
    if (row === undefined) throw new Error('A visitor is always a person');
    return row.code;
  }
}
