import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Database, Problem } from '@samenplan/api/platform';
import {
  colleagueInvitation,
  jobFunction,
  type Colleague,
  type Organisation,
  type OrganisationTeam,
  type RouteAnswer,
  type RouteInput,
  type organisationRoutes,
} from '@samenplan/shared/contracts';
import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import type { Visitor } from '../visitor';
import { Administration, changeOne, settings } from './administration';

type Body<K extends keyof typeof organisationRoutes> = RouteInput<(typeof organisationRoutes)[K]>['body'];

const summaryRows = z.array(
  z.object({ id: z.string(), name: z.string(), kind: z.string(), phone: z.string().nullable() }),
);
const moment = z.date().transform((at) => at.toISOString());
const colleagueRows = z.array(
  z.object({
    affiliationId: z.string(),
    personId: z.string(),
    name: z.string(),
    functionId: z.string(),
    function: z.string(),
    phone: z.string().nullable(),
    workingDays: z.array(z.int()),
    startsAt: moment,
    endsAt: moment.nullable(),
  }),
);
const replacementRows = z.array(
  z.object({
    id: z.string(),
    affiliationId: z.string(),
    substituteId: z.string(),
    substituteName: z.string(),
    startsAt: moment,
    endsAt: moment,
  }),
);
const teamRows = z.array(
  z.object({ id: z.string(), name: z.string(), phone: z.string().nullable(), contactId: z.string().nullable() }),
);
const memberRows = z.array(
  z.object({
    teamId: z.string(),
    memberId: z.string(),
    affiliationId: z.string(),
    name: z.string(),
    startsAt: moment,
  }),
);
const administratorRows = z.array(
  z.object({ id: z.string(), personId: z.string(), name: z.string(), startsAt: moment }),
);
const invitationRows = z.array(colleagueInvitation.extend({ createdAt: moment, expiresAt: moment }));

const inForce = (row: string): string => `(${row}.ends_at is null or ${row}.ends_at > clock_timestamp())`;

/** Organisations with their functions, people and teams, for who administers them. Nothing here knows of plans. */
@Injectable()
export class Organisations {
  constructor(
    private readonly database: Database,
    private readonly administration: Administration,
  ) {}

  async list(visitor: Visitor): Promise<RouteAnswer<typeof organisationRoutes.listOrganisations>> {
    return this.database.as(visitor, async (tx) => {
      const sql = `select o.id, o.name, o.kind, o.phone from organisation o
        where exists (select from administration m where m.organisation_id = o.id and m.person_id = acting_person() and ${inForce('m')})
        order by o.name, o.id`;
      return { items: summaryRows.parse(await tx.query(sql)) };
    });
  }

  async get(visitor: Visitor, organisationId: string): Promise<Organisation> {
    return this.administration.of(visitor, organisationId, async (tx) => {
      const ask = (sql: string): Promise<unknown> => tx.query(sql, [organisationId]);
      const [summary] = summaryRows.parse(await ask('select id, name, kind, phone from organisation where id = $1'));
      if (summary === undefined) throw new Problem('not-found');
      return {
        ...summary,
        functions: z.array(jobFunction).parse(
          await ask(`select id, name, duties, purpose, legal_basis as "legalBasis",
              proposed_domains as "proposedDomains" from job_function
            where organisation_id = $1 order by name, id`),
        ),
        colleagues: await this.#colleagues(ask),
        teams: await this.#teams(ask),
        invitations: invitationRows.parse(
          await ask(`select id, number, function_id as "functionId", administrator, created_at as "createdAt",
              expires_at as "expiresAt" from colleague_invitation
            where organisation_id = $1 and cancelled_at is null and accepted_at is null and expires_at > clock_timestamp()
            order by number`),
        ),
        administrators: administratorRows.parse(
          await ask(`select m.id, p.id as "personId", p.name, m.starts_at as "startsAt" from administration m
            join person p on p.id = m.person_id where m.organisation_id = $1 and ${inForce('m')} order by p.name, m.id`),
        ),
      };
    });
  }

  async change(visitor: Visitor, organisationId: string, wanted: Body<'changeOrganisation'>): Promise<void> {
    await this.administration.of(visitor, organisationId, (tx) =>
      this.#set(tx, 'organisation', { name: 'name', phone: 'phone' }, wanted, 'id = $1', [organisationId]),
    );
  }

  async createFunction(
    visitor: Visitor,
    organisationId: string,
    { name, duties, purpose, legalBasis, proposedDomains = [] }: Body<'createFunction'>,
  ): Promise<{ id: string }> {
    return this.administration.of(visitor, organisationId, async (tx) => {
      const id = randomUUID();
      await tx.query(
        `insert into job_function (id, organisation_id, name, duties, purpose, legal_basis, proposed_domains)
          values ($1, $2, $3, $4, $5, $6, $7)`,
        [id, organisationId, name, duties, purpose, legalBasis, proposedDomains],
      );
      return { id };
    });
  }

