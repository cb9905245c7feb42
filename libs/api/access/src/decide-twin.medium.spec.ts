import { levels } from '@samenplan/shared/contracts';
import type { TestDatabase } from '@samenplan/api/platform/testing';
import fc from 'fast-check';
import type { Client } from 'pg';
import { z } from 'zod';
import { decide, type Ask } from './decide';
import { anyMoment, anyRules, client, ids, midnight } from './decide-cases';
import { openGround } from './decide-ground';
import { rulesDocument, type Rules } from './rules';

const plan = '00000000-0000-4000-8000-00ff00000000';
const place = '00000000-0000-4000-8000-00fe00000000';
const people = [0, 1, 2, 3, 4].map(ids.person);
const asks: Ask[] = people.flatMap((personId) =>
  [null, 0, 1, 2, 3].map((section) => ({ personId, sectionId: section === null ? null : ids.section(section) })),
);
const answers = z.array(
  z.object({ level: z.number(), why: z.string(), rule_id: z.string().nullable(), until: z.date().nullable() }),
);

/** The date of birth behind the ages of these rules. */
function birthOf({ turns }: Rules): string | null {
  if (turns === null) return null;
  const day = new Date(turns.twelve.getTime() + 12 * 3_600_000);
  return new Date(Date.UTC(day.getUTCFullYear() - 12, day.getUTCMonth(), day.getUTCDate())).toISOString().slice(0, 10);
}

