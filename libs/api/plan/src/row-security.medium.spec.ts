import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { inDays, TestServer, type Caller } from './testing/server';

/** The second lock: what the database itself shows and accepts when every check of the application is left out. */
describe('the database, asked past the application', () => {
  let server: TestServer;
  let serve: Client;
  let client: Caller;
  let nurse: Caller;
  let stranger: Caller;
  let planId: string;
  let open: string;
  let closed: string;
  let secret: string;
  let money: string;

  beforeAll(async () => {
    server = await TestServer.start();
    nurse = await server.login((await server.people.professional('Nel', 'wijkverpleegkundige')).id);
    stranger = await server.login((await server.people.professional('Sjaak', 'maatschappelijk werker')).id);
    ({ caller: client, planId } = await server.client('Cora'));
    open = await server.section(client, planId, 'Open');
    closed = await server.section(client, planId, 'Dicht');
    secret = await server.section(client, planId, 'Alleen ik', { onlyMe: true });
    money = await server.section(client, planId, 'Geld', { kind: 'domain', domain: 'finances' });
    await server.share(client, planId, nurse.id, 'read', open);
    await client.call('POST', `/plans/${planId}/grants`, {
      recipient: { type: 'person', id: stranger.id },
      sectionId: closed,
      effect: 'withhold',
    });
    await nurse.call('POST', `/plans/${planId}/access-requests`, { sectionId: open, level: 'write' });
    await stranger.get(`/plans/${planId}`);
    serve = new Client({ connectionString: server.database.serveUrl });
    await serve.connect();
  });
  afterAll(async () => {
    await serve.end();
    await server.stop();
  });

  /** Runs one statement as somebody, and takes back whatever it did. */
  async function as(
    personId: string,
    sql: string,
    parameters: unknown[] = [],
  ): Promise<{ rows: Record<string, unknown>[]; rowCount: number | null }> {
    await serve.query('begin');
    try {
      await serve.query("select set_config('samenplan.person', $1, true)", [personId]);
      return await serve.query(sql, parameters);
    } finally {
      await serve.query('rollback');
    }
  }

  const tables = [
    'plan_access',
    'section_access',
    'plan',
    'section',
    'access_rule',
    'coordination',
    'mandate',
    'access_request',
    'access_log',
    'section_visit',
    'plan_start',
  ];

  it.each([...tables, 'access_refusal'])(
    'shows a stranger nothing of %s, nor somebody who is nobody',
    async (table) => {
      for (const person of [stranger.id, randomUUID(), ''])
        expect((await as(person, `select * from ${table}`)).rowCount).toBe(0);
    },
  );

  it('shows a reader the one section that is shared, and no rule, line or question of others', async () => {
    expect((await as(nurse.id, 'select id from section')).rows).toEqual([{ id: open }]);
    expect((await as(nurse.id, 'select section_id from section_access')).rows).toEqual([{ section_id: open }]);
    expect((await as(nurse.id, 'select subject_id from access_rule')).rows).toEqual([{ subject_id: nurse.id }]);
    for (const table of ['access_log', 'access_refusal', 'mandate'])
      expect((await as(nurse.id, `select from ${table}`)).rowCount).toBe(0);
  });

  it('shows the client everything of the own plan', async () => {
    expect((await as(client.id, 'select from section')).rowCount).toBe(5);
    expect((await as(client.id, 'select from access_rule')).rowCount).toBe(2);
    expect((await as(client.id, 'select from access_refusal')).rowCount).toBe(1);
  });

  it('answers facts about a plan to nobody who sees nothing of it', async () => {
    for (const who of [stranger.id, client.id, null])
      expect((await as(stranger.id, 'select access_facts($1, $2) as facts', [planId, who])).rows).toEqual([
        { facts: null },
      ]);
  });

  const share = `insert into access_rule (id, plan_id, section_id, subject_type, subject_id, effect, level, ends_at, created_by)
    values (gen_random_uuid(), $1, $2, 'person', $3, 'share', 2, $4, $5)`;

  it.each([
    ['a stranger', (): string => stranger.id],
    ['a reader', (): string => nurse.id],
  ])('accepts no rule, section, coordinator or answer from %s', async (_, who) => {
    const refused = async (sql: string, parameters: unknown[]): Promise<void> => {
      await expect(as(who(), sql, parameters)).rejects.toThrow(/row-level security/);
    };
    await refused(share, [planId, open, who(), inDays(1), who()]);
    await refused(share, [planId, null, who(), inDays(1), client.id]);
    await refused('insert into section_access (section_id, plan_id) values (gen_random_uuid(), $1)', [planId]);
    await refused('insert into coordination (id, plan_id, person_id) values (gen_random_uuid(), $1, $2)', [
      planId,
      who(),
    ]);
    for (const sql of [
      'update access_rule set stopped_at = clock_timestamp()',
      'update access_rule set level = 2, ends_at = $1',
      'update section_access set only_client = false, archived_at = null',
      'update section set position = $1',
      'update plan set phase = $1',
      "update access_request set answer = 'yes'",
    ])
      expect((await as(who(), sql, sql.includes('$1') ? [inDays(1)] : [])).rowCount).toBe(0);
  });

  it('accepts no line of the log and no refusal in the name of somebody else', async () => {
    const line = `insert into access_log (id, plan_id, person_id, action, outcome, type, why, source, trace_id, details)
      values (gen_random_uuid(), $1, $2, 'R', 'success', 'plan-read', 'client', 'x', 'x', '')`;
    await expect(as(nurse.id, line, [planId, client.id])).rejects.toThrow(/row-level security/);
    const refusal = "insert into access_refusal (person_id, object_id, hour, trace_id) values ($2, $1, now(), 'x')";
    await expect(as(nurse.id, refusal, [planId, client.id])).rejects.toThrow(/row-level security/);
  });

  it('accepts no plan for another client, and no section that only the client sees from anybody but the client', async () => {
    await expect(as(nurse.id, 'insert into plan_access values (gen_random_uuid(), $1)', [client.id])).rejects.toThrow(
      /row-level security/,
    );
    const representative = await server.people.person('Rob', ['representative']);
    await server.people.mandate(client.id, representative, 'all');
    const section = 'insert into section_access (section_id, plan_id, only_client) values (gen_random_uuid(), $1, $2)';
    await expect(as(representative, section, [planId, true])).rejects.toThrow(/row-level security/);
    expect((await as(representative, section, [planId, false])).rowCount).toBe(1);
    expect((await as(representative, 'select from section where id = $1', [secret])).rowCount).toBe(0);
  });

  it('lets a bewindvoerder make rules about money only', async () => {
    const representative = await server.people.person('Bram', ['representative']);
    await server.people.mandate(client.id, representative, 'money');
    expect((await as(representative, share, [planId, money, nurse.id, inDays(1), representative])).rowCount).toBe(1);
    await expect(as(representative, share, [planId, open, nurse.id, inDays(1), representative])).rejects.toThrow(
      /row-level security/,
    );
    expect((await as(representative, 'select id from section')).rows).toEqual([{ id: money }]);
  });

  it('gives the live engine no titles, rules or log', async () => {
    const live = new Client({ connectionString: server.database.liveUrl });
    await live.connect();
    for (const table of [...tables, 'access_refusal', 'person', 'login_session'])
      await expect(live.query(`select * from ${table}`)).rejects.toThrow(/permission denied/);
    await live.end();
  });
});
