import { randomUUID } from 'node:crypto';
import { Client, DatabaseError } from 'pg';
import { LockedWorld, put } from './testing/locked-world';
import { TestServer } from './testing/server';

/** Everybody may read who works where; what is written there stays with administrators. */
const directory = ['affiliation', 'job_function', 'organisation', 'team', 'team_member'];
/** Shown to everybody who is somebody: when a room was written in last and by whom, without a word of it. */
const toSomebody = ['room_head'];
/** Written by the sealing alone, read by nobody: a line too many is found by `log:verify`. */
const writeOnly = ['log_round', 'log_seal'];

/** What a professional sees of a plan of which one section is shown to her; of all other tables nothing. */
const ofNurse: Readonly<Record<string, number>> = {
  access_rule: 1,
  coordination: 1,
  mandate: 1,
  plan: 1,
  plan_access: 1,
  section: 1,
  section_access: 1,
};

type Row = Readonly<Record<string, unknown>>;
type Table = {
  readonly name: string;
  readonly read: readonly string[];
  readonly added: readonly string[];
  readonly changed: readonly string[];
  readonly deleted: boolean;
};
type Right = 'select' | 'insert' | 'update';

/** Raw SQL as the role of the application: no check of the application stands in between. */
describe('every locked table, asked past the application', () => {
  let server: TestServer;
  let world: LockedWorld;
  let serve: Client;
  let tables: readonly Table[];

  beforeAll(async () => {
    server = await TestServer.start();
    world = await LockedWorld.fill(server);
    serve = new Client({ connectionString: server.database.serveUrl });
    await serve.connect();
    tables = await lockedTables(server.owner);
  });
  afterAll(async () => {
    await serve.end();
    await server.stop();
  });

  /** Does something as somebody, and takes it back. */
  async function as<T>(personId: string, work: () => Promise<T>): Promise<T> {
    await serve.query('begin');
    try {
      await serve.query("select set_config('samenplan.person', $1, true)", [personId]);
      return await work();
    } finally {
      await serve.query('rollback');
    }
  }

  const document = (columns: readonly string[]): string =>
    `jsonb_build_object(${columns.map((name) => `'${name}', ${name}`).join(', ')})`;
  const mentions = (row: unknown, ids: readonly string[]): boolean => {
    const text = JSON.stringify(row);
    return ids.some((id) => text.includes(id));
  };

  /** Rows that a statement shows or touches, without those of the person's own world. */
  async function met(personId: string, own: readonly string[], sql: (table: Table) => string): Promise<object> {
    const found: Record<string, number> = {};
    for (const table of tables) {
      if (table.read.length === 0 || sql(table) === '') continue;
      const { rows } = await as(personId, () => serve.query<{ row: Row }>(sql(table)));
      const others = rows.filter(({ row }) => !mentions(row, own)).length;
      if (others > 0) found[table.name] = others;
    }
    return found;
  }

  const seen = ({ name, read }: Table): string =>
    directory.includes(name) || toSomebody.includes(name) ? '' : `select ${document(read)} as row from ${name}`;
  const changed = ({ name, read, changed: columns }: Table): string =>
    columns.length === 0
      ? ''
      : `update ${name} set ${columns.map((column) => `${column} = ${column}`).join(', ')} returning ${document(read)} as row`;
  const deleted = ({ name, read, deleted: may }: Table): string =>
    may ? `delete from ${name} returning ${document(read)} as row` : '';

  /** Nobody has a world of their own, a stranger neither. */
  const outsiders = (): readonly (readonly [string, readonly string[]])[] => [
    ['', []],
    [randomUUID(), []],
    [world.stranger.id, []],
    [world.other.id, world.ofOther],
  ];

  it('has a row to show in every table, so that nothing is hidden for lack of it', async () => {
    for (const { name } of tables)
      if (!writeOnly.includes(name))
        expect([name, (await server.owner.query(`select from ${name} limit 1`)).rowCount]).toEqual([name, 1]);
  });

  it('shows nothing to nobody, to a stranger and to another client', async () => {
    for (const [person, own] of outsiders()) expect(await met(person, own, seen)).toEqual({});
  });

  it('shows nobody when or by whom a room was written in', async () => {
    for (const name of toSomebody) expect((await as('', () => serve.query(`select from ${name}`))).rowCount).toBe(0);
  });

  it('shows a professional who reads one section what belongs to it, and no more', async () => {
    expect(await met(world.nurse.id, [], seen)).toEqual(ofNurse);
    const sections = await as(world.nurse.id, () => serve.query<{ id: string }>('select id from section'));
    expect(sections.rows).toEqual([{ id: world.open }]);
  });

  it('changes and deletes nothing for them', async () => {
    for (const [person, own] of [...outsiders(), [world.nurse.id, []] as const]) {
      expect(await met(person, own, changed)).toEqual({});
      expect(await met(person, own, deleted)).toEqual({});
    }
  });

  it('changes and deletes nothing blindly either, without looking at a row first', async () => {
    for (const person of ['', randomUUID(), world.stranger.id, world.nurse.id])
      for (const { name, changed: columns, deleted: may } of tables) {
        for (const column of columns) {
          const touched = await as(person, () => serve.query(`update ${name} set ${column} = null`));
          expect([name, column, touched.rowCount]).toEqual([name, column, 0]);
        }
        if (may)
          expect([name, (await as(person, () => serve.query(`delete from ${name}`))).rowCount]).toEqual([name, 0]);
      }
  });

  it('takes no copy of a row of others from anybody', async () => {
    for (const [person, own] of [...outsiders(), [world.nurse.id, [world.nurse.id]] as const])
      for (const { name, added } of tables) {
        if (added.length === 0 || writeOnly.includes(name)) continue;
        const { rows } = await server.owner.query<{ row: Row }>(`select ${document(added)} as row from ${name}`);
        const others = rows
          .map(({ row }) => row)
          .filter((row) => !mentions(row, person === '' ? own : [person, ...own]));
        expect([name, others.length > 0]).toEqual([name, true]);
        for (const row of others.slice(0, 3)) {
          const copy = added.includes('id') ? { ...row, id: randomUUID() } : row;
          expect([name, await refusal(as(person, () => put(serve, name, copy)))]).toEqual([name, 'refused']);
        }
      }
  });

  it('takes no edit for a room from an author without a right, nor one without an author after the first', async () => {
    const live = new Client({ connectionString: server.database.liveUrl });
    await live.connect();
    const edit = `insert into room_update (room_id, history_id, seq, author, session, access_epoch, client_ids, key_id, nonce, payload)
      values ($1, gen_random_uuid(), 2, $2, $3, 1, '{}', gen_random_uuid(), '', '')`;
    const session = await server.sessionOf(world.nurse.id);
    const attempts = [
      [world.open, null, null],
      [world.open, world.stranger.id, session],
      [world.open, world.nurse.id, session],
    ];
    for (const attempt of attempts) expect(await refusal(live.query(edit, attempt))).toBe('refused');
    await live.end();
  });
});

/** `refused` by a lock or a missing privilege; anything else means that the lock let it through. */
async function refusal(attempt: Promise<unknown>): Promise<string> {
  try {
    await attempt;
    return 'done';
  } catch (error) {
    if (!(error instanceof DatabaseError)) throw error;
    return error.code === '42501' ? 'refused' : error.message;
  }
}

/** Tables with row-level security that the application may reach, with what it may do there according to the catalogue. */
async function lockedTables(owner: Client): Promise<Table[]> {
  const columns = (right: Right): string => `array(select a.attname::text from pg_attribute a
    where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '' and a.attidentity = ''
      and has_column_privilege('samenplan_serve', c.oid, a.attnum, '${right}') order by a.attnum)`;
  const { rows } = await owner.query<Table>(`
    select c.relname as name, ${columns('select')} as read, ${columns('insert')} as added, ${columns('update')} as changed,
        has_table_privilege('samenplan_serve', c.oid, 'delete') as deleted
      from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and c.relrowsecurity
        and (has_any_column_privilege('samenplan_serve', c.oid, 'select, insert, update')
          or has_table_privilege('samenplan_serve', c.oid, 'delete'))
      order by c.relname`);
  return rows;
}