describe('decide() and access_right in the database', () => {
  let database: TestDatabase;
  let db: Client;

  beforeAll(async () => {
    ({ database, db } = await openGround(place, people, [ids.team(0), ids.team(1)]));
  });

  afterAll(async () => {
    await db.end();
    await database.drop();
  });

  /** Runs `work` on a database that holds these rules and nothing else of plans, and takes them away again. */
  async function holding<T>(rules: Rules, work: () => Promise<T>): Promise<T> {
    await db.query('begin');
    try {
      await insert(rules);
      return await work();
    } finally {
      await db.query('rollback');
    }
  }

  async function insert(rules: Rules): Promise<void> {
    const rows = async (sql: string, of: readonly object[]): Promise<void> =>
      void (await db.query(sql, [JSON.stringify(of), place, plan]));
    const from = (columns: string): string =>
      `from json_to_recordset($1) as r (${columns}), (select $2::uuid as place, $3::uuid as plan) fixed`;
    await db.query('insert into plan_access values ($1, $2)', [plan, rules.clientId]);
    await rows(
      `insert into section_access select id, plan, "ownStory", money, "onlyClient", case when archived then now() end
      ${from('id uuid, "ownStory" bool, money bool, "onlyClient" bool, archived bool')}`,
      rules.sections,
    );
    await rows(
      `insert into mandate (id, client_id, person_id, kind, scope, starts_at, ends_at, renewed_at, contested_at)
      select gen_random_uuid(), '${client}', "personId", kind, scope, "startsAt", "endsAt", case when renewed then now() end,
        case when suspended then now() end
      ${from('"personId" uuid, kind text, scope text, "startsAt" timestamptz, "endsAt" timestamptz, renewed bool, suspended bool')}`,
      rules.mandates,
    );
    await rows(
      `insert into section_closure (id, plan_id, section_id, person_id, reason, closed_by, closed_at)
      select gen_random_uuid(), plan, "sectionId", "personId", '', '${client}', since
      ${from('"sectionId" uuid, "personId" uuid, since timestamptz')}`,
      rules.closures,
    );
    await db.query('update person set birth_date = $2 where id = $1', [client, birthOf(rules)]);
    await rows(
      `insert into affiliation (id, person_id, organisation_id, function_id, starts_at, ends_at)
      select id, "personId", place, place, "startsAt", "endsAt"
      ${from('id uuid, "personId" uuid, "startsAt" timestamptz, "endsAt" timestamptz')}`,
      rules.affiliations,
    );
    await rows(
      `insert into team_member select gen_random_uuid(), "teamId", "affiliationId", "startsAt", "endsAt"
      ${from('"teamId" uuid, "affiliationId" uuid, "startsAt" timestamptz, "endsAt" timestamptz')}`,
      rules.memberships,
    );
    await rows(
      `insert into access_rule (id, plan_id, section_id, subject_type, subject_id, affiliation_id, effect, level, starts_at, ends_at, created_by)
      select id, plan, "sectionId", "subjectType", "subjectId", "affiliationId", effect, level, "startsAt", "endsAt", "createdBy"
      ${from('id uuid, "sectionId" uuid, "subjectType" text, "subjectId" uuid, "affiliationId" uuid, effect text, level smallint, "createdBy" uuid, "startsAt" timestamptz, "endsAt" timestamptz')}`,
      rules.rules.map(({ subject, ...rule }) => ({ ...rule, subjectType: subject.type, subjectId: subject.id })),
    );
  }

  async function twin(moment: Date): Promise<z.output<typeof answers>> {
    const { rows } = await db.query(
      `select r.* from unnest($1::uuid[], $2::uuid[]) with ordinality a (who, section, nth), access_right(a.who, $3, a.section, $4) r order by nth`,
      [asks.map(({ personId }) => personId), asks.map(({ sectionId }) => sectionId), plan, moment],
    );
    return answers.parse(rows);
  }

  it('answer alike to every person, every section and the plan: level, reason, rule and until', async () => {
    await fc.assert(
      fc.asyncProperty(anyRules, anyMoment, async (rules, moment) => {
        const given = await holding(rules, () => twin(moment));
        const pure = asks.map((ask) => decide(rules, ask, moment));
        expect(
          given.map(({ level, why, rule_id, until }) => ({ level: levels[level], why, ruleId: rule_id, until })),
        ).toEqual(pure);
      }),
      { numRuns: 300 },
    );
  });

  it('agree on what somebody decides about, also where the database lists it as one set', async () => {
    await fc.assert(
      fc.asyncProperty(anyRules, anyMoment, fc.constantFrom(...people), async (rules, now, personId) => {
        const { rows } = await holding(rules, () =>
          db.query<{ id: string }>('select distinct managed_objects($1, $2) as id', [personId, now]),
        );
        const decided = rules.sections
          .filter(({ id }) => decide(rules, { personId, sectionId: id }, now).level === 'manage')
          .map(({ id }) => id);
        const whole = decide(rules, { personId, sectionId: null }, now).level === 'manage' ? [plan] : [];
        expect(rows.map(({ id }) => id).sort()).toEqual([...whole, ...decided].sort());
      }),
      { numRuns: 200 },
    );
  });

  it('see the same facts: the document of one person, or of everybody, decides as the rules it was made of', async () => {
    const document = z.tuple([z.object({ facts: rulesDocument })]);
    await fc.assert(
      fc.asyncProperty(anyRules, anyMoment, fc.constantFrom(...people), async (rules, moment, personId) => {
        const facts = await holding(rules, async () => {
          await db.query("select set_config('samenplan.person', $1, true)", [client]);
          const one = document.parse((await db.query('select access_facts($1, $2) as facts', [plan, personId])).rows);
          const all = document.parse((await db.query('select access_facts($1, null) as facts', [plan])).rows);
          return [one[0].facts, all[0].facts];
        });
        for (const ask of asks.filter((one) => one.personId === personId))
          for (const document of facts) expect(decide(document, ask, moment)).toEqual(decide(rules, ask, moment));
      }),
      { numRuns: 100 },
    );
  });

  it('know when somebody turns so old: midnight in Amsterdam, in winter and summer time, and 1 March for a leap day', async () => {
    const turns = async (birth: string, years: number): Promise<Date | undefined> =>
      (await db.query<{ at: Date }>('select turns($1::date, $2) as at', [birth, years])).rows[0]?.at;
    expect(await turns('2018-07-01', 12)).toEqual(new Date('2030-06-30T22:00:00Z'));
    expect(await turns('2018-01-01', 12)).toEqual(new Date('2029-12-31T23:00:00Z'));
    // The nights in which summer time begins and ends, and those after.
    expect(await turns('2018-03-31', 12)).toEqual(new Date('2030-03-30T23:00:00Z'));
    expect(await turns('2018-04-01', 12)).toEqual(new Date('2030-03-31T22:00:00Z'));
    expect(await turns('2018-10-27', 12)).toEqual(new Date('2030-10-26T22:00:00Z'));
    expect(await turns('2018-10-28', 12)).toEqual(new Date('2030-10-27T23:00:00Z'));
    expect(await turns('2012-02-29', 12)).toEqual(new Date('2024-02-28T23:00:00Z'));
    expect(await turns('2012-02-29', 18)).toEqual(new Date('2030-02-28T23:00:00Z'));
    await fc.assert(
      fc.asyncProperty(
        fc.date({ min: new Date('2005-01-01'), max: new Date('2037-12-31'), noInvalidDate: true }),
        fc.constantFrom(12, 16, 18),
        async (birth, years) => {
          const [year, month, day] = [birth.getUTCFullYear() + years, birth.getUTCMonth(), birth.getUTCDate()];
          const date = new Date(Date.UTC(year, month, day));
          expect(await turns(birth.toISOString().slice(0, 10), years)).toEqual(
            midnight(date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate()),
          );
        },
      ),
      { numRuns: 200 },
    );
  });
});
