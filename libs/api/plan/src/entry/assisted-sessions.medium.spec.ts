import { assistedRoutes, entryRoutes, plan, routes } from '@samenplan/shared/contracts';
import { WebSocket } from 'ws';
import { z } from 'zod';
import { EntryWorld } from '../testing/entry';
import { Caller, inDays, TestServer } from '../testing/server';

const code = z.object({ code: z.string() });
const problem = async (answer: Promise<{ status: number; body: unknown }>): Promise<string> =>
  code.parse((await answer).body).code;

describe('a client without a login, who decides on the device of a professional', () => {
  let server: TestServer;
  let world: EntryWorld;
  let helper: Caller;
  let colleague: Caller;

  beforeAll(async () => {
    server = await TestServer.start();
    world = new EntryWorld(server);
  });
  // Sessions are begun slowly: everybody gets a fresh allowance.
  beforeEach(async () => {
    helper = await world.helper();
    colleague = await world.helper('Kim');
  });
  afterAll(() => server.stop());

  const share = (to: string, more: object = {}): object => ({
    recipient: { type: 'person', id: to },
    effect: 'share',
    level: 'read',
    endsAt: inDays(30),
    ...more,
  });

  it('has a plan from the start, of which whoever began it sees nothing', async () => {
    const { planId, name, letter } = await world.client(helper);
    expect((await helper.get(`/plans/${planId}`)).status).toBe(404);
    expect(letter.url).toContain(letter.code);
    const { items } = await helper.want(entryRoutes.listAssistedClients.response, 'GET', '/assisted-clients');
    expect(items).toMatchObject([{ planId, name, birthDate: '1950-03-01', takenOver: false }]);
    expect((await colleague.want(entryRoutes.listAssistedClients.response, 'GET', '/assisted-clients')).items).toEqual(
      [],
    );
  });

  it('is begun once per name and date of birth, by professionals only', async () => {
    const { name } = await world.client(helper);
    const again = { name: name.toUpperCase(), birthDate: '1950-03-01', title: 'Nog een', agreed: true };
    expect(await problem(helper.call('POST', '/assisted-clients', again))).toBe('conflict');
    const outsider = await server.login(await server.people.person('Buur'));
    expect((await outsider.call('POST', '/assisted-clients', again)).status).toBe(403);
    for (const birthDate of ['2999-01-01', '1850-01-01', '2001-02-30'])
      expect((await helper.call('POST', '/assisted-clients', { ...again, birthDate })).status).toBe(400);
  });

  it('shares with somebody else; the line says who helped, and the client is told', async () => {
    const { planId } = await world.client(helper);
    const client = await world.assisted(helper, planId);
    const mine = await client.want(routes.getMe.response, 'GET', '/me');
    expect(mine).toMatchObject({ id: client.id, assisted: { helper: 'Joost', planId } });
    await client.want(z.object({ id: z.string() }), 'POST', `/plans/${planId}/grants`, share(colleague.id));
    expect((await colleague.get(`/plans/${planId}`)).status).toBe(200);
    const { rows } = await server.owner.query<{ type: string; person: string; helper: string }>(
      'select type, person_id as person, helper_id as helper from access_log where plan_id = $1 and person_id = $2',
      [planId, client.id],
    );
    expect(rows.map(({ type }) => type)).toEqual(
      expect.arrayContaining(['plan-created', 'assisted-begun', 'grant-created']),
    );
    expect(new Set(rows.map((row) => row.helper))).toEqual(new Set([helper.id]));
    const { rows: told } = await server.owner.query('select kind from notice where person_id = $1', [client.id]);
    expect(told).toEqual([{ kind: 'assisted-decision' }]);
  });

  it('gives whoever helps nothing: not by name, by team, by a later end, by lifting a rule, or as coordinator', async () => {
    const { id, affiliationId, place } = await server.people.professional('Piet', 'wijkverpleegkundige');
    const piet = await server.login(id);
    const team = await server.people.team('Team', place, [affiliationId]);
    const { planId } = await world.client(piet);
    const clientId = await world.clientOf(planId);
    const client = await world.assisted(piet, planId);
    const attempts: object[] = [
      share(id),
      share(id, { level: 'write' }),
      { ...share(team), recipient: { type: 'team', id: team } },
    ];
    for (const body of attempts)
      expect(await problem(client.call('POST', `/plans/${planId}/grants`, body))).toBe('witness-needed');
    // What the client gave alone stays as it is: it can be lowered with help, never raised.
    const alone = await server.login(clientId);
    const grantId = await server.share(alone, planId, id, 'read');
    const address = `/plans/${planId}/grants/${grantId}`;
    expect(await problem(client.call('PATCH', address, { level: 'write' }))).toBe('witness-needed');
    expect(await problem(client.call('PATCH', address, { endsAt: inDays(60) }))).toBe('witness-needed');
    expect(await problem(client.call('PUT', `/plans/${planId}/coordinator`, { personId: id }))).toBe('witness-needed');
    expect((await client.call('PATCH', address, { endsAt: inDays(10) })).status).toBe(200);
    const withheld = await client.call('POST', `/plans/${planId}/grants`, {
      recipient: { type: 'person', id },
      effect: 'withhold',
    });
    expect(withheld.status).toBe(201);
    const back = z.object({ id: z.string() }).parse(withheld.body).id;
    await server.share(alone, planId, colleague.id, 'read');
    const { items } = await client.want(routes.listGrants.response, 'GET', `/plans/${planId}/grants`);
    expect(items.map(({ recipient }) => recipient.id).sort()).toEqual([id, colleague.id].sort());
    // A rule for the team waits behind the one for the person: taking that away would give something.
    await server.owner.query(
      `insert into access_rule (id, plan_id, subject_type, subject_id, effect, level, ends_at, created_by)
        values (gen_random_uuid(), $1, 'team', $2, 'share', 1, clock_timestamp() + interval '1 day', $3)`,
      [planId, team, clientId],
    );
    expect(await problem(client.call('DELETE', `/plans/${planId}/grants/${back}`))).toBe('witness-needed');
  });

  it('reaches nothing but deciding about its one plan', async () => {
    const { planId } = await world.client(helper);
    const client = await world.assisted(helper, planId);
    const { sections } = await client.want(plan, 'GET', `/plans/${planId}`);
    const sectionId = z.string().parse(sections[0]?.id);
    const other = await world.client(helper);
    const open = new Set<string>(assistedRoutes);
    const nobody = new Caller('', '', server.address);
    let closed = 0;
    for (const [name, route] of Object.entries(routes)) {
      if (open.has(name)) continue;
      const path = route.path
        .replace('{planId}', planId)
        .replace('{sectionId}', sectionId)
        .replaceAll(/\{\w+\}/g, planId);
      const body = route.method === 'GET' ? undefined : {};
      // Some are open to everybody, or not served here.
      if ((await nobody.call(route.method, path, body)).status !== 401) continue;
      closed += 1;
      expect([name, await problem(client.call(route.method, path, body))]).toEqual([name, 'assisted-decides-only']);
    }
    expect(closed).toBeGreaterThan(30);
    // What shows text, or who looked, stays closed whatever is added.
    for (const name of ['getSection', 'getAuthorship', 'getVersion', 'getChanges', 'getPreview', 'getAccessLog'])
      expect(open.has(name)).toBe(false);
    expect((await client.get(`/plans/${other.planId}`)).status).toBe(404);
    expect((await client.get(`/plans/${other.planId}/audience`)).status).toBe(404);
    const socket = new WebSocket(
      `${server.address.replace('http', 'ws')}/live/sections/${sectionId}`,
      ['samenplan.1'],
      {
        headers: { cookie: client.cookie, origin: server.address },
      },
    );
    const ended = await new Promise<number>((resolve) => {
      socket.once('close', (reason) => resolve(reason));
      socket.once('unexpected-response', (_, response) => resolve(response.statusCode ?? 0));
      socket.once('error', () => undefined);
    });
    expect([401, 403, 4401]).toContain(ended);
  });

  it('does not show what only the client sees, not even its name', async () => {
    const { planId } = await world.client(helper);
    const alone = await server.login(await world.clientOf(planId));
    await server.section(alone, planId, 'Geheim', { onlyMe: true });
    const client = await world.assisted(helper, planId);
    expect(JSON.stringify((await client.get(`/plans/${planId}`)).body)).not.toContain('Geheim');
  });

  it.each([
    [
      'the client says "Klaar"',
      async (client: Caller) => void (await client.call('POST', '/assisted-sessions/endings')),
    ],
    [
      'nobody does anything for five minutes',
      async (client: Caller) =>
        void (await server.owner.query('update login_session set idle_at = clock_timestamp() where person_id = $1', [
          client.id,
        ])),
    ],
    [
      'half an hour has gone by',
      async (client: Caller) =>
        void (await server.owner.query('update login_session set expires_at = clock_timestamp() where person_id = $1', [
          client.id,
        ])),
    ],
    [
      'the helper logs out elsewhere',
      async () =>
        void (await server.owner.query(
          'update login_session set ended_at = clock_timestamp() where person_id = $1 and ended_at is null',
          [helper.id],
        )),
    ],
  ])('ends when %s, and does not fall back to the helper by itself', async (_, end) => {
    const { planId } = await world.client(helper);
    const client = await world.assisted(helper, planId);
    expect((await client.get(`/plans/${planId}`)).status).toBe(200);
    await end(client);
    expect(await problem(client.get('/me'))).toBe('login-required');
  });

  it('is left also after it ended by itself: the browser forgets it and the helper goes on', async () => {
    const { planId } = await world.client(helper);
    const client = await world.assisted(helper, planId);
    await server.owner.query('update login_session set idle_at = clock_timestamp() where person_id = $1', [client.id]);
    const answer = await world.raw(client, '/assisted-sessions/endings', {});
    expect(answer.headers.getSetCookie().join()).toMatch(/^samenplan-assisted=;.*Max-Age=0/);
    expect((await helper.get('/me')).status).toBe(200);
  });

  it('is not begun by strangers, the coordinator, the client, or somebody beside the client', async () => {
    const { planId } = await world.client(helper);
    const alone = await server.login(await world.clientOf(planId));
    const begin = (who: Caller) => who.call('POST', `/plans/${planId}/assisted-sessions`, { present: true });
    expect((await begin(colleague)).status).toBe(404);
    await server.share(alone, planId, colleague.id, 'read');
    expect((await begin(colleague)).status).toBe(201);
    expect((await alone.call('PUT', `/plans/${planId}/coordinator`, { personId: colleague.id })).status).toBe(204);
    expect((await begin(colleague)).status).toBe(403);
    expect((await begin(alone)).status).toBe(403);
    const neighbour = await server.login(await server.people.person('Buur', ['informal']));
    await server.share(alone, planId, neighbour.id, 'read');
    expect((await begin(neighbour)).status).toBe(403);
    await server.owner.query('update affiliation set ends_at = clock_timestamp() where person_id = $1', [helper.id]);
    expect((await begin(helper)).status).toBe(404);
  });

  it('asks the client first who has an own login: for one professional, once', async () => {
    const { planId } = await world.client(helper);
    const clientId = await world.clientOf(planId);
    await world.bind(clientId);
    const alone = await server.login(clientId);
    await server.share(alone, planId, colleague.id, 'read');
    const begin = (who: Caller) => who.call('POST', `/plans/${planId}/assisted-sessions`, { present: true });
    expect(await problem(begin(colleague))).toBe('assisted-needs-consent');
    const allow = `/plans/${planId}/assisted-consents`;
    expect((await colleague.call('POST', allow, { helperId: colleague.id })).status).toBe(403);
    expect((await alone.call('POST', allow, { helperId: await server.people.person('Vreemd') })).status).toBe(422);
    expect((await alone.call('POST', allow, { helperId: colleague.id })).status).toBe(201);
    expect(await problem(begin(helper))).toBe('assisted-needs-consent');
    expect((await begin(colleague)).status).toBe(201);
    expect(await problem(begin(colleague))).toBe('assisted-needs-consent');
  });

  it('is begun ten times in a row at most', async () => {
    const { planId } = await world.client(helper);
    const answers: number[] = [];
    for (let nth = 0; nth < 11; nth += 1)
      answers.push((await helper.call('POST', `/plans/${planId}/assisted-sessions`, { present: true })).status);
    expect(answers).toEqual([...Array.from({ length: 10 }, () => 201), 429]);
    const { rows } = await server.owner.query('select from login_session where helper_id = $1 and ended_at is null', [
      helper.id,
    ]);
    expect(rows.length).toBe(1);
  });
});
