import { randomBytes, randomUUID } from 'node:crypto';
import type { Client } from 'pg';
import { inDays, type Caller, type TestServer } from './server';

type Row = Readonly<Record<string, unknown>>;

/** A plan around which every table with row-level security has a row, and people who have little or nothing to do with it. */
export class LockedWorld {
  private constructor(
    readonly client: Caller,
    readonly planId: string,
    /** A professional who reads one section. */
    readonly nurse: Caller,
    readonly open: string,
    /** A professional without any right. */
    readonly stranger: Caller,
    /** A client with a plan of their own, and what belongs to it. */
    readonly other: Caller,
    readonly ofOther: readonly string[],
  ) {}

  static async fill(server: TestServer): Promise<LockedWorld> {
    const { people, owner } = server;
    const nurse = await server.login((await people.professional('Nel', 'wijkverpleegkundige')).id);
    const stranger = await server.login((await people.professional('Sjaak', 'maatschappelijk werker')).id);
    const { caller: client, planId } = await server.client('Cora');
    const { caller: other, planId: otherPlan } = await server.client('Dirk');
    const open = await server.section(client, planId, 'Open');
    const closed = await server.section(client, planId, 'Dicht');
    await server.share(client, planId, nurse.id, 'read', open);
    await fillTables(server, client.id, planId, closed);
    const { rows } = await owner.query<{ id: string }>(
      'select section_id as id from section_access where plan_id = $1',
      [otherPlan],
    );
    const ofOther = [other.id, otherPlan, ...rows.map(({ id }) => id)];
    return new LockedWorld(client, planId, nurse, open, stranger, other, ofOther);
  }
}

/** Puts in a row as whoever is connected: the columns that are given, from their JSON form. */
export async function put(db: Client, table: string, row: Row): Promise<void> {
  const columns = Object.keys(row).join(', ');
  const sql = `insert into ${table} (${columns}) select ${columns} from jsonb_populate_record(null::${table}, $1)`;
  await db.query(sql, [JSON.stringify(row)]);
}

async function fillTables(server: TestServer, client: string, plan: string, section: string): Promise<void> {
  const { people, owner } = server;
  const helper = await people.professional('Joost', 'begeleider');
  const colleague = await people.affiliation(await people.person('Kim', ['professional']), helper.place);
  const representative = await people.person('Rob', ['representative']);
  await people.mandate(client, representative, 'money');
  await people.team('Wijkteam', helper.place, [helper.affiliationId]);
  const words = '\\x00';
  const code = (): string => `\\x${randomBytes(16).toString('hex')}`;
  const soon = inDays(3);
  const place = { organisation_id: helper.place.organisationId };
  const ofClient = { plan_id: plan, client_id: client };
  const line = { section_id: section, trace_id: 'x', source: 'x', why: 'person-rule', details: words };
  const tables: readonly (readonly [string, Row])[] = [
    [
      'access_log',
      { ...line, plan_id: plan, person_id: helper.id, action: 'R', outcome: 'success', type: 'section-read' },
    ],
    ['access_refusal', { person_id: helper.id, object_id: plan, hour: inDays(-1), trace_id: 'x' }],
    ['access_request', { plan_id: plan, section_id: section, person_id: helper.id, level: 1 }],
    ['access_question', { ...ofClient, asker_id: helper.id, level: 1, details: words }],
    [
      'access_rule',
      { plan_id: plan, subject_type: 'person', subject_id: helper.id, effect: 'withhold', created_by: client },
    ],
    ['access_review', { plan_id: plan, person_id: client }],
    ['account_code', { person_id: client, kind: 'recovery', code_hash: code(), made_by: client, expires_at: soon }],
    ['administration', { ...place, person_id: await people.person('Ilse', ['administrator']) }],
    ['assisted_client', { ...ofClient, helper_id: helper.id, affiliation_id: helper.affiliationId }],
    ['assisted_consent', { ...ofClient, helper_id: helper.id, expires_at: soon }],
    ['colleague_invitation', { ...place, number: 1, administrator: true, code_hash: code(), expires_at: soon }],
    ['contact_point', { person_id: client, kind: 'mail', details: words, token_hash: code() }],
    ['coordination', { plan_id: plan, person_id: helper.id, affiliation_id: helper.affiliationId }],
    ['device_key', { person_id: client, day: '2020-01-01', sealed: words, ends_at: soon }],
    ['helped_decision', { ...ofClient, kind: 'assisted', helper_id: helper.id, status: 'done', details: words }],
    [
      'invitation',
      {
        plan_id: plan,
        prepared_by: helper.id,
        shares: [{ sectionId: section, level: 1 }],
        ends_at: soon,
        way: 'letter',
        details: words,
      },
    ],
    ['known_browser', { person_id: client, browser_hash: code() }],
    [
      'log_question',
      {
        plan_id: plan,
        line_id: randomUUID(),
        line_at: inDays(-1),
        action: 'R',
        asked_by: client,
        asked_of: helper.id,
        question: words,
      },
    ],
    ['notice', { person_id: client, kind: 'right-shown', plan_id: plan }],
    ['notice_preference', { person_id: client, way: 'none', rhythm: 'daily', discreet: true }],
    [
      'plan_start',
      { code_hash: code(), started_by: helper.id, affiliation_id: helper.affiliationId, expires_at: soon },
    ],
    [
      'replacement',
      { affiliation_id: helper.affiliationId, substitute_id: colleague, starts_at: inDays(1), ends_at: soon },
    ],
    [
      'section_closure',
      { plan_id: plan, section_id: section, person_id: representative, reason: words, closed_by: client },
    ],
    ['section_visit', { person_id: client, section_id: section, at: inDays(-1) }],
    ['succession', { plan_id: plan, proposed_by: helper.id, affiliation_id: colleague }],
  ];
  const { rows } = await owner.query<{ name: string }>(
    "select table_name as name from information_schema.columns where table_schema = 'public' and column_name = 'id'",
  );
  const numbered = new Set(rows.map(({ name }) => name));
  for (const [table, row] of tables) await put(owner, table, numbered.has(table) ? { id: randomUUID(), ...row } : row);
  // A new one would take it along.
  await owner.query("update device_key set ends_at = clock_timestamp() - interval '1 day'");
}
