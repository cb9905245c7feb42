import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { EntryWorld } from '../testing/entry';
import { TestServer, type Caller } from '../testing/server';

/** What the database itself shows and accepts of first entry when every check of the application is left out. */
describe('first entry in the database, asked past the application', () => {
  let server: TestServer;
  let serve: Client;
  let helper: Caller;
  let stranger: Caller;
  let clientId: string;
  let planId: string;

  beforeAll(async () => {
    server = await TestServer.start();
    const world = new EntryWorld(server);
    helper = await world.helper();
    stranger = await world.helper('Sjaak');
    ({ planId } = await world.client(helper));
    clientId = await world.clientOf(planId);
    await world.assisted(helper, planId);
    await server.owner.query(
      "insert into assisted_consent values (gen_random_uuid(), $1, $2, $3, clock_timestamp() + interval '1 hour')",
      [planId, clientId, helper.id],
    );
    serve = new Client({ connectionString: server.database.serveUrl });
    await serve.connect();
  });
  afterAll(async () => {
    await serve.end();
    await server.stop();
  });

  /** Runs one statement as somebody, and takes back whatever it did. @returns how many rows */
  async function as(personId: string, sql: string, parameters: unknown[] = []): Promise<number> {
    await serve.query('begin');
    try {
      await serve.query("select set_config('samenplan.person', $1, true)", [personId]);
      return (await serve.query(sql, parameters)).rowCount ?? 0;
    } finally {
      await serve.query('rollback');
    }
  }

  const tables = ['assisted_client', 'helped_decision', 'assisted_consent', 'account_code'] as const;

  it.each(tables)('%s shows nothing to nobody and to strangers, and the client the own rows', async (table) => {
    const count = `select from ${table}`;
    expect([await as('', count), await as(stranger.id, count), await as(clientId, count)]).toEqual([0, 0, 1]);
  });

  it('shows the helper which clients were helped, never consents and codes', async () => {
    const seen: number[] = [];
    for (const table of tables) seen.push(await as(helper.id, `select from ${table}`));
    expect(seen).toEqual([1, 1, 0, 0]);
  });

  it('lets nobody make a row for somebody else, nor for a client without naming the helper', async () => {
    const refused = /row-level security/;
    const decision = `insert into helped_decision (id, plan_id, client_id, kind, helper_id, status, details)
      values (gen_random_uuid(), $1, $2, 'assisted', $3, 'done', 'x')`;
    for (const who of [stranger.id, helper.id, clientId])
      await expect(as(who, decision, [planId, clientId, helper.id])).rejects.toThrow(refused);
    const consent = `insert into assisted_consent values (gen_random_uuid(), $1, $2, $3, clock_timestamp())`;
    await expect(as(helper.id, consent, [planId, clientId, helper.id])).rejects.toThrow(refused);
    const code = `insert into account_code (id, person_id, kind, code_hash, made_by, expires_at)
      values (gen_random_uuid(), $1, 'recovery', $2, $3, clock_timestamp())`;
    await expect(as(helper.id, code, [clientId, Buffer.from(randomUUID()), helper.id])).rejects.toThrow(refused);
    expect(await as(helper.id, "update helped_decision set status = 'done'")).toBe(0);
  });

  it("keeps an assisted login whole: with a helper, the helper's login, a plan, and never of the helper", async () => {
    const change = (sql: string): Promise<number> =>
      as('', `update login_session set ${sql} where helper_id is not null and ended_at is null`);
    await expect(change('assisted_plan_id = null')).rejects.toThrow(/check constraint/);
    await expect(change('helper_id = person_id')).rejects.toThrow(/check constraint/);
  });
});
