import { Database } from '@samenplan/api/platform';
import { administrationChange, organisationRoutes, type AdministrationChange } from '@samenplan/shared/contracts';
import { z } from 'zod';
import { nobody, Office } from './testing/office';
import { inDays, TestServer, type Caller } from './testing/server';

const invited = organisationRoutes.inviteColleague.response;
const changes = z.object({ items: z.array(administrationChange), nextCursor: z.string().nullable() });
const made = z.object({ id: z.string() });

describe('administering an organisation', () => {
  let server: TestServer;
  let office: Office;
  let other: Office;
  let admin: Caller;

  beforeAll(async () => {
    server = await TestServer.start();
  });
  // Codes are guessed at slowly: everybody gets a fresh allowance.
  beforeEach(async () => {
    office = await Office.open(server);
    other = await Office.open(server, 'Welzijn');
    admin = office.administrator;
  });
  afterAll(() => server.stop());

  const invite = (body: object = {}): Promise<z.infer<typeof invited>> =>
    admin.want(invited, 'POST', `${office.path}/colleague-invitations`, {
      functionId: office.place.functionId,
      administrator: false,
      ...body,
    });
  const newcomer = async (name = 'Nieuw'): Promise<Caller> => server.login(await server.people.person(name));
  const accept = (caller: Caller, code: string): ReturnType<Caller['call']> =>
    caller.call('POST', '/colleague-invitations/acceptances', { code });
  const log = async (): Promise<AdministrationChange[]> =>
    (await admin.want(changes, 'GET', `${office.path}/changes`)).items;

  it('is for who stands in the table of that organisation: a role, or another organisation, opens nothing', async () => {
    const { affiliationId } = await office.colleague('Nel');
    const teamId = await office.team('Noord', [affiliationId]);
    const onlyRole = await server.login(await server.people.person('Rol', ['administrator']));
    const requests: [string, string, object?][] = [
      ['GET', office.path],
      ['PATCH', office.path, { name: 'Gekaapt' }],
      ['GET', `${office.path}/changes`],
      ['POST', `${office.path}/functions`, { name: 'x', duties: ['no-secrecy'], purpose: 'x', legalBasis: 'x' }],
      ['PATCH', `${office.path}/functions/${office.place.functionId}`, { purpose: 'x' }],
      ['PATCH', `${office.path}/affiliations/${affiliationId}`, { phone: null }],
      ['GET', `${office.path}/affiliations/${affiliationId}/departure`],
      ['POST', `${office.path}/affiliations/${affiliationId}/departure`, {}],
      ['POST', `${office.path}/teams`, { name: 'x', phone: null }],
      ['PATCH', `${office.path}/teams/${teamId}`, { name: 'x' }],
      ['POST', `${office.path}/teams/${teamId}/members`, { affiliationId }],
      ['POST', `${office.path}/colleague-invitations`, { functionId: null, administrator: true }],
    ];
    for (const caller of [onlyRole, other.administrator, (await office.colleague('Kees')).caller])
      for (const [method, path, body] of requests)
        expect([method, path, (await caller.call(method, path, body)).status]).toEqual([method, path, 404]);
    const listed = await onlyRole.want(z.object({ items: z.array(z.unknown()) }), 'GET', '/organisations');
    expect(listed.items).toEqual([]);
    expect((await admin.get(`/organisations/${nobody()}`)).status).toBe(404);
    expect((await office.get()).name).toBe('Thuiszorg');
  });

  it('reaches nothing of another organisation through the own one', async () => {
    const theirs = await other.colleague('Wim');
    const theirTeam = await other.team('Oost', []);
    const own = await office.colleague('Nel');
    const ownTeam = await office.team('Noord', []);
    const requests: [string, string, object?][] = [
      ['POST', `${office.path}/teams/${theirTeam}/members`, { affiliationId: own.affiliationId }],
      ['POST', `${office.path}/teams/${ownTeam}/members`, { affiliationId: theirs.affiliationId }],
      ['PATCH', `${office.path}/teams/${ownTeam}`, { contactId: theirs.affiliationId }],
      ['PATCH', `${office.path}/affiliations/${theirs.affiliationId}`, { phone: '06-00 000 111' }],
      ['POST', `${office.path}/affiliations/${theirs.affiliationId}/departure`, {}],
      ['PATCH', `${office.path}/functions/${other.place.functionId}`, { name: 'x' }],
      ['POST', `${office.path}/colleague-invitations`, { functionId: other.place.functionId, administrator: false }],
      [
        'POST',
        `${office.path}/replacements`,
        {
          affiliationId: own.affiliationId,
          substituteId: theirs.affiliationId,
          startsAt: inDays(1),
          endsAt: inDays(2),
        },
      ],
    ];
    for (const [method, path, body] of requests)
      expect([method, path, (await admin.call(method, path, body)).status]).toEqual([method, path, 404]);
  });

  it('gives nobody a way in for himself: no team place, no code of the own making; another administrator can', async () => {
    const own = await server.people.affiliation(admin.id, office.place);
    const teamId = await office.team('Noord', []);
    const join = (caller: Caller): ReturnType<Caller['call']> =>
      caller.call('POST', `${office.path}/teams/${teamId}/members`, { affiliationId: own });
    expect((await join(admin)).status).toBe(403);
    const { code } = await invite();
    expect((await accept(admin, code)).status).toBe(422);
    expect((await admin.call('POST', '/colleague-invitations/lookups', { code })).body).toMatchObject({ own: true });
    const second = await server.login(await server.people.person('Omar', ['administrator']));
    await office.appoint(second.id);
    expect((await join(second)).status).toBe(201);
    expect((await join(second)).status).toBe(409);
  });

  it('is held by the database too, when the application would not look', async () => {
    const { affiliationId } = await office.colleague('Nel');
    const own = await server.people.affiliation(admin.id, office.place);
    const teamId = await office.team('Noord', []);
    const database = server.app.get(Database, { strict: false });
    const as = (personId: string | null, sql: string, values: unknown[]): Promise<unknown> =>
      database.as({ personId }, (tx) => tx.query(sql, values));
    const place = 'insert into team_member (id, team_id, affiliation_id) values (gen_random_uuid(), $1, $2)';
    for (const who of [null, other.administrator.id, nobody()])
      await expect(as(who, place, [teamId, affiliationId])).rejects.toThrow('row-level security');
    await expect(as(admin.id, place, [teamId, own])).rejects.toThrow('row-level security');
    const none = [[], 0];
    for (const who of [null, other.administrator.id]) {
      expect(await as(who, 'update affiliation set ends_at = now() where id = $1', [affiliationId])).toEqual(none);
      expect(
        await as(who, 'update organisation set name = $2 where id = $1', [office.place.organisationId, 'x']),
      ).toEqual(none);
      expect(await as(who, 'select * from administration_change', [])).toHaveLength(
        who === null
          ? 0
          : (
              (await as(who, 'select id from administration_change where organisation_id = $1', [
                other.place.organisationId,
              ])) as unknown[]
            ).length,
      );
    }
    for (const sql of [
      'insert into affiliation (id, person_id, organisation_id, function_id) values (gen_random_uuid(), $1, $2, $3)',
      'update affiliation set person_id = $1 where organisation_id = $2 and function_id <> $3',
      'insert into administration (id, person_id, organisation_id) select gen_random_uuid(), $1, $2 where $3::uuid is not null',
      'delete from administration_change where person_id = $1 and organisation_id = $2 and object_id = $3',
      'update administration_change set person_id = null where person_id = $1 and organisation_id = $2 and object_id = $3',
      "insert into administration_change (person_id, organisation_id, object_id, subject, made, object, after) values ($1, $2, $3, 'team', true, '{}', '{}')",
    ])
      await expect(as(admin.id, sql, [admin.id, office.place.organisationId, office.place.functionId])).rejects.toThrow(
        'permission denied',
      );
    for (const sql of [
      'select * from place_plans($1, $2)',
      'select * from untold_places(10, array[$2::uuid]) where kind = $1',
    ])
      expect(await as(admin.id, sql, ['team-joined', nobody()])).toEqual([]);
  });

  it('lets in a colleague by a code that binds whoever confirms it, once', async () => {
    const { code, url, number } = await invite();
    expect(url).toContain(`/collega/${code}`);
    expect(number).toBe(1);
    const [kim, late] = [await newcomer('Kim'), await newcomer('Laat')];
    for (let look = 0; look < 3; look += 1)
      expect((await kim.call('POST', '/colleague-invitations/lookups', { code })).body).toMatchObject({
        organisation: 'Thuiszorg',
        function: 'wijkverpleegkundige',
        invitedBy: 'Ilse',
        own: false,
      });
    const answers = await Promise.all([accept(kim, code), accept(kim, code), accept(late, code)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 422, 422]);
    expect((await office.get()).colleagues).toHaveLength(1);
    expect((await office.get()).invitations).toEqual([]);
    const { rows } = await server.owner.query('select from colleague_invitation where code_hash::text like $1', [
      `%${code}%`,
    ]);
    expect(rows).toEqual([]);
  });

  it.each([
    ['was taken back', (id: string) => admin.call('DELETE', `${office.path}/colleague-invitations/${id}`)],
    [
      'is too old',
      (id: string) => server.owner.query('update colleague_invitation set expires_at = now() where id = $1', [id]),
    ],
    [
      'came from somebody who administers no longer',
      () => server.owner.query('update administration set ends_at = now() where person_id = $1', [admin.id]),
    ],
  ] as [string, (id: string) => Promise<unknown>][])('lets nobody in with a code that %s', async (_, spoil) => {
    const { id, code } = await invite();
    await spoil(id);
    const kim = await newcomer();
    expect((await kim.call('POST', '/colleague-invitations/lookups', { code })).status).toBe(422);
    expect((await accept(kim, code)).status).toBe(422);
    const guesses = [];
    for (let guess = 0; guess < 10; guess += 1) guesses.push((await accept(kim, 'ABCDEFGH23')).status);
    expect(guesses).toContain(429);
  });

  it('passes on to a second administrator, and never loses the last one', async () => {
    const { code } = await invite({ functionId: null, administrator: true });
    const omar = await newcomer('Omar');
    await accept(omar, code);
    expect((await omar.get(office.path)).status).toBe(200);
    const { administrators } = await office.get();
    expect(administrators.map(({ name }) => name).sort()).toEqual(['Ilse', 'Omar']);
    const answers = await Promise.all(
      administrators.map(({ id }) => omar.call('DELETE', `${office.path}/administrators/${id}`)),
    );
    expect(answers.filter(({ status }) => status === 204)).toHaveLength(1);
    const { rows } = await server.owner.query(
      'select from administration where organisation_id = $1 and ends_at is null',
      [office.place.organisationId],
    );
    expect(rows).toHaveLength(1);
  });

  it('writes down every change with who, when, before and after', async () => {
    await admin.call('PATCH', `${office.path}/functions/${office.place.functionId}`, {
      duties: ['professional-secrecy', 'domestic-violence-reporting'],
      purpose: 'Om te helpen',
      proposedDomains: ['housing'],
    });
    const nel = await office.colleague('Nel');
    const kim = await office.colleague('Kim');
    await admin.call('PATCH', `${office.path}/affiliations/${nel.affiliationId}`, { workingDays: [3, 1, 1] });
    const team = await admin.want(made, 'POST', `${office.path}/teams`, { name: 'Noord', phone: null });
    await admin.call('PATCH', `${office.path}/teams/${team.id}`, { contactId: nel.affiliationId });
    await admin.call('POST', `${office.path}/replacements`, {
      affiliationId: nel.affiliationId,
      substituteId: kim.affiliationId,
      startsAt: inDays(1),
      endsAt: inDays(9),
    });
    const found = await log();
    expect(found.slice(0, 3)).toMatchObject([
      { subject: 'replacement', made: true, name: 'Nel', other: 'Kim', by: { name: 'Ilse' } },
      { subject: 'team', made: false, name: 'Noord', fields: [{ field: 'contact_id', before: null, after: 'Nel' }] },
      { subject: 'team', made: true, name: 'Noord' },
    ]);
    expect(found[3]).toMatchObject({
      subject: 'place',
      name: 'Nel',
      fields: [{ field: 'working_days', before: '', after: '1, 3' }],
    });
    const changed = found.find(({ subject, made: isNew }) => subject === 'function' && !isNew);
    expect(changed?.fields).toEqual([
      { field: 'duties', before: 'professional-secrecy', after: 'professional-secrecy, domestic-violence-reporting' },
      { field: 'purpose', before: 'Doel van wijkverpleegkundige', after: 'Om te helpen' },
      { field: 'proposed_domains', before: '', after: 'housing' },
    ]);
    expect(found.at(-1)).toMatchObject({ by: null });
  });

  it('names a replacement in the plan, and shows the replacement nothing by it', async () => {
    const { caller: client, planId } = await server.client('Cora');
    const [nel, kim, stranger] = [
      await office.colleague('Nel'),
      await office.colleague('Kim'),
      await office.colleague('Sjaak'),
    ];
    await server.share(client, planId, nel.caller.id, 'read');
    await admin.want(made, 'POST', `${office.path}/replacements`, {
      affiliationId: nel.affiliationId,
      substituteId: kim.affiliationId,
      startsAt: inDays(-1),
      endsAt: inDays(9),
    });
    expect((await client.get(`/plans/${planId}/contacts`)).body).toMatchObject({
      absences: [{ name: 'Nel', substitute: { name: 'Kim', phone: '06-00 000 001' }, substituteSees: false }],
    });
    const [away] = (await office.get()).colleagues.flatMap(({ replacements }) => replacements);
    expect((await admin.call('DELETE', `${office.path}/replacements/${away?.id}`)).status).toBe(204);
    expect((await client.get(`/plans/${planId}/contacts`)).body).toMatchObject({ absences: [] });
    for (const caller of [kim.caller, stranger.caller, admin]) {
      expect((await caller.get(`/plans/${planId}`)).status).toBe(404);
      expect((await caller.get(`/plans/${planId}/contacts`)).status).toBe(404);
    }
  });
});
