import { accessLogLine, plan, type AccessLogLine } from '@samenplan/shared/contracts';
import { z } from 'zod';
import { inDays, TestServer, type Caller } from './testing/server';

const page = z.object({ items: z.array(accessLogLine), nextCursor: z.string().nullable() });

describe('the access log over HTTP', () => {
  let server: TestServer;
  let client: Caller;
  let planId: string;
  let sectionId: string;
  let nurse: Caller;
  let stranger: Caller;

  beforeAll(async () => {
    server = await TestServer.start();
    nurse = await server.login((await server.people.professional('Nel', 'wijkverpleegkundige')).id);
    stranger = await server.login((await server.people.professional('Sjaak', 'maatschappelijk werker')).id);
  });
  beforeEach(async () => {
    ({ caller: client, planId } = await server.client('Cora'));
    sectionId = await server.section(client, planId, 'Wonen');
  });
  afterAll(() => server.stop());

  const log = async (query = '', caller = client): Promise<AccessLogLine[]> =>
    (await caller.want(page, 'GET', `/plans/${planId}/access-log${query}`)).items;

  const told = async (query = ''): Promise<[string, AccessLogLine['detail']][]> =>
    (await log(query)).map(({ type, detail }) => [type, detail]);

  it('holds a line of every look and change before its answer leaves, with who, in which function, and why it was allowed', async () => {
    const grantId = await server.share(client, planId, nurse.id, 'read', sectionId);
    await nurse.get(`/plans/${planId}`);
    await nurse.get(`/plans/${planId}/sections/${sectionId}`);
    await nurse.get(`/plans/${planId}/sections/${sectionId}/authorship`);
    await nurse.get('/plans');
    const lines = (await log()).filter(({ person }) => person?.id === nurse.id);
    expect(lines.map(({ type }) => type).sort()).toEqual([
      'plan-listed',
      'plan-read',
      'section-history-read',
      'section-read',
    ]);
    for (const line of lines)
      expect(line).toMatchObject({
        person: { name: 'Nel' },
        organisation: 'Organisatie van Nel',
        role: 'wijkverpleegkundige',
        action: 'R',
        outcome: 'success',
        purpose: 'Doel van wijkverpleegkundige',
        allowedBy: { why: 'person-section-share', grantId },
        emergency: false,
        source: 'samenplan',
      });
    expect(lines.find(({ type }) => type === 'section-read')?.object).toEqual({
      type: 'section',
      id: sectionId,
      title: 'Wonen',
    });
  });

  it('tells of every change who made it and whom it was about', async () => {
    const grantId = await server.share(client, planId, nurse.id, 'read', sectionId);
    await client.call('PATCH', `/plans/${planId}/grants/${grantId}`, { level: 'write' });
    await client.call('PUT', `/plans/${planId}/coordinator`, { personId: nurse.id });
    await client.get(`/plans/${planId}/previews/${nurse.id}`);
    await client.get(`/plans/${planId}/audience`);
    await client.call('DELETE', `/plans/${planId}/grants/${grantId}`);
    await client.call('PUT', `/plans/${planId}/coordinator`, { personId: null });
    await client.call('PATCH', `/plans/${planId}`, { title: 'Mijn plan', phase: 'support' });
    await client.call('PATCH', `/plans/${planId}/sections/${sectionId}`, { archived: true });
    await client.call('PATCH', `/plans/${planId}/sections/${sectionId}`, { archived: false });
    const rule = { kind: 'grant', recipient: 'Nel', effect: 'share', endsAt: expect.stringMatching(/Z$/) };
    expect((await told()).reverse()).toEqual([
      ['plan-created', null],
      ['section-created', null],
      ['section-created', null],
      ['grant-created', { ...rule, level: 'read' }],
      ['grant-changed', { ...rule, level: 'write' }],
      ['coordinator-set', { kind: 'person', name: 'Nel' }],
      ['preview-read', { kind: 'person', name: 'Nel' }],
      ['audience-read', null],
      ['grant-stopped', { ...rule, level: 'write' }],
      ['coordinator-set', { kind: 'person', name: null }],
      ['plan-changed', { kind: 'renamed', before: 'Plan van Cora' }],
      ['plan-changed', { kind: 'phase', phase: 'support' }],
      ['section-archived', null],
      ['section-restored', null],
    ]);
  });

  it('tells sharing, withholding, reading, writing and the end of each apart', async () => {
    const endsAt = inDays(30);
    const recipient = { type: 'person', id: nurse.id };
    await client.call('POST', `/plans/${planId}/grants`, { recipient, sectionId, effect: 'withhold' });
    await client.call('POST', `/plans/${planId}/grants`, { recipient, effect: 'share', level: 'read', endsAt });
    const rules = (await told()).filter(([type]) => type === 'grant-created').reverse();
    expect(rules.map(([, detail]) => detail)).toEqual([
      { kind: 'grant', recipient: 'Nel', effect: 'withhold', level: null, endsAt: null },
      { kind: 'grant', recipient: 'Nel', effect: 'share', level: 'read', endsAt },
    ]);
  });

  it('tells showing a section that only the client saw, renaming and moving apart', async () => {
    const secret = await server.section(client, planId, 'Alleen ik', { onlyMe: true });
    const path = `/plans/${planId}/sections/${secret}`;
    await client.call('POST', `${path}/showings`);
    await client.call('PATCH', path, { title: 'Thuis', after: null });
    expect((await told(`?sectionId=${secret}`)).reverse()).toEqual([
      ['section-created', null],
      ['section-shown', null],
      ['section-changed', { kind: 'renamed', before: 'Alleen ik' }],
      ['section-changed', { kind: 'moved' }],
    ]);
  });

  it('tells what was answered to whom', async () => {
    await server.share(client, planId, nurse.id, 'read', sectionId);
    const ask = { sectionId, level: 'write' };
    const { body } = await nurse.call('POST', `/plans/${planId}/access-requests`, ask);
    const { id } = z.object({ id: z.string() }).parse(body);
    await client.call('PATCH', `/plans/${planId}/access-requests/${id}`, { answer: 'no' });
    expect((await told())[0]).toEqual(['request-answered', { kind: 'answer', name: 'Nel', answer: 'no' }]);
  });

  it('has one line of one look at who sees what, whatever that screen asks, and one more of the next look', async () => {
    const paths = ['audience', 'grants', 'audience', 'grants'].map((part) => `/plans/${planId}/${part}`);
    const looks = async (): Promise<number> => (await log()).filter(({ type }) => type === 'audience-read').length;
    await Promise.all(paths.map((path) => client.get(path)));
    expect(await looks()).toBe(1);
    await server.owner.query("update access_log set at = at - interval '11 seconds' where plan_id = $1", [planId]);
    await client.get(`/plans/${planId}/grants`);
    expect(await looks()).toBe(2);
    // Somebody else's look is a line of its own, also of rules only and by who may not read the log.
    await server.share(client, planId, nurse.id, 'read', sectionId);
    await Promise.all([nurse.get(`/plans/${planId}/grants`), nurse.get(`/plans/${planId}/grants`)]);
    expect(await looks()).toBe(3);
  });

  it('keeps the words of that moment when a section gets another name', async () => {
    await client.call('PATCH', `/plans/${planId}/sections/${sectionId}`, { title: 'Thuis' });
    const titles = (await log(`?sectionId=${sectionId}`)).map(({ type, object }) => [type, object.title]);
    expect(titles).toEqual([
      ['section-changed', 'Thuis'],
      ['section-created', 'Wonen'],
    ]);
  });

  it('says of a representative on whose behalf', async () => {
    const representative = await server.login(await server.people.person('Rob', ['representative']));
    await server.people.mandate(client.id, representative.id, 'all');
    await representative.get(`/plans/${planId}`);
    const [line] = (await log()).filter(({ person }) => person?.id === representative.id);
    expect(line).toMatchObject({
      role: 'mentor',
      onBehalfOf: { id: client.id, name: 'Cora' },
      allowedBy: { why: 'representative', grantId: null },
    });
  });

  it('names who was refused, once an hour, also for a section of which they should not know', async () => {
    for (const path of [`/plans/${planId}`, `/plans/${planId}`, `/plans/${planId}/sections/${sectionId}`])
      expect((await stranger.get(path)).status).toBe(404);
    const lines = (await log()).filter(({ outcome }) => outcome === 'refused');
    expect(lines.map(({ person, object, type }) => [person?.name, object.type, type]).sort()).toEqual([
      ['Sjaak', 'plan', 'refused'],
      ['Sjaak', 'section', 'refused'],
    ]);
  });

  it('is read by who decides only, and reading it leaves a line', async () => {
    await server.share(client, planId, nurse.id, 'write');
    expect((await nurse.get(`/plans/${planId}/access-log`)).status).toBe(403);
    expect((await stranger.get(`/plans/${planId}/access-log`)).status).toBe(404);
    expect((await log()).filter(({ type }) => type === 'log-read')).toHaveLength(0);
    expect((await log()).filter(({ type }) => type === 'log-read')).toHaveLength(1);
  });

  it('shows a bewindvoerder the lines about money and no others', async () => {
    const money = await server.section(client, planId, 'Geld', { kind: 'domain', domain: 'finances' });
    const representative = await server.login(await server.people.person('Bram', ['representative']));
    await server.people.mandate(client.id, representative.id, 'money');
    await stranger.get(`/plans/${planId}/sections/${money}`);
    await stranger.get(`/plans/${planId}/sections/${sectionId}`);
    const lines = await log('', representative);
    expect(new Set(lines.map(({ object }) => object.id))).toEqual(new Set([money]));
    expect(lines.map(({ type }) => type)).toEqual(['refused', 'section-created']);
  });

  it('never shows a representative what happened to a section that only the client sees', async () => {
    const secret = await server.section(client, planId, 'Alleen ik', { onlyMe: true });
    await client.get(`/plans/${planId}/sections/${secret}`);
    await stranger.get(`/plans/${planId}/sections/${secret}`);
    const representative = await server.login(await server.people.person('Rob', ['representative']));
    await server.people.mandate(client.id, representative.id, 'all');
    expect(JSON.stringify(await log('', representative))).not.toContain(secret);
    expect(JSON.stringify(await log())).toContain(secret);
  });

  it('pages without losing or repeating a line, while new ones come', async () => {
    await server.share(client, planId, nurse.id, 'read', sectionId);
    for (let look = 0; look < 7; look += 1) await nurse.get(`/plans/${planId}/sections/${sectionId}`);
    const before = (await log('?limit=200')).map(({ id }) => id);
    const found: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const { items, nextCursor }: z.infer<typeof page> = await client.want(
        page,
        'GET',
        `/plans/${planId}/access-log?limit=3${cursor === '' ? '' : `&cursor=${cursor}`}`,
      );
      found.push(...items.map(({ id }) => id));
      await nurse.get(`/plans/${planId}`);
      cursor = nextCursor;
    }
    expect(found.filter((id) => before.includes(id))).toEqual(before);
    expect(new Set(found).size).toBe(found.length);
    expect((await client.get(`/plans/${planId}/access-log?cursor=nonsense`)).status).toBe(400);
  });

  it('can be narrowed to a person, a section and a period', async () => {
    await server.share(client, planId, nurse.id, 'read', sectionId);
    await nurse.get(`/plans/${planId}`);
    await nurse.get(`/plans/${planId}/sections/${sectionId}`);
    expect((await log(`?personId=${nurse.id}`)).map(({ type }) => type)).toEqual(['section-read', 'plan-read']);
    expect((await log(`?sectionId=${sectionId}&personId=${nurse.id}`)).map(({ type }) => type)).toEqual([
      'section-read',
    ]);
    expect(await log(`?from=${inDays(1)}`)).toEqual([]);
    expect(await log(`?to=${inDays(-1)}`)).toEqual([]);
  });

  it('can only grow: nobody but the owner of the database changes or removes a line', async () => {
    const { rows } = await server.owner.query<{ privilege: string }>(
      `select distinct privilege_type as privilege from information_schema.role_table_grants
        where table_name in ('access_log', 'access_refusal') and grantee in ('samenplan_serve', 'samenplan_live', 'PUBLIC') order by 1`,
    );
    expect(rows.map(({ privilege }) => privilege)).toEqual(['INSERT', 'SELECT']);
  });

  it('holds no names, titles or descriptions that the database can read', async () => {
    await server.share(client, planId, nurse.id, 'read', sectionId);
    const { rows } = await server.owner.query<{ line: string }>(
      'select row_to_json(l)::text as line from access_log l where plan_id = $1',
      [planId],
    );
    const { rows: things } = await server.owner.query<{ line: string }>(
      'select row_to_json(s)::text as line from section s where plan_id = $1',
      [planId],
    );
    const all = [...rows, ...things]
      .map(({ line }) =>
        Buffer.from(
          line.replaceAll(/\\\\x([0-9a-f]+)/g, (_, hex: string) => Buffer.from(hex, 'hex').toString('latin1')),
        ).toString('latin1'),
      )
      .join('\n');
    expect(rows.length).toBeGreaterThan(3);
    for (const word of ['Nel', 'Wonen', 'Mijn verhaal', 'Cora', 'Plan van']) expect(all).not.toContain(word);
  });

  it('lists a plan once a day in the log, however often somebody looks at their list', async () => {
    await server.share(client, planId, nurse.id, 'read', sectionId);
    await Promise.all([nurse.get('/plans'), nurse.get('/plans'), nurse.get('/plans')]);
    expect((await log(`?personId=${nurse.id}`)).filter(({ type }) => type === 'plan-listed')).toHaveLength(1);
    expect((await client.want(plan, 'GET', `/plans/${planId}`)).id).toBe(planId);
  });
});
