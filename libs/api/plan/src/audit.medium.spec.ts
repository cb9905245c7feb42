import { LogSealer, keepVerification } from '@samenplan/api/access';
import { Database } from '@samenplan/api/platform';
import { auditReport, type AuditReport } from '@samenplan/shared/contracts';
import { inDays, TestServer, type Caller } from './testing/server';

describe('the log for a privacy officer', () => {
  let server: TestServer;
  let client: Caller;
  let planId: string;
  let sectionId: string;
  let nurse: Caller;
  let officer: Caller;

  beforeEach(async () => {
    server = await TestServer.start();
    nurse = await server.login((await server.people.professional('Nel', 'wijkverpleegkundige')).id);
    officer = await server.login(await server.people.person('Maarten', ['privacy-officer']));
    ({ caller: client, planId } = await server.client('Cora'));
    sectionId = await server.section(client, planId, 'Verslaving');
    await server.share(client, planId, nurse.id, 'read', sectionId);
    await nurse.get(`/plans/${planId}/sections/${sectionId}`);
  });
  afterEach(() => server.stop());

  const path = (from = inDays(-1), to = inDays(1)): string => `/audit-report?from=${from}&to=${to}`;
  const report = (): Promise<AuditReport> => officer.want(auditReport, 'GET', path());

  it('tells who of the organisations did how much, what was refused, and no client, plan or title', async () => {
    const guardian = await server.login(await server.people.person('Rob', ['representative']));
    await server.people.mandate(client.id, guardian.id, 'all');
    await guardian.get(`/plans/${planId}/sections/${sectionId}`);
    const stranger = await server.login((await server.people.professional('Sjaak', 'maatschappelijk werker')).id);
    await stranger.get(`/plans/${planId}`);
    await stranger.get(`/plans/${planId}/sections/${sectionId}`);
    const { body } = await officer.get(path());
    const found = auditReport.parse(body);
    expect(found.people).toEqual([
      expect.objectContaining({
        name: 'Nel',
        function: 'wijkverpleegkundige',
        lines: 1,
        looks: 1,
        plans: 1,
        refusals: 0,
      }),
      expect.objectContaining({ name: 'Sjaak', lines: 0, plans: 0, refusals: 2 }),
    ]);
    expect(found.totals).toMatchObject({ plans: 1, refusals: 2, emergencies: 0 });
    expect(found.kinds).toContainEqual({ type: 'section-read', lines: 2 });
    expect(found.clientLines).toBeGreaterThan(2);
    const text = JSON.stringify(body);
    for (const hidden of ['Cora', 'Rob', 'Verslaving', 'Plan van', planId, sectionId, client.id, guardian.id])
      expect(text).not.toContain(hidden);
  });

  it('counts a client who is also a professional nowhere by name for their own plan', async () => {
    const both = await server.login((await server.people.professional('Bo', 'huisarts')).id);
    await both.call('POST', '/plans', { title: 'Van Bo' });
    await both.get('/plans');
    expect((await report()).people.map(({ name }) => name)).toEqual(['Nel']);
  });

  it('tells whether the log is whole, and what the last verification found', async () => {
    const waiting = (await report()).integrity;
    expect(waiting.waiting).toBeGreaterThan(0);
    expect(waiting.verifications).toEqual([]);
    await server.app.get(LogSealer, { strict: false }).sealAll();
    const counts = { plans: 1, seals: 1, lines: 7, waiting: 0, rounds: 1, heads: 1, faults: 2 };
    await keepVerification(server.owner, counts, new Map([['missing', 2]]));
    const { integrity } = await report();
    expect(integrity.waiting).toBeLessThan(waiting.waiting);
    expect(integrity.sealedAt).toMatch(/Z$/);
    expect(integrity.verifications).toEqual([expect.objectContaining({ lines: 7, faults: 2, kinds: { missing: 2 } })]);
  });

  it('leaves a line of each look at it, which the next look shows', async () => {
    await report();
    const { audits } = await report();
    expect(audits.map(({ name }) => name)).toEqual(['Maarten', 'Maarten']);
    const { rows } = await server.owner.query('select from log_unsealed u join audit_look a on a.id = u.line_id');
    expect(rows.length).toBe(2);
  });

  it.each(['client', 'nurse', 'administrator'])('does not exist for others: %s', async (who) => {
    const administrator = await server.login(await server.people.person('Ilse', ['administrator']));
    const caller = { client, nurse, administrator }[who];
    expect((await caller?.get(path()))?.status).toBe(404);
    expect((await report()).audits).toHaveLength(1);
  });

  it('is closed by the database too: no reading of tables past the report, with any person or none', async () => {
    const database = server.app.get(Database);
    for (const personId of [officer.id, client.id, null])
      for (const table of ['audit_look', 'log_verification', 'log_seal', 'log_unsealed'])
        await expect(database.as({ personId }, (tx) => tx.query(`select * from ${table}`))).rejects.toThrow(
          /permission denied/,
        );
    const sql = 'select count(*)::integer as count from access_log';
    expect(await database.as({ personId: officer.id }, (tx) => tx.query(sql))).toEqual([{ count: 0 }]);
    const call = "select audit_report(now() - interval '1 day', now(), null, 'x') as report";
    expect(await database.as({ personId: nurse.id }, (tx) => tx.query(call))).toEqual([{ report: null }]);
    expect(await database.asNobody((tx) => tx.query(call))).toEqual([{ report: null }]);
  });

  it.each([
    ['', 'no period'],
    ['from=x&to=y', 'no moments'],
    ['from=0000-01-01T00:00:00Z&to=0000-01-02T00:00:00Z', 'year 0'],
    [`from=${inDays(1)}&to=${inDays(-1)}`, 'upside down'],
    [`from=${inDays(-400)}&to=${inDays(0)}`, 'too long'],
  ])('answers a clear problem to %s (%s)', async (query) => {
    expect((await officer.get(`/audit-report?${query}`)).status).toBe(400);
  });
});
