import { testDatabase, type TestDatabase } from '@samenplan/api/platform/testing';
import { Client } from 'pg';

/** Tables that roles of the application reach without row-level security, and why that is bearable. */
const unlocked: Readonly<Record<string, string>> = {
  'keys.data_key': 'keys are wrapped; without the master key, which no database holds, they open nothing',
  'public.login': 'read by who says to be somebody at the provider, before there is a person',
  'public.login_attempt': 'there is no person yet; found by the hash of a state only',
  'public.login_session': 'read before the person is known, by the hash of a token; tells who was logged in and when',
  'public.outbox': 'ids only; its reader acts for nobody',
  'public.person': 'names are shown to whoever meets the person; who met whom stands behind locks',
  'public.person_role': 'chooses screens, never rights',
};
const jobs = 'names and times of work by the clock; a job carries ids at most';

/** Policies that show every row, and why. */
const openToRead: Readonly<Record<string, string>> = {
  'affiliation of samenplan_serve': 'the directory of who works where',
  'job_function of samenplan_serve': 'the directory of what functions are for',
  'organisation of samenplan_serve': 'the directory of organisations',
  'room_head of samenplan_serve': 'only for somebody; the statement asks for sections that this person sees',
  'team of samenplan_serve': 'the directory of teams',
  'team_member of samenplan_serve': 'the directory of who is in which team',
  'client_id_claim of samenplan_live': 'the engine keeps every room; no words stand in it',
  'room_checkpoint of samenplan_live': 'sealed with the key of the room',
  'room_head of samenplan_live': 'the engine counts the edits of every room',
  'room_record of samenplan_live': 'sealed with the key of the room',
  'room_restoration of samenplan_live': 'numbers and times of edits',
  'room_snapshot of samenplan_live': 'sealed with the key of the room',
  'room_update of samenplan_live': 'sealed with the key of the room',
  'room_version of samenplan_live': 'numbers and times of edits, and whose',
};

/** Everything that the live engine may touch. */
const ofLive = [
  'keys.data_key: SELECT',
  'public.client_id_claim: SELECT INSERT',
  'public.room_checkpoint: SELECT INSERT',
  'public.room_head: SELECT UPDATE',
  'public.room_record: SELECT INSERT UPDATE',
  'public.room_restoration: SELECT INSERT',
  'public.room_snapshot: SELECT INSERT DELETE',
  'public.room_update: SELECT INSERT',
  'public.room_version: SELECT INSERT',
];

/** All that can be deleted by the application, and all that stays for good once it is written. */
const deletable = ['contact_point', 'device_key', 'known_browser', 'login_attempt', 'outbox'];
const forGood = [
  'access_log',
  'access_refusal',
  'administration_change',
  'audit_look',
  'log_round',
  'log_seal',
  'log_unsealed',
  'log_verification',
  'right_record',
];

/** Functions that look past row-level security and that every role may call. */
const callableByAll: readonly string[] = [];
/** And those the live engine may call. */
const callableByLive = ['live_right', 'login_alive', 'replace_history', 'store_updates', 'thin_room'];

const roles = ['samenplan_serve', 'samenplan_live'];

