import type { TestDatabase } from '@samenplan/api/platform/testing';
import { levels } from '@samenplan/shared/contracts';
import fc from 'fast-check';
import type { Client } from 'pg';
import { z } from 'zod';
import { ids } from './decide-cases';
import { openGround } from './decide-ground';
import { pastRow, periodsOf } from './past-rights';

const plan = '00000000-0000-4000-8000-00ff00000001';
const place = '00000000-0000-4000-8000-00fe00000001';
const section = ids.section(0);
const people = [0, 1, 2, 3].map(ids.person);
const team = ids.team(0);

/** Something that changes rights; a number chooses on whom, or which row. */
const step = fc.record({
  what: fc.constantFrom(
    'share',
    'share-team',
    'withhold',
    'stop',
    'reopen',
    'only-client',
    'archive',
    'mandate',
    'end-mandate',
    'leave',
    'return',
    'join-team',
    'leave-team',
    'remove',
    'close',
    'open',
    'birthday',
    'contest',
    'renew',
  ),
  who: fc.integer({ min: 1, max: 3 }),
  whole: fc.boolean(),
  level: fc.constantFrom(1, 2),
  leaning: fc.boolean(),
});
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;
const rightRow = z.array(z.object({ person: z.string(), level: z.number(), at: z.date() }));

/** One statement per kind of step, as the product and administrators do them. $1 person, $2 section or null, $3 level, $4 affiliation. */
const statements: Readonly<Record<Step['what'], string>> = {
  share: `insert into access_rule (id, plan_id, section_id, subject_type, subject_id, affiliation_id, effect, level, ends_at, created_by)
    values (gen_random_uuid(), '${plan}', $2, 'person', $1, $4, 'share', $3, clock_timestamp() + interval '1 day', $1)`,
  'share-team': `insert into access_rule (id, plan_id, section_id, subject_type, subject_id, effect, level, ends_at, created_by)
    values (gen_random_uuid(), '${plan}', $2, 'team', '${team}', 'share', $3, clock_timestamp() + interval '1 day', $1)`,
  withhold: `insert into access_rule (id, plan_id, section_id, subject_type, subject_id, effect, created_by)
    values (gen_random_uuid(), '${plan}', $2, 'person', $1, 'withhold', $1)`,
  stop: 'update access_rule set stopped_at = clock_timestamp() where subject_id = $1 and stopped_at is null',
  // A rule whose end is moved: back to now, or forward again.
  reopen: `update access_rule set ends_at = case when ends_at > clock_timestamp() then clock_timestamp()
    else clock_timestamp() + interval '1 day' end where subject_id = $1 and effect = 'share'`,
  'only-client': `update section_access set only_client = not only_client where section_id = '${section}'`,
  archive: `update section_access set archived_at = case when archived_at is null then clock_timestamp() end where section_id = '${section}'`,
  mandate: `insert into mandate values (gen_random_uuid(), '${people[0]}', $1, case when $2 is null then 'ouder' else 'mentor' end,
    case when $3::int = 1 then 'all' else 'money' end, clock_timestamp(), null)`,
  close: `insert into section_closure (id, plan_id, section_id, person_id, reason, closed_by)
    values (gen_random_uuid(), '${plan}', '${section}', $1, '', '${people[0]}') on conflict do nothing`,
  open: 'update section_closure set opened_at = clock_timestamp() where person_id = $1 and opened_at is null',
  // Of the client: 15, 16 or 18 years old, or of an unknown age.
  birthday: `update person set birth_date = case when $2 is null and $3 = 1 then null
    else current_date - (366 * (case when $2 is null then 15 when $3 = 1 then 17 else 19 end)) end where id = '${people[0]}'`,
  contest: `update mandate set contested_at = case when contested_at is null then clock_timestamp() end where person_id = $1`,
  renew: 'update mandate set renewed_at = clock_timestamp() where person_id = $1',
  'end-mandate': 'update mandate set ends_at = clock_timestamp() where person_id = $1 and ends_at is null',
  leave: 'update affiliation set ends_at = clock_timestamp() where person_id = $1 and ends_at is null',
  return: 'update affiliation set ends_at = null where person_id = $1',
  'join-team': `insert into team_member values (gen_random_uuid(), '${team}', $4, clock_timestamp(), null)`,
  'leave-team': `update team_member set ends_at = clock_timestamp() where affiliation_id = $4 and ends_at is null`,
  remove: 'delete from access_rule where id = (select id from access_rule where subject_id = $1 order by id limit 1)',
};
/** Each with values of its own in it: not every statement uses every one. */
const filled = (sql: string, values: readonly (string | number | null)[]): string =>
  sql.replaceAll(/\$(\d)/g, (_, nth) => {
    const value = values[Number(nth) - 1] ?? null;
    return typeof value === 'string' ? `'${value}'` : String(value);
  });

