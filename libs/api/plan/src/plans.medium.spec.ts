import { plan, planSummary, section } from '@samenplan/shared/contracts';
import { Encryption } from '@samenplan/api/platform';
import { statementsOf, type Statements } from '@samenplan/api/platform/testing';
import { z } from 'zod';
import { TestServer, type Caller } from './testing/server';

const plans = z.object({ items: z.array(planSummary) });

describe('plans over HTTP', () => {
  let server: TestServer;
  let client: Caller;
  let planId: string;
  let nurse: Caller;
  let stranger: Caller;

  beforeAll(async () => {
    server = await TestServer.start();
    ({ caller: client, planId } = await server.client('Cora'));
    nurse = await server.login((await server.people.professional('Nel', 'wijkverpleegkundige')).id);
    stranger = await server.login((await server.people.professional('Sjaak', 'maatschappelijk werker')).id);
  });
  afterAll(() => server.stop());

  it('begin with the own story of the client, who manages everything', async () => {
    const found = await client.want(plan, 'GET', `/plans/${planId}`);
    expect(found).toMatchObject({
      title: 'Plan van Cora',
      phase: 'registration',
      level: 'manage',
      coordinator: null,
      unseenSections: 0,
    });
    expect(found.may).toEqual({ manage: true, arrange: true, addSection: true });
    expect(found.sections.map(({ title, kind }) => [title, kind])).toEqual([['Mijn verhaal', 'own-story']]);
    expect((await client.want(plans, 'GET', '/plans')).items.map(({ id }) => id)).toContain(planId);
  });

  it('are not there for somebody without a right, by the same answer as a plan that does not exist', async () => {
    const refused = await stranger.get(`/plans/${planId}`);
    const unknown = await stranger.get('/plans/0b4e1f40-58a6-4d9b-9e71-6a1f5a3f9c11');
    expect(refused.status).toBe(404);
    expect({ ...(refused.body as object), traceId: '' }).toEqual({ ...(unknown.body as object), traceId: '' });
    expect((await stranger.want(plans, 'GET', '/plans')).items).toEqual([]);
  });

  it('show only the sections to which one has a right now, each with that right', async () => {
    const open = await server.section(client, planId, 'Wonen');
    const closed = await server.section(client, planId, 'Verslaving');
    await server.share(client, planId, nurse.id, 'write', open);
    const found = await nurse.want(plan, 'GET', `/plans/${planId}`);
    expect(found.sections.map(({ id, level }) => [id, level])).toEqual([[open, 'write']]);
    expect(JSON.stringify(found)).not.toContain('Verslaving');
    expect(found.level).toBe('none');
    expect(found.may).toEqual({ manage: false, arrange: false, addSection: false });
    expect((await nurse.get(`/plans/${planId}/sections/${closed}`)).status).toBe(404);
  });

  it('are renamed and moved to another phase by the client, and by nobody who only reads', async () => {
    const changed = await client.want(plan, 'PATCH', `/plans/${planId}`, { title: 'Mijn plan', phase: 'support' });
    expect([changed.title, changed.phase]).toEqual(['Mijn plan', 'support']);
    expect((await nurse.call('PATCH', `/plans/${planId}`, { title: 'x' })).status).toBe(403);
    expect((await stranger.call('PATCH', `/plans/${planId}`, { title: 'x' })).status).toBe(404);
  });

  it('have sections that only the client sees, until the client shows them', async () => {
    const { caller, planId: own } = await server.client('Diana');
    await server.share(caller, own, nurse.id, 'read');
    const secret = await server.section(caller, own, 'Alleen ik', { onlyMe: true });
    expect((await nurse.get(`/plans/${own}/sections/${secret}`)).status).toBe(404);
    expect((await nurse.want(plan, 'GET', `/plans/${own}`)).sections.map(({ id }) => id)).not.toContain(secret);
    expect((await caller.call('POST', `/plans/${own}/sections/${secret}/showings`)).status).toBe(204);
    expect((await nurse.want(section, 'GET', `/plans/${own}/sections/${secret}`)).level).toBe('read');
  });

  it('keep a section that the client archives from everybody else, and give it back', async () => {
    const { caller, planId: own } = await server.client('Els');
    const old = await server.section(caller, own, 'Oud');
    await server.share(caller, own, nurse.id, 'write');
    expect((await nurse.call('PATCH', `/plans/${own}/sections/${old}`, { archived: true })).status).toBe(403);
    await caller.want(section, 'PATCH', `/plans/${own}/sections/${old}`, { archived: true });
    expect((await nurse.get(`/plans/${own}/sections/${old}`)).status).toBe(404);
    await caller.want(section, 'PATCH', `/plans/${own}/sections/${old}`, { archived: false });
    expect((await nurse.get(`/plans/${own}/sections/${old}`)).status).toBe(200);
  });

  it('keep the own story first, and every other section where it is put', async () => {
    const { caller, planId: own } = await server.client('Fien');
    const [a, b, c] = [
      await server.section(caller, own, 'A'),
      await server.section(caller, own, 'B'),
      await server.section(caller, own, 'C'),
    ];
    await caller.want(section, 'PATCH', `/plans/${own}/sections/${c}`, { after: null });
    await caller.want(section, 'PATCH', `/plans/${own}/sections/${a}`, { after: b });
    const found = await caller.want(plan, 'GET', `/plans/${own}`);
    expect(found.sections.map(({ title }) => title)).toEqual(['Mijn verhaal', 'C', 'B', 'A']);
    const story = found.sections[0]?.id ?? '';
    expect((await caller.call('PATCH', `/plans/${own}/sections/${story}`, { after: a })).status).toBe(400);
  });

  it('let the coordinator add, rename and move within what the coordinator sees, and nothing more', async () => {
    const { caller, planId: own } = await server.client('Guus');
    const hidden = await server.section(caller, own, 'Verborgen', { onlyMe: true });
    const seen = await server.section(caller, own, 'Werk');
    expect((await caller.call('PUT', `/plans/${own}/coordinator`, { personId: nurse.id })).status).toBe(422);
    await server.share(caller, own, nurse.id, 'write');
    expect((await nurse.call('POST', `/plans/${own}/sections`, { title: 'x', kind: 'own' })).status).toBe(403);
    expect((await caller.call('PUT', `/plans/${own}/coordinator`, { personId: nurse.id })).status).toBe(204);
    const added = await server.section(nurse, own, 'Netwerk', { kind: 'network' });
    expect(
      (await nurse.want(section, 'PATCH', `/plans/${own}/sections/${seen}`, { title: 'Werken', after: added })).title,
    ).toBe('Werken');
    expect((await nurse.call('PATCH', `/plans/${own}/sections/${hidden}`, { title: 'x' })).status).toBe(404);
    expect((await nurse.call('PATCH', `/plans/${own}/sections/${seen}`, { after: hidden })).status).toBe(404);
    expect((await nurse.call('PATCH', `/plans/${own}/sections/${seen}`, { archived: true })).status).toBe(403);
    expect((await nurse.call('POST', `/plans/${own}/sections`, { title: 'x', kind: 'own', onlyMe: true })).status).toBe(
      403,
    );
    expect((await nurse.call('PUT', `/plans/${own}/coordinator`, { personId: null })).status).toBe(403);
    expect((await stranger.call('PUT', `/plans/${own}/coordinator`, { personId: null })).status).toBe(404);
    const found = await caller.want(plan, 'GET', `/plans/${own}`);
    expect(found.coordinator).toMatchObject({ id: nurse.id, function: 'wijkverpleegkundige' });
    expect((await caller.call('PUT', `/plans/${own}/coordinator`, { personId: null })).status).toBe(204);
    expect((await nurse.call('PATCH', `/plans/${own}/sections/${seen}`, { title: 'x' })).status).toBe(403);
  });

  it('show who can read a section above it, and nobody who can not', async () => {
    const { caller, planId: own } = await server.client('Hans');
    const id = await server.section(caller, own, 'Geld', { kind: 'domain', domain: 'finances' });
    await server.share(caller, own, nurse.id, 'read', id);
    await server.share(caller, own, stranger.id, 'read', await server.section(caller, own, 'Anders'));
    const { readers } = await nurse.want(section, 'GET', `/plans/${own}/sections/${id}`);
    expect(readers.map((reader) => [reader.name, reader.level, reader.isClient])).toEqual([
      ['Hans', 'manage', true],
      ['Nel', 'read', false],
    ]);
    expect(readers[1]?.duties).toEqual(['professional-secrecy']);
  });

  it('are shown as somebody else sees them, exactly as that person gets them', async () => {
    const { caller, planId: own } = await server.client('Ina');
    const open = await server.section(caller, own, 'Open');
    await server.section(caller, own, 'Dicht');
    await server.share(caller, own, nurse.id, 'write', open);
    const theirs = await nurse.want(plan, 'GET', `/plans/${own}`);
    const { asSeenBy, ...seen } = await caller.want(
      plan.extend({ asSeenBy: z.object({ id: z.string() }) }),
      'GET',
      `/plans/${own}/previews/${nurse.id}`,
    );
    expect(seen).toEqual(theirs);
    expect(asSeenBy.id).toBe(nurse.id);
    expect((await caller.get(`/plans/${own}/previews/${stranger.id}`)).status).toBe(404);
    expect((await nurse.get(`/plans/${own}/previews/${nurse.id}`)).status).toBe(403);
    expect((await stranger.get(`/plans/${own}/previews/${nurse.id}`)).status).toBe(404);
  });

  it('never show a representative what only the client sees, not as a preview of the client either', async () => {
    const { caller, planId: own } = await server.client('Jo');
    const representative = await server.login(await server.people.person('Rob', ['representative']));
    await server.people.mandate(caller.id, representative.id, 'all');
    const secret = await server.section(caller, own, 'Alleen ik', { onlyMe: true });
    const found = await representative.want(plan, 'GET', `/plans/${own}`);
    expect(found.level).toBe('manage');
    expect(found.sections.map(({ id }) => id)).not.toContain(secret);
    expect((await representative.get(`/plans/${own}/previews/${caller.id}`)).status).toBe(404);
    expect((await representative.call('POST', `/plans/${own}/sections/${secret}/showings`)).status).toBe(404);
    expect(
      (await representative.call('POST', `/plans/${own}/sections`, { title: 'x', kind: 'own', onlyMe: true })).status,
    ).toBe(403);
  });

  it('list three hundred plans with the statements of one, and fetch all their keys in one of them', async () => {
    const { caller } = await server.client('Veel');
    const listing = async (amount: number): Promise<Statements> => {
      const reader = await server.login((await server.people.professional('Bea', 'wijkverpleegkundige')).id);
      const keyIds = await server.many(caller.id, reader.id, amount);
      // As after a start: no key is at hand.
      for (const keyId of keyIds) server.app.get(Encryption).forget(keyId);
      return statementsOf(reader.id, async () => {
        expect((await reader.want(plans, 'GET', '/plans')).items).toHaveLength(amount);
      });
    };
    const [one, many] = [await listing(1), await listing(300)];
    expect(many).toEqual(one);
    expect(many.filter((sql) => /wrapped.+from keys\.data_key/.test(sql))).toHaveLength(1);
  });
});