  async changeFunction(
    visitor: Visitor,
    organisationId: string,
    functionId: string,
    wanted: Body<'changeFunction'>,
  ): Promise<void> {
    const columns = {
      name: 'name',
      duties: 'duties',
      purpose: 'purpose',
      legalBasis: 'legal_basis',
      proposedDomains: 'proposed_domains',
    };
    await this.administration.of(visitor, organisationId, (tx) =>
      this.#set(tx, 'job_function', columns, wanted, 'id = $1 and organisation_id = $2', [functionId, organisationId]),
    );
  }

  async createTeam(visitor: Visitor, organisationId: string, team: Body<'createTeam'>): Promise<{ id: string }> {
    return this.administration.of(visitor, organisationId, async (tx) => {
      const id = randomUUID();
      await tx.query('insert into team (id, organisation_id, name, phone) values ($1, $2, $3, $4)', [
        id,
        organisationId,
        team.name,
        team.phone,
      ]);
      return { id };
    });
  }

  /** @throws Problem `not-found` also when the contact person does not work here */
  async changeTeam(
    visitor: Visitor,
    organisationId: string,
    teamId: string,
    wanted: Body<'changeTeam'>,
  ): Promise<void> {
    const columns = { name: 'name', phone: 'phone', contactId: 'contact_id' };
    await this.administration.of(visitor, organisationId, async (tx) => {
      if (typeof wanted.contactId === 'string') await worksHere(tx, wanted.contactId, organisationId);
      await this.#set(tx, 'team', columns, wanted, 'id = $1 and organisation_id = $2', [teamId, organisationId]);
    });
  }

  async #set(
    tx: EntityManager,
    table: string,
    columns: Readonly<Record<string, string>>,
    wanted: Readonly<Record<string, unknown>>,
    where: string,
    keys: readonly unknown[],
  ): Promise<void> {
    const set = settings(columns, wanted, keys.length + 1);
    if (set !== null) await changeOne(tx, `update ${table} set ${set.sql} where ${where}`, [...keys, ...set.values]);
  }

  async #colleagues(ask: (sql: string) => Promise<unknown>): Promise<Colleague[]> {
    const people = colleagueRows.parse(
      await ask(`select a.id as "affiliationId", p.id as "personId", p.name, f.id as "functionId", f.name as function, a.phone,
          a.working_days as "workingDays", a.starts_at as "startsAt", a.ends_at as "endsAt"
        from affiliation a join person p on p.id = a.person_id join job_function f on f.id = a.function_id
        where a.organisation_id = $1 and ${inForce('a')} order by p.name, a.id`),
    );
    const replacements = replacementRows.parse(
      await ask(`select r.id, r.affiliation_id as "affiliationId", r.substitute_id as "substituteId", p.name as "substituteName",
          r.starts_at as "startsAt", r.ends_at as "endsAt"
        from replacement r join affiliation a on a.id = r.affiliation_id join affiliation s on s.id = r.substitute_id
        join person p on p.id = s.person_id
        where a.organisation_id = $1 and r.cancelled_at is null and r.ends_at > clock_timestamp() order by r.starts_at, r.id`),
    );
    return people.map((person) => ({
      ...person,
      replacements: replacements.filter(({ affiliationId }) => affiliationId === person.affiliationId),
    }));
  }

  async #teams(ask: (sql: string) => Promise<unknown>): Promise<OrganisationTeam[]> {
    const teams = teamRows.parse(
      await ask(
        'select id, name, phone, contact_id as "contactId" from team where organisation_id = $1 order by name, id',
      ),
    );
    const members = memberRows.parse(
      await ask(`select m.team_id as "teamId", m.id as "memberId", a.id as "affiliationId", p.name, m.starts_at as "startsAt"
        from team_member m join team t on t.id = m.team_id join affiliation a on a.id = m.affiliation_id
        join person p on p.id = a.person_id
        where t.organisation_id = $1 and ${inForce('m')} and ${inForce('a')} order by p.name, m.id`),
    );
    return teams.map((team) => ({ ...team, members: members.filter(({ teamId }) => teamId === team.id) }));
  }
}

const working = z.array(z.object({ works: z.boolean() }));

/** @throws Problem `not-found` for a place that is not of this organisation, or has ended */
export async function worksHere(tx: EntityManager, affiliationId: string, organisationId: string): Promise<void> {
  const found = working.parse(await tx.query('select works_at($1, $2) as works', [affiliationId, organisationId]));
  if (found[0]?.works !== true) throw new Problem('not-found');
}
