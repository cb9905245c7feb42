import { randomUUID } from 'node:crypto';
import { accessRequest, audienceMember, grant, plan, section } from '@samenplan/shared/contracts';
import { z } from 'zod';
import { inDays, TestServer, type Caller } from './testing/server';

const grants = z.object({ items: z.array(grant) });
const audience = z.object({ items: z.array(audienceMember) });
const requests = z.object({ items: z.array(accessRequest) });
const problem = z.object({ code: z.string() });

describe('sharing over HTTP', () => {
  let server: TestServer;
  let client: Caller;
  let planId: string;
  let sectionId: string;
  let nurse: Caller;
  let poh: Caller;
  let stranger: Caller;
  let placeOfNurse: { readonly organisationId: string; readonly functionId: string };
  let affiliationOfNurse: string;

  beforeAll(async () => {
    server = await TestServer.start();
    const professional = await server.people.professional('Nel', 'wijkverpleegkundige');
    placeOfNurse = professional.place;
    affiliationOfNurse = professional.affiliationId;
    nurse = await server.login(professional.id);
    poh = await server.login((await server.people.professional('Piet', 'POH')).id);
    stranger = await server.login((await server.people.professional('Sjaak', 'maatschappelijk werker')).id);
  });
  beforeEach(async () => {
    ({ caller: client, planId } = await server.client('Cora'));
    sectionId = await server.section(client, planId, 'Wonen');
  });
  afterAll(() => server.stop());

  const sharing = (more: object = {}): object => ({
    recipient: { type: 'person', id: nurse.id },
    sectionId,
    effect: 'share',
    level: 'read',
    endsAt: inDays(30),
    ...more,
  });
  const create = (body: object, caller = client): ReturnType<Caller['call']> =>
    caller.call('POST', `/plans/${planId}/grants`, body);
  const levelOf = async (caller: Caller): Promise<string> => {
    const answer = await caller.get(`/plans/${planId}/sections/${sectionId}`);
    return answer.status === 404 ? 'none' : section.parse(answer.body).level;
  };

  it('copies why it is allowed from the function of the recipient; the client does not choose it', async () => {
    const { status, body } = await create({ ...sharing(), purpose: 'eigen doel' });
    expect(status).toBe(201);
    expect(grant.parse(body)).toMatchObject({
      recipient: { id: nurse.id, name: 'Nel', function: 'wijkverpleegkundige', affiliationId: affiliationOfNurse },
      level: 'read',
      purpose: 'Doel van wijkverpleegkundige',
      legalBasis: 'Grondslag van wijkverpleegkundige',
    });
    expect(await levelOf(nurse)).toBe('read');
  });

  it('shows an informal contact, who has no place in any organisation, what the client shows', async () => {
    const sister = await server.login(await server.people.person('Toos', ['informal']));
    expect((await create(sharing({ recipient: { type: 'person', id: sister.id } }))).status).toBe(201);
    const found = await sister.want(plan, 'GET', `/plans/${planId}`);
    expect(found.sections.map(({ id }) => id)).toEqual([sectionId]);
    expect(found.client.birthDate).toBeNull();
  });

  it.each([
    ['without an end', { endsAt: undefined }, 'end-invalid'],
    ['with an end in the past', { endsAt: inDays(-1) }, 'end-invalid'],
    ['for a hundred years', { endsAt: inDays(36_500) }, 'end-invalid'],
    ['to somebody unknown', { recipient: { type: 'person', id: randomUUID() } }, 'recipient-unknown'],
    ['to an unknown team', { recipient: { type: 'team', id: randomUUID() } }, 'recipient-unknown'],
    ['in another place than the person has', { affiliationId: randomUUID() }, 'recipient-unknown'],
    ['without a level', { level: undefined }, 'input-invalid'],
    ['for deciding', { level: 'manage' }, 'input-invalid'],
    ['as withholding with a level', { effect: 'withhold' }, 'input-invalid'],
  ])('refuses to share %s', async (_, wrong, code) => {
    const { status, body } = await create(sharing(wrong));
    expect([400, 422]).toContain(status);
    expect(problem.parse(body).code).toBe(code);
    expect(await levelOf(nurse)).toBe('none');
  });

  it('refuses to share with the client or, for a representative, with oneself', async () => {
    expect((await create(sharing({ recipient: { type: 'person', id: client.id } }))).status).toBe(422);
    const representative = await server.login(await server.people.person('Rob', ['representative']));
    await server.people.mandate(client.id, representative.id, 'all');
    expect(
      (await create(sharing({ recipient: { type: 'person', id: representative.id } }), representative)).status,
    ).toBe(400);
    expect((await create(sharing(), representative)).status).toBe(201);
  });

  it('refuses to share a section of another plan, also for who decides about both', async () => {
    const otherPlan = z
      .object({ id: z.string() })
      .parse((await client.call('POST', '/plans', { title: 'Ander' })).body).id;
    const other = await server.section(client, otherPlan, 'Elders');
    expect((await create(sharing({ sectionId: other }))).status).toBe(404);
    const { caller: someone, planId: theirs } = await server.client('Iemand');
    expect((await someone.call('POST', `/plans/${theirs}/grants`, sharing())).status).toBe(404);
    expect(await levelOf(nurse)).toBe('none');
  });

  it('refuses somebody who left every organisation', async () => {
    const leaver = await server.people.professional('Leo', 'therapeut');
    await server.owner.query('update affiliation set ends_at = clock_timestamp() where id = $1', [
      leaver.affiliationId,
    ]);
    expect((await create(sharing({ recipient: { type: 'person', id: leaver.id } }))).status).toBe(422);
  });

  it('asks in which place, for a person with several', async () => {
    const person = await server.people.professional('Two', 'therapeut');
    const second = await server.people.affiliation(person.id, await server.people.place('Tweede', 'docent'));
    const recipient = { type: 'person', id: person.id };
    expect((await create(sharing({ recipient }))).status).toBe(400);
    expect(grant.parse((await create(sharing({ recipient, affiliationId: second }))).body).recipient.function).toBe(
      'docent',
    );
  });

  it('leaves others no way to share, change or stop: nothing for who sees nothing, no for who only reads', async () => {
    const id = await server.share(client, planId, nurse.id, 'write', sectionId);
    const path = `/plans/${planId}/grants/${id}`;
    for (const [caller, status] of [
      [stranger, 404],
      [nurse, 403],
    ] as const) {
      expect((await create(sharing({ recipient: { type: 'person', id: poh.id } }), caller)).status).toBe(status);
      expect((await caller.call('PATCH', path, { level: 'read' })).status).toBe(status);
      expect((await caller.call('DELETE', path)).status).toBe(status);
      expect((await caller.get(`/plans/${planId}/audience`)).status).toBe(status);
      expect((await caller.get(`/plans/${planId}/access-log`)).status).toBe(status);
    }
    expect(await levelOf(nurse)).toBe('write');
    expect(await levelOf(poh)).toBe('none');
  });

  it('does not let a rule be changed or stopped through another plan', async () => {
    const id = await server.share(client, planId, nurse.id, 'write', sectionId);
    const { caller: someone, planId: theirs } = await server.client('Iemand');
    expect((await someone.call('DELETE', `/plans/${theirs}/grants/${id}`)).status).toBe(404);
    expect((await someone.call('PATCH', `/plans/${theirs}/grants/${id}`, { level: 'read' })).status).toBe(404);
    expect(await levelOf(nurse)).toBe('write');
  });

  it('stops in one step, and a second stop finds nothing', async () => {
    const id = await server.share(client, planId, nurse.id, 'write', sectionId);
    expect((await client.call('DELETE', `/plans/${planId}/grants/${id}`)).status).toBe(204);
    expect(await levelOf(nurse)).toBe('none');
    expect((await client.call('DELETE', `/plans/${planId}/grants/${id}`)).status).toBe(404);
  });

  it('lets one of two stops at once win, and leaves one line of it', async () => {
    const id = await server.share(client, planId, nurse.id, 'write', sectionId);
    const answers = await Promise.all([1, 2, 3].map(() => client.call('DELETE', `/plans/${planId}/grants/${id}`)));
    expect(answers.map(({ status }) => status).sort()).toEqual([204, 404, 404]);
    const lines = await server.owner.query("select from access_log where plan_id = $1 and type = 'grant-stopped'", [
      planId,
    ]);
    expect(lines.rowCount).toBe(1);
  });

  it('leaves one rule when the same is shared several times at once, so that one stop is a whole stop', async () => {
    await Promise.all(['read', 'write', 'read'].map((level) => create(sharing({ level }))));
    const { items } = await client.want(grants, 'GET', `/plans/${planId}/grants`);
    expect(items).toHaveLength(1);
    await client.call('DELETE', `/plans/${planId}/grants/${items[0]?.id}`);
    expect(await levelOf(nurse)).toBe('none');
  });

  it('ends in nothing or in the newer rule when sharing and stopping cross, never in a rule that nobody can see', async () => {
    const id = await server.share(client, planId, nurse.id, 'write', sectionId);
    await Promise.all([client.call('DELETE', `/plans/${planId}/grants/${id}`), create(sharing())]);
    const { items } = await client.want(grants, 'GET', `/plans/${planId}/grants`);
    expect(items).toHaveLength(1);
    expect([items[0]?.level, await levelOf(nurse)]).toEqual(['read', 'read']);
  });

  it('fences the rooms that a stop, a lowering or a withholding touches, and only those', async () => {
    const other = await server.section(client, planId, 'Werk');
    const id = await server.share(client, planId, nurse.id, 'write', sectionId);
    const epochs = async (): Promise<number[]> => {
      const { rows } = await server.owner.query<{ epoch: string }>(
        'select access_epoch as epoch from room_head where id = any ($1) order by array_position($1, id)',
        [[sectionId, other]],
      );
      return rows.map(({ epoch }) => Number(epoch));
    };
    const steps: [string, string, object | undefined][] = [
      ['PATCH', `/plans/${planId}/grants/${id}`, { level: 'read' }],
      ['POST', `/plans/${planId}/grants`, { recipient: { type: 'person', id: poh.id }, sectionId, effect: 'withhold' }],
      ['DELETE', `/plans/${planId}/grants/${id}`, undefined],
    ];
    for (const [method, path, body] of steps) {
      const before = await epochs();
      expect((await client.call(method, path, body)).status).toBeLessThan(300);
      const after = await epochs();
      expect(after[0]).toBeGreaterThan(before[0] ?? 0);
      expect(after[1]).toBe(before[1]);
    }
  });

  it('ends with the affiliation, the team or the mandate through which it came, without anyone stopping it', async () => {
    const worker = await server.people.professional('Wim', 'thuisbegeleider');
    const caller = await server.login(worker.id);
    const team = await server.people.team('Team Noord', worker.place, [worker.affiliationId]);
    expect((await create(sharing({ recipient: { type: 'team', id: team } }))).status).toBe(201);
    expect(await levelOf(caller)).toBe('read');
    await server.owner.query('update team_member set ends_at = clock_timestamp() where team_id = $1', [team]);
    expect(await levelOf(caller)).toBe('none');
    await server.share(client, planId, worker.id, 'write', sectionId);
    expect(await levelOf(caller)).toBe('write');
    await server.owner.query('update affiliation set ends_at = clock_timestamp() where id = $1', [
      worker.affiliationId,
    ]);
    expect(await levelOf(caller)).toBe('none');
  });

  it('refuses a team in which nobody is', async () => {
    const team = await server.people.team('Leeg', placeOfNurse, []);
    expect((await create(sharing({ recipient: { type: 'team', id: team } }))).status).toBe(422);
  });

  it('shows who decides all rules, others only the own ones that show them something', async () => {
    await server.share(client, planId, nurse.id, 'write', sectionId);
    await server.share(client, planId, poh.id, 'read', sectionId);
    await create({
      recipient: { type: 'person', id: nurse.id },
      effect: 'withhold',
      sectionId: await server.section(client, planId, 'Geheim'),
    });
    expect((await client.want(grants, 'GET', `/plans/${planId}/grants`)).items).toHaveLength(3);
    const own = (await nurse.want(grants, 'GET', `/plans/${planId}/grants`)).items;
    expect(own.map(({ recipient, effect }) => [recipient.id, effect])).toEqual([[nurse.id, 'share']]);
  });

  it('tells who sees what, why, by which rule and until when', async () => {
    await server.share(client, planId, poh.id, 'read');
    const id = await server.share(client, planId, nurse.id, 'write', sectionId);
    await create({ recipient: { type: 'person', id: poh.id }, effect: 'withhold', sectionId });
    const { items } = await client.want(audience, 'GET', `/plans/${planId}/audience`);
    const cells = items.flatMap(({ name, sections }) =>
      sections
        .filter((cell) => cell.sectionId === sectionId)
        .map(({ level, why, grantId }) => ({ name, level, why, grantId })),
    );
    expect(cells).toEqual([
      { name: 'Nel', level: 'write', why: 'person-section-share', grantId: id },
      { name: 'Piet', level: 'none', why: 'person-section-withhold', grantId: expect.any(String) },
    ]);
    expect(items.map(({ name, planLevel }) => [name, planLevel])).toEqual([
      ['Nel', 'none'],
      ['Piet', 'read'],
    ]);
  });

  it('lets a bewindvoerder decide about money, and see nothing else of who sees what', async () => {
    const money = await server.section(client, planId, 'Geld', { kind: 'domain', domain: 'finances' });
    const representative = await server.login(await server.people.person('Bram', ['representative']));
    await server.people.mandate(client.id, representative.id, 'money');
    await server.share(client, planId, poh.id, 'read', sectionId);
    expect(
      (await representative.want(plan, 'GET', `/plans/${planId}`)).sections.map(({ id, level }) => [id, level]),
    ).toEqual([[money, 'manage']]);
    expect((await create(sharing({ sectionId: money }), representative)).status).toBe(201);
    expect((await create(sharing(), representative)).status).toBe(404);
    expect((await create(sharing({ sectionId: undefined }), representative)).status).toBe(403);
    const { items } = await representative.want(audience, 'GET', `/plans/${planId}/audience`);
    expect(items.map(({ name }) => name).sort()).toEqual(['Bram', 'Nel']);
    expect(items.flatMap(({ sections }) => sections.map((cell) => cell.sectionId))).toEqual([money, money]);
    expect(
      (await representative.want(grants, 'GET', `/plans/${planId}/grants`)).items.map((one) => one.sectionId),
    ).toEqual([money]);
    expect((await representative.get(`/plans/${planId}/previews/${nurse.id}`)).status).toBe(403);
  });

  describe('questions to write', () => {
    const ask = (caller: Caller): ReturnType<Caller['call']> =>
      caller.call('POST', `/plans/${planId}/access-requests`, { sectionId, level: 'write' });

    it('come from readers only, once, and never about the own story', async () => {
      expect((await ask(nurse)).status).toBe(404);
      await server.share(client, planId, nurse.id, 'read');
      expect((await ask(nurse)).status).toBe(201);
      expect((await ask(nurse)).status).toBe(409);
      await server.share(client, planId, poh.id, 'write', sectionId);
      expect((await ask(poh)).status).toBe(403);
      const story = (await client.want(plan, 'GET', `/plans/${planId}`)).sections[0]?.id;
      expect(
        (await nurse.call('POST', `/plans/${planId}/access-requests`, { sectionId: story, level: 'write' })).status,
      ).toBe(403);
    });

    it('are shown to who decides, and a yes lets the asker write', async () => {
      await server.share(client, planId, nurse.id, 'read', sectionId);
      await ask(nurse);
      expect((await nurse.want(requests, 'GET', '/access-requests')).items).toEqual([]);
      const [open] = (await client.want(requests, 'GET', '/access-requests')).items;
      expect(open).toMatchObject({
        planTitle: 'Plan van Cora',
        sectionTitle: 'Wonen',
        person: { name: 'Nel' },
        level: 'write',
      });
      const path = `/plans/${planId}/access-requests/${open?.id}`;
      expect((await nurse.call('PATCH', path, { answer: 'yes' })).status).toBe(403);
      expect((await stranger.call('PATCH', path, { answer: 'yes' })).status).toBe(404);
      expect((await client.call('PATCH', path, { answer: 'yes' })).status).toBe(204);
      expect(await levelOf(nurse)).toBe('write');
      expect((await client.call('PATCH', path, { answer: 'no' })).status).toBe(404);
      expect((await client.want(requests, 'GET', '/access-requests')).items).toEqual([]);
    });

    it('change nothing by a no', async () => {
      await server.share(client, planId, nurse.id, 'read', sectionId);
      const { id } = await nurse.want(z.object({ id: z.string() }), 'POST', `/plans/${planId}/access-requests`, {
        sectionId,
        level: 'write',
      });
      expect((await client.call('PATCH', `/plans/${planId}/access-requests/${id}`, { answer: 'no' })).status).toBe(204);
      expect(await levelOf(nurse)).toBe('read');
    });

    it('give nothing to somebody who was stopped before the answer', async () => {
      const rule = await server.share(client, planId, nurse.id, 'read', sectionId);
      const { id } = await nurse.want(z.object({ id: z.string() }), 'POST', `/plans/${planId}/access-requests`, {
        sectionId,
        level: 'write',
      });
      await client.call('DELETE', `/plans/${planId}/grants/${rule}`);
      expect((await client.want(requests, 'GET', '/access-requests')).items).toEqual([]);
      expect((await client.call('PATCH', `/plans/${planId}/access-requests/${id}`, { answer: 'yes' })).status).toBe(
        409,
      );
      expect(await levelOf(nurse)).toBe('none');
    });
  });
});
