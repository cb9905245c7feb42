import { PlaceLines } from '@samenplan/api/access';
import { accessLogLine, administrationChange, plan, type AccessLogLine } from '@samenplan/shared/contracts';
import { addBlocks, plainText, type LiveConnection } from '@samenplan/shared/live-protocol';
import { z } from 'zod';
import { Office, openLive, until } from './testing/office';
import { inDays, TestServer, type Caller } from './testing/server';

const page = z.object({ items: z.array(accessLogLine) });
const changes = z.object({ items: z.array(administrationChange) });

describe('leaving an organisation', () => {
  let server: TestServer;
  let beside: Awaited<ReturnType<TestServer['beside']>>;
  let office: Office;
  let client: Caller;
  let planId: string;
  let sectionId: string;
  const connections: LiveConnection[] = [];

  beforeAll(async () => {
    server = await TestServer.start();
    beside = await server.beside();
    office = await Office.open(server);
  });
  beforeEach(async () => {
    ({ caller: client, planId } = await server.client('Cora'));
    sectionId = await server.section(client, planId, 'Wonen');
  });
  afterEach(() => {
    for (const connection of connections.splice(0)) connection.destroy();
  });
  afterAll(async () => {
    await beside.app.close();
    await server.stop();
  });

  const open = async (address: string, caller: Caller): Promise<LiveConnection> => {
    const connection = openLive(address, caller, sectionId);
    connections.push(connection);
    await until(connection, ({ stored }) => stored);
    return connection;
  };
  const type = (connection: LiveConnection, text: string): void =>
    addBlocks(connection.doc, [{ type: 'paragraph', text }]);
  const leave = (affiliationId: string, body: object = {}): ReturnType<Caller['call']> =>
    office.administrator.call('POST', `${office.path}/affiliations/${affiliationId}/departure`, body);
  const updatesOf = async ({ id }: Caller): Promise<number> => {
    const { rows } = await server.owner.query<{ count: string }>(
      'select count(*) from room_update where room_id = $1 and author = $2',
      [sectionId, id],
    );
    return Number(rows[0]?.count);
  };
  const shareWithTeam = (teamId: string): Promise<unknown> =>
    client.want(z.unknown(), 'POST', `/plans/${planId}/grants`, {
      recipient: { type: 'team', id: teamId },
      sectionId,
      effect: 'share',
      level: 'write',
      endsAt: inDays(30),
    });
  const lines = async (kind: AccessLogLine['type']): Promise<AccessLogLine[]> => {
    await server.app.get(PlaceLines, { strict: false }).run();
    return (await client.want(page, 'GET', `/plans/${planId}/access-log`)).items.filter((one) => one.type === kind);
  };

  it.each(['the instance that ends it', 'an instance that hears nothing of it'])(
    'is a barrier while somebody types: from the answer on nothing of theirs commits and nothing reaches them, on %s',
    async (where) => {
      const nurse = await office.colleague('Nel');
      await server.share(client, planId, nurse.caller.id, 'write', sectionId);
      const theirs = await open(where.startsWith('the') ? server.address : beside.address, nurse.caller);
      const mine = await open(server.address, client);
      type(theirs, 'voor het afscheid');
      await until(theirs, ({ stored }) => stored);
      const before = await updatesOf(nurse.caller);
      expect(before).toBeGreaterThan(0);

      expect((await leave(nurse.affiliationId)).status).toBe(204);
      const answeredAt = performance.now();
      type(theirs, 'na het afscheid');
      type(mine, 'alleen voor wie blijft');
      const end = await until(theirs, ({ status }) => status === 'refused' || status === 'gone');
      expect(performance.now() - answeredAt).toBeLessThan(1_500);
      expect(end.unstored).toContain('na het afscheid');
      await until(mine, ({ stored }) => stored);
      expect(plainText(theirs.doc)).not.toContain('alleen voor wie blijft');
      expect(plainText(mine.doc)).not.toContain('na het afscheid');
      expect(await updatesOf(nurse.caller)).toBe(before);
      expect((await nurse.caller.get(`/plans/${planId}`)).status).toBe(404);
    },
  );

  it('also ends what came through a team, and leaving only the team does the same', async () => {
    const [stays, goes, parts] = [
      await office.colleague('Stans'),
      await office.colleague('Gijs'),
      await office.colleague('Pim'),
    ];
    const teamId = await office.team('Noord', [stays.affiliationId, goes.affiliationId, parts.affiliationId]);
    await shareWithTeam(teamId);
    const [his, hers, pims] = [
      await open(server.address, goes.caller),
      await open(server.address, stays.caller),
      await open(beside.address, parts.caller),
    ];
    await leave(goes.affiliationId);
    const members = (await office.get()).teams.find(({ id }) => id === teamId)?.members ?? [];
    const pim = members.find(({ affiliationId }) => affiliationId === parts.affiliationId);
    expect(members.map(({ name }) => name)).toEqual(['Pim', 'Stans']);
    expect(
      (await office.administrator.call('DELETE', `${office.path}/teams/${teamId}/members/${pim?.memberId}`)).status,
    ).toBe(204);
    for (const gone of [his, pims]) {
      type(gone, 'te laat');
      await until(gone, ({ status }) => status === 'refused' || status === 'gone');
    }
    type(hers, 'ik blijf');
    await until(hers, ({ stored, pending }) => stored && pending === 0);
    expect(await updatesOf(goes.caller)).toBe(0);
    expect(await updatesOf(parts.caller)).toBe(0);
    expect(await updatesOf(stays.caller)).toBe(1);
  });

  it('on a planned day ends by the clock, leaves its line in each plan it touched once, and in no other', async () => {
    const nurse = await office.colleague('Nel');
    await server.share(client, planId, nurse.caller.id, 'read', sectionId);
    expect((await leave(nurse.affiliationId, { at: inDays(-1) })).status).toBe(422);
    expect((await leave(nurse.affiliationId, { at: inDays(800) })).status).toBe(422);
    expect((await leave(nurse.affiliationId, { at: inDays(7) })).status).toBe(204);
    expect((await nurse.caller.get(`/plans/${planId}`)).status).toBe(200);
    expect(await lines('place-ended')).toEqual([]);
    await server.owner.query('update affiliation set ends_at = clock_timestamp() where id = $1', [nurse.affiliationId]);
    expect((await nurse.caller.get(`/plans/${planId}`)).status).toBe(404);
    const job = server.app.get(PlaceLines, { strict: false });
    await Promise.all([job.run(), beside.app.get(PlaceLines, { strict: false }).run(), job.run()]);
    const found = await lines('place-ended');
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({
      person: null,
      detail: { kind: 'person', name: 'Nel (Thuiszorg)' },
      allowedBy: { why: 'person-section-share' },
    });
    const other = await server.client('Otto');
    expect(
      (await other.caller.want(page, 'GET', `/plans/${other.planId}/access-log`)).items.map((one) => one.type),
    ).not.toContain('place-ended');
  });

  it('can not be undone: a place that has ended stays ended, also for who administers', async () => {
    const nurse = await office.colleague('Nel');
    await server.share(client, planId, nurse.caller.id, 'read', sectionId);
    await leave(nurse.affiliationId);
    const path = `${office.path}/affiliations/${nurse.affiliationId}`;
    expect((await office.administrator.call('PATCH', path, { endsAt: null })).status).toBe(404);
    expect((await leave(nurse.affiliationId, { at: inDays(3) })).status).toBe(404);
    expect((await nurse.caller.get(`/plans/${planId}`)).status).toBe(404);
  });

  it('tells the client who joins a team that sees something, with a line, and the persons behind it', async () => {
    const [first, second] = [await office.colleague('Stans'), await office.colleague('Kim')];
    const teamId = await office.team('Zuid', [first.affiliationId]);
    await shareWithTeam(teamId);
    expect(await lines('team-joined')).toEqual([]);
    const joined = await office.administrator.call('POST', `${office.path}/teams/${teamId}/members`, {
      affiliationId: second.affiliationId,
    });
    expect(joined.status).toBe(201);
    expect(await lines('team-joined')).toHaveLength(1);
    expect((await lines('team-joined'))[0]).toMatchObject({ person: null, detail: { name: 'Kim (Zuid)' } });
    const { rows } = await server.owner.query(
      "select from notice where person_id = $1 and kind = 'team-joined' and plan_id = $2",
      [client.id, planId],
    );
    expect(rows).toHaveLength(1);
    expect((await second.caller.want(plan, 'GET', `/plans/${planId}`)).sections).toHaveLength(1);
  });

  it('is asked about with a yes or no: no number, no plan, no client', async () => {
    const nurse = await office.colleague('Nel');
    const path = `${office.path}/affiliations/${nurse.affiliationId}/departure`;
    expect((await office.administrator.get(path)).body).toEqual({ handsOver: false });
    await server.share(client, planId, nurse.caller.id, 'write');
    await client.call('PUT', `/plans/${planId}/coordinator`, { personId: nurse.caller.id });
    expect((await office.administrator.get(path)).body).toEqual({ handsOver: true });
  });

  it('shows the number of the team while nobody coordinates', async () => {
    const nurse = await office.colleague('Nel');
    const teamId = await office.team('West', [nurse.affiliationId]);
    await office.administrator.call('PATCH', `${office.path}/teams/${teamId}`, { phone: '06-00 000 777' });
    await server.share(client, planId, nurse.caller.id, 'write');
    await client.call('PUT', `/plans/${planId}/coordinator`, { personId: nurse.caller.id });
    const contacts = async (): Promise<unknown> => (await client.get(`/plans/${planId}/contacts`)).body;
    expect(await contacts()).toMatchObject({ meanwhile: null, coordinatorLeavesAt: null });
    await leave(nurse.affiliationId, { at: inDays(3) });
    expect(await contacts()).toMatchObject({ meanwhile: null, coordinatorLeavesAt: expect.any(String) });
    await leave(nurse.affiliationId);
    expect(await contacts()).toMatchObject({ meanwhile: { name: 'West, Thuiszorg', phone: '06-00 000 777' } });
  });

  it('stands in the log of administrators, who did it and when, and nobody changes that log', async () => {
    const nurse = await office.colleague('Nel');
    await leave(nurse.affiliationId);
    const { items } = await office.administrator.want(changes, 'GET', `${office.path}/changes`);
    expect(items[0]).toMatchObject({
      by: { name: 'Ilse' },
      subject: 'place',
      made: false,
      name: 'Nel',
      fields: [{ field: 'ends_at', before: null }],
    });
  });
});
