import type { Client } from 'pg';
import { organisations, teams } from './organisations';
import { exampleFigure, exampleId } from './people';

type Office = {
  readonly organisationId: string;
  readonly teamId: string;
  readonly teamPhone: string;
  /** Key of the figure who is the fixed contact person. */
  readonly contact: string;
  readonly colleagues: readonly { readonly name: string; readonly job: string; readonly days: readonly number[] }[];
};

/** Colleagues of the example people: they stand in teams and lists, and nobody logs in as one of them. */
const offices: readonly Office[] = [
  {
    organisationId: organisations[2]?.id ?? '',
    teamId: teams[0].id,
    teamPhone: '06-00 000 201',
    contact: 'social-worker',
    colleagues: [
      { name: 'Kim Bos', job: 'social-worker', days: [1, 3, 5] },
      { name: 'Tessa Groen', job: 'social-worker', days: [2, 3, 4] },
      { name: 'Yusuf Demir', job: 'social-worker', days: [1, 2, 3, 4] },
    ],
  },
  {
    organisationId: organisations[1]?.id ?? '',
    teamId: teams[1].id,
    teamPhone: '06-00 000 202',
    contact: 'nurse',
    colleagues: [
      { name: 'Hatice Aydin', job: 'nurse', days: [1, 2, 4] },
      { name: 'Bas Vermeer', job: 'nurse', days: [3, 4, 5] },
    ],
  },
];

/** Administers beside the example administrator, so that neither of them is the only one. */
const secondAdministrator = { id: exampleId('a2', 99), name: 'Omar Haddou' };
const BEGAN = "clock_timestamp() - interval '300 days'";

/**
 * Fills the administrator's screens: colleagues, teams, a replacement, changes. Inserted as owner of the database.
 * Does nothing the second time.
 */
export async function insertOffices(owner: Client): Promise<void> {
  await owner.query('begin');
  try {
    await person(owner, secondAdministrator.id, secondAdministrator.name, 99);
    for (const [nth, office] of offices.entries()) await insertOffice(owner, office, nth);
    await owner.query('commit');
  } catch (error) {
    await owner.query('rollback');
    throw error;
  }
}

async function insertOffice(owner: Client, office: Office, nth: number): Promise<void> {
  const { organisationId, teamId, colleagues } = office;
  for (const [at, { name, job, days }] of colleagues.entries()) {
    const number = nth * 16 + at + 1;
    await person(owner, exampleId('a2', number), name, number);
    await owner.query(
      `insert into affiliation (id, person_id, organisation_id, function_id, phone, working_days, starts_at)
        select $1, $2, $3, id, $4, $5, ${BEGAN} from job_function where id = $6 on conflict do nothing`,
      [
        placeOf(number),
        exampleId('a2', number),
        organisationId,
        `06-00 000 3${String(number).padStart(2, '0')}`,
        days,
        functionOf(job),
      ],
    );
    await owner.query(
      `insert into team_member (id, team_id, affiliation_id, starts_at) values ($1, $2, $3, ${BEGAN}) on conflict do nothing`,
      [exampleId('d3', number), teamId, placeOf(number)],
    );
  }
  const administrators = [exampleFigure('administrator').id, secondAdministrator.id];
  let fresh = false;
  for (const [at, personId] of administrators.entries()) {
    const { rowCount } = await owner.query(
      `insert into administration (id, person_id, organisation_id, starts_at) values ($1, $2, $3, ${BEGAN}) on conflict do nothing`,
      [exampleId('e2', nth * 16 + at), personId, organisationId],
    );
    fresh ||= rowCount === 1;
  }
  if (fresh) await arrange(owner, office, nth * 16 + 1);
}

/** What the administrator did so far: changed by triggers into lines of the administration log, under her name. */
async function arrange(owner: Client, { teamId, teamPhone, contact }: Office, firstColleague: number): Promise<void> {
  await owner.query("select set_config('samenplan.person', $1, true)", [exampleFigure('administrator').id]);
  const [{ id: contactPlace } = { id: null }] = (
    await owner.query<{ id: string }>('select id from affiliation where person_id = $1', [exampleFigure(contact).id])
  ).rows;
  await owner.query('update team set phone = $2, contact_id = $3 where id = $1', [teamId, teamPhone, contactPlace]);
  if (contact === 'nurse')
    await owner.query(
      `insert into replacement (id, affiliation_id, substitute_id, starts_at, ends_at)
        values ($1, $2, $3, date_trunc('day', clock_timestamp()) + interval '5 days', date_trunc('day', clock_timestamp()) + interval '19 days')
        on conflict do nothing`,
      [exampleId('e3', firstColleague), contactPlace, placeOf(firstColleague)],
    );
  await owner.query("select set_config('samenplan.person', '', true)");
}

async function person(owner: Client, id: string, name: string, number: number): Promise<void> {
  await owner.query('insert into person (id, name, contact_code) values ($1, $2, $3) on conflict do nothing', [
    id,
    name,
    `VRBEELC${String(number).padStart(3, '2').replaceAll('0', 'Z').replaceAll('1', 'Y')}`,
  ]);
  const role = id === secondAdministrator.id ? 'administrator' : 'professional';
  await owner.query('insert into person_role values ($1, $2) on conflict do nothing', [id, role]);
}

const placeOf = (number: number): string => exampleId('f2', number);

function functionOf(key: string): string {
  const found = organisations.flatMap(({ jobs }) => jobs).find((job) => job.key === key);
  if (found === undefined) throw new Error(`No example function has the key ${key}`);
  return found.id;
}
