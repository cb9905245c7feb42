import { randomUUID } from 'node:crypto';
import { newContactCode } from '@samenplan/api/identity';
import type { Client } from 'pg';

/** A place in an organisation, as a test needs it. */
export type TestPlace = { readonly organisationId: string; readonly functionId: string };

/** Puts people and organisations in the database as its owner, past everything that the product checks. */
export class TestPeople {
  constructor(private readonly owner: Client) {}

  async person(name: string, roles: readonly string[] = []): Promise<string> {
    const id = randomUUID();
    await this.owner.query(
      "insert into person (id, name, birth_date, contact_code) values ($1, $2, '1980-05-17', $3)",
      [id, name, newContactCode()],
    );
    for (const role of roles) await this.owner.query('insert into person_role values ($1, $2)', [id, role]);
    return id;
  }

  async place(organisation: string, job: string): Promise<TestPlace> {
    const place = { organisationId: randomUUID(), functionId: randomUUID() };
    await this.owner.query("insert into organisation values ($1, $2, 'care', '06-00 000 001')", [
      place.organisationId,
      organisation,
    ]);
    await this.owner.query("insert into job_function values ($1, $2, $3, '{professional-secrecy}', $4, $5)", [
      place.functionId,
      place.organisationId,
      job,
      `Doel van ${job}`,
      `Grondslag van ${job}`,
    ]);
    return place;
  }

  /** @returns affiliation id */
  async affiliation(personId: string, { organisationId, functionId }: TestPlace): Promise<string> {
    const id = randomUUID();
    await this.owner.query(
      'insert into affiliation (id, person_id, organisation_id, function_id) values ($1, $2, $3, $4)',
      [id, personId, organisationId, functionId],
    );
    return id;
  }

  async professional(
    name: string,
    job: string,
  ): Promise<{ readonly id: string; readonly affiliationId: string; readonly place: TestPlace }> {
    const id = await this.person(name, ['professional']);
    const place = await this.place(`Organisatie van ${name}`, job);
    return { id, affiliationId: await this.affiliation(id, place), place };
  }

  /** @returns team id */
  async team(name: string, { organisationId }: TestPlace, affiliationIds: readonly string[]): Promise<string> {
    const id = randomUUID();
    await this.owner.query('insert into team values ($1, $2, $3, null)', [id, organisationId, name]);
    for (const affiliationId of affiliationIds)
      await this.owner.query(
        'insert into team_member (id, team_id, affiliation_id) values (gen_random_uuid(), $1, $2)',
        [id, affiliationId],
      );
    return id;
  }

  async mandate(clientId: string, personId: string, scope: 'all' | 'money'): Promise<void> {
    await this.owner.query(
      "insert into mandate values (gen_random_uuid(), $1, $2, $3, $4, clock_timestamp() - interval '1 day', null)",
      [clientId, personId, scope === 'all' ? 'mentor' : 'bewindvoerder', scope],
    );
  }
}