describe('the catalogue of the database', () => {
  let database: TestDatabase;
  let owner: Client;

  beforeAll(async () => {
    database = await testDatabase();
    owner = new Client({ connectionString: database.ownerUrl });
    await owner.connect();
  });
  afterAll(async () => {
    await owner.end();
    await database.drop();
  });

  /** First column of every row, sorted. */
  async function names(sql: string, parameters: readonly unknown[] = []): Promise<string[]> {
    const { rows } = await owner.query<string[]>({ text: sql, values: [...parameters], rowMode: 'array' });
    return rows.map(([name]) => String(name)).sort();
  }

  const tables = `from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p', 'v', 'm', 'f') and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'`;
  const some = (role: string, right: string): string =>
    ['SELECT', 'INSERT', 'UPDATE', 'REFERENCES'].includes(right)
      ? `has_any_column_privilege('${role}', c.oid, '${right}')`
      : `has_table_privilege('${role}', c.oid, '${right}')`;
  const daily = ['SELECT', 'INSERT', 'UPDATE', 'DELETE'];
  const reached = roles.flatMap((role) => daily.map((right) => some(role, right))).join(' or ');
  const definers = `from pg_proc p where p.prosecdef and p.pronamespace::regnamespace::text !~ '^(pg_|information_schema)'`;

  it('has every table that the application reaches behind row-level security, or in the list of exceptions', async () => {
    const open = `select n.nspname || '.' || c.relname ${tables} and not c.relrowsecurity and (${reached})`;
    const bare = (await names(open)).filter((name) => !name.startsWith('jobs.'));
    expect(bare).toEqual(Object.keys(unlocked).sort());
  });

  it(`has outside that only jobs: ${jobs}`, async () => {
    expect(await names(`select distinct n.nspname ${tables}`)).toEqual(['jobs', 'keys', 'public']);
    const live = daily.map((right) => some('samenplan_live', right)).join(' or ');
    expect(await names(`select c.relname ${tables} and n.nspname = 'jobs' and (${live})`)).toEqual([]);
    expect(await names(`select c.relname ${tables} and n.nspname = 'jobs' and c.relkind = 'v'`)).toEqual([]);
  });

  it('has row-level security too on tables that only the owner reaches, but for those without a person', async () => {
    const open = `select n.nspname || '.' || c.relname ${tables} and not c.relrowsecurity and not (${reached})`;
    expect(await names(open)).toEqual(['keys.secret', 'public.migration']);
  });

  it('shows every row of a table only where that is written down', async () => {
    const policies = `select tablename || ' of ' || array_to_string(roles, ',') from pg_policies
      where cmd in ('SELECT', 'ALL') and coalesce(qual, 'true') in ('true', '(acting_person() IS NOT NULL)')`;
    expect(await names(policies)).toEqual(Object.keys(openToRead).sort());
  });

  it('writes past a check only the seals and what a policy says about the row before', async () => {
    const policies = `select tablename || ' ' || policyname from pg_policies
      where 'samenplan_serve' = any (roles) and cmd in ('INSERT', 'UPDATE', 'ALL') and with_check = 'true'`;
    expect(await names(policies)).toEqual(['administration leave', 'log_round add', 'log_seal add']);
  });

  it('has no policy for other roles than the two', async () => {
    expect(await names('select distinct unnest(roles) from pg_policies')).toEqual([...roles].sort());
  });

  it('gives the live engine its own tables and no more', async () => {
    const rights = daily.map((right) => `case when ${some('samenplan_live', right)} then '${right}' end`).join(', ');
    const live = daily.map((right) => some('samenplan_live', right)).join(' or ');
    const sql = `select n.nspname || '.' || c.relname || ': ' || concat_ws(' ', ${rights}) ${tables} and (${live})`;
    expect(await names(sql)).toEqual(ofLive);
  });

  it('lets nobody change or take away a line of the log, a seal or a past right', async () => {
    for (const role of roles)
      for (const right of ['UPDATE', 'DELETE', 'TRUNCATE'])
        expect(
          await names(`select c.relname ${tables} and c.relname = any ($1) and ${some(role, right)}`, [forGood]),
        ).toEqual([]);
    expect(await names(`select c.relname ${tables} and c.relname = any ($1)`, [forGood])).toEqual(forGood);
  });

  it('lets the application delete rows of the listed tables only, and empty, trigger or reference none', async () => {
    const gone = `select c.relname ${tables} and n.nspname <> 'jobs' and ${some('samenplan_serve', 'DELETE')}`;
    expect(await names(gone)).toEqual(deletable);
    for (const role of [...roles, 'public'])
      for (const right of ['TRUNCATE', 'REFERENCES', 'TRIGGER'])
        expect(await names(`select c.relname ${tables} and ${some(role, right)}`)).toEqual([]);
    const everybody = daily.map((right) => some('public', right)).join(' or ');
    expect(await names(`select c.relname ${tables} and (${everybody})`)).toEqual([]);
  });

  it('changes no name, role or login by a statement of the application', async () => {
    const sql = `select c.relname ${tables} and c.relname in ('person', 'person_role', 'login', 'login_attempt')
      and ${some('samenplan_serve', 'UPDATE')}`;
    expect(await names(sql)).toEqual([]);
  });

  it('has roles that own nothing, make nothing, belong to nobody and obey the locks', async () => {
    const owned =
      "select relname from pg_class where pg_get_userbyid(relowner) in ('samenplan_serve', 'samenplan_live')";
    expect(await names(owned)).toEqual([]);
    const strong = `select rolname from pg_roles where rolname = any ($1)
      and (rolsuper or rolbypassrls or rolcreaterole or rolcreatedb or rolreplication)`;
    expect(await names(strong, [roles])).toEqual([]);
    const member = 'select roleid::regrole from pg_auth_members where member::regrole::text = any ($1)';
    expect(await names(member, [roles])).toEqual([]);
    const makes = `select n.nspname || r from pg_namespace n, unnest($1::text[]) r
      where n.nspname in ('public', 'keys', 'jobs') and has_schema_privilege(r, n.oid, 'CREATE')`;
    expect(await names(makes, [roles])).toEqual([]);
  });

  it('gives every function that looks past the locks a fixed path to look along', async () => {
    const loose = `select p.proname ${definers} and not exists (
      select from unnest(p.proconfig) c where c in ('search_path=public, pg_temp', 'search_path=keys, pg_temp'))`;
    expect(await names(loose)).toEqual([]);
  });

  it('lets only the role that needs it call a function that looks past the locks', async () => {
    const by = (role: string): string =>
      `select p.proname ${definers} and has_function_privilege('${role}', p.oid, 'execute')`;
    expect(await names(by('public'))).toEqual(callableByAll);
    expect(await names(by('samenplan_live'))).toEqual(callableByLive);
  });
});
