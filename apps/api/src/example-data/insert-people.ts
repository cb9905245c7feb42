import type { Client } from 'pg';
import { mandates, organisations, teams, workingDays } from './organisations';
import { exampleFigure, exampleId, examplePeople } from './people';

/** Who is who can't be made through the API: it is inserted as owner of the database. Does nothing the second time. */
export async function insertPeople(owner: Client): Promise<void> {
  await owner.query('begin');
  try {
    await people(owner);
    await places(owner);
    await owner.query('commit');
  } catch (error) {
    await owner.query('rollback');
    throw error;
  }
}

/** Binds the example people to the local provider, whose address may differ at each start. */
export async function insertLogins(owner: Client, issuer: string): Promise<void> {
  for (const { key, id } of examplePeople)
    await owner.query('insert into login (issuer, subject, person_id) values ($1, $2, $3) on conflict do nothing', [
      issuer,
      key,
      id,
    ]);
}

async function people(owner: Client): Promise<void> {
  for (const [number, { id, name, birthDate, roles }] of examplePeople.entries()) {
    const sql =
      'insert into person (id, name, birth_date, contact_code) values ($1, $2, $3, $4) on conflict do nothing';
    await owner.query(sql, [id, name, birthDate, contactCode(number)]);
    for (const role of roles)
      await owner.query('insert into person_role values ($1, $2) on conflict do nothing', [id, role]);
  }
  for (const { id, client, person, kind, scope } of mandates)
    await owner.query(
      `insert into mandate (id, client_id, person_id, kind, scope, starts_at, ends_at)
        values ($1, $2, $3, $4, $5, clock_timestamp() - interval '400 days', clock_timestamp() + interval '3 years') on conflict do nothing`,
      [id, exampleFigure(client).id, exampleFigure(person).id, kind, scope],
    );
}

async function places(owner: Client): Promise<void> {
  for (const { id, name, kind, phone, jobs } of organisations) {
    await owner.query(
      'insert into organisation (id, name, kind, phone) values ($1, $2, $3, $4) on conflict do nothing',
      [id, name, kind, phone],
    );
    for (const job of jobs) {
      const sql = `insert into job_function (id, organisation_id, name, duties, purpose, legal_basis) values ($1, $2, $3, $4, $5, $6) on conflict do nothing`;
      await owner.query(sql, [job.id, id, job.name, job.duties, job.purpose, job.legalBasis]);
      await owner.query(
        `insert into affiliation (id, person_id, organisation_id, function_id, phone, working_days)
          values ($1, $2, $3, $4, $5, $6) on conflict do nothing`,
        [affiliationOf(job.key), exampleFigure(job.key).id, id, job.id, phoneOf(job.key), workingDays[job.key] ?? []],
      );
    }
  }
  for (const [number, team] of teams.entries()) {
    await owner.query('insert into team (id, organisation_id, name) values ($1, $2, $3) on conflict do nothing', [
      team.id,
      team.organisationId,
      team.name,
    ]);
    for (const [nth, key] of team.members.entries())
      await owner.query(
        'insert into team_member (id, team_id, affiliation_id) values ($1, $2, $3) on conflict do nothing',
        [exampleId('d2', number * 16 + nth), team.id, affiliationOf(key)],
      );
  }
}

const numberOf = (key: string): number => examplePeople.findIndex((one) => one.key === key) + 1;
const affiliationOf = (key: string): string => exampleId('f1', numberOf(key));
/** 06-00 numbers are given to nobody. */
const phoneOf = (key: string): string => `06-00 000 0${String(numberOf(key)).padStart(2, '0')}`;

/** The same at every installation, so that a code can stand in a script; nobody but example people has one of these. */
const contactCode = (number: number): string =>
  `VRBEELD${'ABCDEFGHJK'.charAt(Math.floor(number / 10))}${'ABCDEFGHJK'.charAt(number % 10)}2`;