describe('times at which somebody had a right to read', () => {
  let database: TestDatabase;
  let db: Client;

  beforeAll(async () => {
    ({ database, db } = await openGround(place, people, [team]));
  });
  afterAll(async () => {
    await db.end();
    await database.drop();
  });

  /** What everybody may do now, and when that was asked; the clock stands still on a millisecond of its own. */
  async function now(): Promise<z.infer<typeof rightRow>> {
    await db.query('select pg_sleep(0.003)');
    const { rows } = await db.query(
      `with moment as materialized (select clock_timestamp() as at)
        select p as person, section_level(p, $2, m.at)::int as level, m.at from unnest($1::uuid[]) p cross join moment m`,
      [people, section],
    );
    await db.query('select pg_sleep(0.003)');
    return rightRow.parse(rows);
  }

  async function begin(): Promise<void> {
    await db.query('begin');
    await db.query('insert into plan_access values ($1, $2)', [plan, people[0]]);
    await db.query('insert into section_access values ($1, $2)', [section, plan]);
    for (const [n, person] of people.entries())
      await db.query('insert into affiliation (id, person_id, organisation_id, function_id) values ($1, $2, $3, $3)', [
        ids.affiliation(n),
        person,
        place,
      ]);
  }

  async function take({ what, who, whole, level, leaning }: Step): Promise<void> {
    const affiliation = leaning || what.includes('team') ? ids.affiliation(who) : null;
    await db.query(filled(statements[what], [people[who] ?? null, whole ? null : section, level, affiliation]));
  }

  it('are exactly the times at which the database allowed it, whatever happened to rules, flags, places and mandates', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 12 }), async (steps) => {
        await begin();
        try {
          const asked = [await now()];
          for (const one of steps) {
            await take(one);
            asked.push(await now());
          }
          // Only who still sees the section may ask about its past: everybody gets a mandate at the end.
          await db.query('update section_closure set opened_at = clock_timestamp() where opened_at is null');
          await db.query('update section_access set only_client = false, archived_at = null where section_id = $1', [
            section,
          ]);
          for (const person of people.slice(1))
            await db.query(
              "insert into mandate values (gen_random_uuid(), $1, $2, 'mentor', 'all', clock_timestamp(), null)",
              [people[0], person],
            );
          for (const person of people.slice(1)) {
            await db.query("select set_config('samenplan.person', $1, true)", [person]);
            const { rows } = await db.query('select kind, facts, from_at, until_at from past_rights($1, $2)', [
              plan,
              section,
            ]);
            const periods = periodsOf(z.array(pastRow).parse(rows), person, section);
            for (const at of asked.flatMap((all) => all.filter((one) => one.person === person)))
              expect({
                at: at.at,
                read: periods.some(({ from, until }) => from <= at.at && (until === null || at.at < until)),
              }).toEqual({ at: at.at, read: levels.indexOf('read') <= at.level });
          }
        } finally {
          await db.query('rollback');
        }
      }),
      { numRuns: 60 },
    );
  }, 120_000);

  it('are told to nobody who does not see the section now', async () => {
    await begin();
    try {
      await take({ what: 'share', who: 1, whole: true, level: 1, leaning: false });
      const count = async (person: string | undefined): Promise<number> => {
        await db.query("select set_config('samenplan.person', $1, true)", [person]);
        return (await db.query('select from past_rights($1, $2)', [plan, section])).rows.length;
      };
      expect(await count(people[1])).toBeGreaterThan(0);
      await take({ what: 'stop', who: 1, whole: true, level: 1, leaning: false });
      expect([await count(people[1]), await count(people[2])]).toEqual([0, 0]);
    } finally {
      await db.query('rollback');
    }
  });
});
