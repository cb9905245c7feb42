import { once } from 'node:events';
import { MandateEnds } from '@samenplan/api/access';
import { Database } from '@samenplan/api/platform';
import {
  accessLogLine,
  plan,
  representation,
  type AccessLogLine,
  type Mandate,
  type Representation,
} from '@samenplan/shared/contracts';
import { SUBPROTOCOL } from '@samenplan/shared/live-protocol';
import { WebSocket } from 'ws';
import { z } from 'zod';
import { inDays, TestServer, type Answer, type Caller } from './testing/server';

const page = z.object({ items: z.array(accessLogLine) });
const made = z.object({ id: z.string() });

describe('acting for a client', () => {
  let server: TestServer;
  let client: Caller;
  let coordinator: Caller;
  let nurse: Caller;
  let stranger: Caller;
  let friend: Caller;
  let planId: string;
  let sectionId: string;

  beforeAll(async () => {
    server = await TestServer.start();
    coordinator = await server.login((await server.people.professional('Joost', 'maatschappelijk werker')).id);
    nurse = await server.login((await server.people.professional('Nel', 'wijkverpleegkundige')).id);
    stranger = await server.login((await server.people.professional('Sjaak', 'ergotherapeut')).id);
  });
  beforeEach(async () => {
    ({ caller: client, planId } = await server.client('Cora'));
    sectionId = await server.section(client, planId, 'Wonen');
    friend = await server.login(await server.people.person('Fien'));
    for (const professional of [coordinator, nurse]) await server.share(client, planId, professional.id, 'write');
    expect((await client.call('PUT', `/plans/${planId}/coordinator`, { personId: coordinator.id })).status).toBe(204);
  });
  afterAll(() => server.stop());

  const add = (caller: Caller, body: object): Promise<Answer> => caller.call('POST', `/plans/${planId}/mandates`, body);
  const appointing = (): object => ({ personId: friend.id, kind: 'gemachtigde', scope: 'all', endsAt: inDays(90) });
  const recording = (kind = 'mentor'): object => ({
    personId: friend.id,
    kind,
    scope: kind === 'bewindvoerder' ? 'money' : 'all',
    proof: kind === 'ouder' ? 'custody-register' : 'court-decision',
    proofSeenOn: new Date().toISOString().slice(0, 10),
  });
  const idOf = ({ status, body }: Answer): string => {
    if (status !== 201) throw new Error(`Answered ${status} ${JSON.stringify(body)}`);
    return made.parse(body).id;
  };
  const act = (caller: Caller, id: string, body: object): Promise<Answer> =>
    caller.call('PATCH', `/plans/${planId}/mandates/${id}`, body);
  const end = (caller: Caller, id: string): Promise<Answer> => caller.call('DELETE', `/plans/${planId}/mandates/${id}`);
  const see = (caller: Caller): Promise<Representation> =>
    caller.want(representation, 'GET', `/plans/${planId}/representation`);
  const known = async (id: string): Promise<Mandate | undefined> =>
    (await see(client)).mandates.find((one) => one.id === id);
  const sees = async (caller: Caller): Promise<string[]> => {
    const { status, body } = await caller.get(`/plans/${planId}`);
    return status === 200 ? plan.parse(body).sections.map(({ id }) => id) : [];
  };
  const lines = async (type: AccessLogLine['type'], by = client): Promise<AccessLogLine[]> =>
    (await by.want(page, 'GET', `/plans/${planId}/access-log`)).items.filter((line) => line.type === type);
  /** The client becomes so many years old today, or was (days > 0) that long ago. */
  const turns = (years: number, days = 0): Promise<unknown> =>
    server.owner.query(
      `update person set birth_date = ((now() at time zone 'Europe/Amsterdam')::date - $3::int - make_interval(years => $2))::date where id = $1`,
      [client.id, years, days],
    );
  const statuses = (answers: readonly Answer[]): number[] => answers.map(({ status }) => status);
  const open = ({ cookie }: Caller): WebSocket =>
    new WebSocket(`${server.address.replace('http', 'ws')}/live/sections/${sectionId}`, SUBPROTOCOL, {
      headers: { cookie, origin: 'http://localhost:3000' },
    });
  const codeOf = async (socket: WebSocket): Promise<number> => ((await once(socket, 'close')) as [number])[0];

  describe('as a gemachtigde', () => {
    it('begins when the client says so, every act stands "namens" in the log, and it ends at once', async () => {
      const hidden = await server.section(client, planId, 'Dagboek', { onlyMe: true });
      const id = idOf(await add(client, appointing()));
      expect(await known(id)).toMatchObject({ state: 'in-force', person: { name: 'Fien' }, may: { end: true } });
      expect(await sees(friend)).not.toContain(hidden);
      await server.share(friend, planId, stranger.id, 'read', sectionId);
      expect((await lines('grant-created'))[0]).toMatchObject({
        person: { name: 'Fien' },
        role: 'gemachtigde',
        onBehalfOf: { name: 'Cora' },
        allowedBy: { why: 'representative' },
      });
      expect(await sees(client)).toContain(hidden);
      expect((await end(client, id)).status).toBe(204);
      expect(await sees(friend)).toEqual([]);
      expect((await lines('mandate-ended'))[0]?.detail).toMatchObject({ name: 'Fien', mandateKind: 'gemachtigde' });
    });

    it('can step down, and makes nobody else a representative', async () => {
      const id = idOf(await add(client, appointing()));
      expect((await add(friend, { ...appointing(), personId: nurse.id })).status).toBe(403);
      expect((await end(friend, id)).status).toBe(204);
      expect(await sees(friend)).toEqual([]);
      expect((await lines('mandate-ended'))[0]).toMatchObject({
        person: { name: 'Fien' },
        onBehalfOf: { name: 'Cora' },
      });
    });

    it('is refused without end, in the past, for 100 years, for oneself, somebody unknown, twice, and to a child', async () => {
      const wrong = (more: object): Promise<Answer> => add(client, { ...appointing(), ...more });
      expect(
        statuses([
          await wrong({ endsAt: undefined }),
          await wrong({ endsAt: inDays(-1) }),
          await wrong({ endsAt: inDays(36_500) }),
          await wrong({ personId: client.id }),
          await wrong({ personId: planId }),
        ]),
      ).toEqual([422, 422, 422, 422, 422]);
      expect((await wrong({})).status).toBe(201);
      expect((await wrong({})).status).toBe(409);
      await turns(15);
      expect((await wrong({ personId: nurse.id })).status).toBe(422);
    });

    it('closes an open socket within a second of the moment at which it ends by the clock', async () => {
      const id = idOf(await add(client, appointing()));
      await server.owner.query(
        "update mandate set ends_at = clock_timestamp() + interval '1200 milliseconds' where id = $1",
        [id],
      );
      const socket = open(friend);
      await once(socket, 'message');
      expect(await codeOf(socket)).toBe(4403);
      const { rows } = await server.owner.query<{ late: number }>(
        'select extract(epoch from clock_timestamp() - ends_at)::float8 as late from mandate where id = $1',
        [id],
      );
      expect(rows[0]?.late).toBeGreaterThanOrEqual(0);
      expect(rows[0]?.late).toBeLessThan(1);
      expect(await codeOf(open(friend))).toBe(4404);
    });

    it('leaves one line of the product at that moment, however often one looks', async () => {
      const id = idOf(await add(client, appointing()));
      await server.owner.query("update mandate set ends_at = clock_timestamp() - interval '3 minutes' where id = $1", [
        id,
      ]);
      const ends = server.app.get(MandateEnds, { strict: false });
      await Promise.all([ends.tell(), ends.tell()]);
      await ends.tell();
      const found = await lines('mandate-ended');
      expect(found).toHaveLength(1);
      expect(found[0]).toMatchObject({ person: null, detail: { name: 'Fien' }, allowedBy: { grantId: id } });
    });
  });

  describe('as somebody whom a court appointed', () => {
    it('is recorded by the coordinator who saw the proof, and begins after three days or when the client agrees', async () => {
      expect(
        statuses([await add(nurse, recording()), await add(client, recording()), await add(stranger, recording())]),
      ).toEqual([403, 403, 404]);
      const id = idOf(await add(coordinator, recording()));
      expect(await sees(friend)).toEqual([]);
      const mandate = await known(id);
      expect(mandate).toMatchObject({ state: 'waiting', recordedBy: { name: 'Joost' }, proof: 'court-decision' });
      const wait = new Date(mandate?.startsAt ?? 0).getTime() - Date.now();
      expect(wait / 3_600_000).toBeCloseTo(72, 0);
      expect((await act(friend, id, { act: 'agree' })).status).toBe(404);
      expect((await act(coordinator, id, { act: 'agree' })).status).toBe(404);
      expect((await act(client, id, { act: 'agree' })).status).toBe(204);
      expect(await sees(friend)).toContain(sectionId);
      expect((await end(client, id)).status).toBe(403);
      expect((await end(nurse, id)).status).toBe(404);
      expect((await end(coordinator, id)).status).toBe(204);
      expect(await sees(friend)).toEqual([]);
    });

    it('stops at once when the client says that it is not right, until another professional has seen the proof too', async () => {
      const id = idOf(await add(coordinator, recording()));
      await act(client, id, { act: 'agree' });
      const socket = open(friend);
      await once(socket, 'message');
      const closed = codeOf(socket);
      expect((await act(client, id, { act: 'contest' })).status).toBe(204);
      expect(await closed).toBe(4403);
      expect(await known(id)).toMatchObject({ state: 'contested' });
      const confirm = { act: 'confirm', proof: 'court-register' };
      expect(
        statuses([
          await act(coordinator, id, confirm),
          await act(friend, id, confirm),
          await act(client, id, confirm),
          await act(stranger, id, confirm),
          await act(nurse, id, { act: 'confirm' }),
        ]),
      ).toEqual([403, 404, 403, 404, 422]);
      expect((await act(nurse, id, confirm)).status).toBe(204);
      expect(await sees(friend)).toContain(sectionId);
      expect((await act(client, id, { act: 'contest' })).status).toBe(409);
      expect((await lines('mandate-confirmed'))[0]?.person?.name).toBe('Nel');
    });

    it('needs proof that was seen, of the right kind, not by the representative, and a scope that fits', async () => {
      const wrong = async (more: object): Promise<number> =>
        (await add(coordinator, { ...recording(), ...more })).status;
      expect([
        await wrong({ proof: undefined }),
        await wrong({ proofSeenOn: '2031-01-01' }),
        await wrong({ proofSeenOn: '2019-01-01' }),
        await wrong({ personId: coordinator.id }),
        await wrong({ scope: 'money' }),
        await wrong({ kind: 'bewindvoerder' }),
        await wrong({ kind: 'ouder' }),
      ]).toEqual([422, 422, 422, 422, 422, 422, 422]);
    });
  });

  describe('as a parent', () => {
    beforeEach(() => turns(11));
    const parent = async (): Promise<string> => idOf(await add(coordinator, recording('ouder')));

    it('decides for a child under 12, who still sees and writes everything', async () => {
      await parent();
      expect((await sees(client)).length).toBe((await sees(friend)).length);
      const body = {
        recipient: { type: 'person', id: stranger.id },
        effect: 'share',
        level: 'read',
        endsAt: inDays(9),
      };
      expect((await client.call('POST', `/plans/${planId}/grants`, body)).status).toBe(403);
      expect((await client.get(`/plans/${planId}/access-log`)).status).toBe(403);
      expect((await friend.call('POST', `/plans/${planId}/grants`, body)).status).toBe(201);
      expect((await lines('grant-created', friend))[0]).toMatchObject({ role: 'ouder', onBehalfOf: { name: 'Cora' } });
      expect((await client.want(plan, 'GET', `/plans/${planId}`)).level).toBe('write');
    });

    it('acts together with the child from the 12th birthday on, also on a socket that was open', async () => {
      await parent();
      await turns(12);
      expect((await client.want(plan, 'GET', `/plans/${planId}`)).level).toBe('manage');
      expect((await friend.want(plan, 'GET', `/plans/${planId}`)).level).toBe('manage');
    });

    it('does not see a section that the young person closed to them: no title, line, count or way around', async () => {
      await parent();
      const close = (caller: Caller): Promise<Answer> =>
        caller.call('POST', `/plans/${planId}/section-closures`, {
          sectionId,
          personId: friend.id,
          reason: 'Het gaat over thuis.',
        });
      expect((await close(client)).status).toBe(403);
      await turns(12);
      expect((await close(stranger)).status).toBe(404);
      expect((await close(friend)).status).toBe(403);
      const socket = open(friend);
      await once(socket, 'message');
      const closing = codeOf(socket);
      const before = await lines('section-live-read', friend);
      expect(before).toHaveLength(1);
      const id = idOf(await close(client));
      expect(await closing).toBe(4403);
      expect(await sees(friend)).not.toContain(sectionId);
      expect((await friend.get(`/plans/${planId}/sections/${sectionId}`)).status).toBe(404);
      expect(await lines('section-live-read', friend)).toEqual([]);
      expect(await lines('section-closed', friend)).toEqual([]);
      expect((await see(friend)).closures).toEqual([]);
      expect((await see(client)).closures).toMatchObject([
        { id, reason: 'Het gaat over thuis.', person: { name: 'Fien' } },
      ]);
      expect((await see(nurse)).closures).toHaveLength(1);
      // Around the back: by showing the whole plan to somebody else.
      await server.share(friend, planId, stranger.id, 'write');
      expect(await sees(stranger)).not.toContain(sectionId);
      expect(await sees(nurse)).toContain(sectionId);
      expect((await friend.call('DELETE', `/plans/${planId}/section-closures/${id}`)).status).toBe(404);
      expect((await client.call('DELETE', `/plans/${planId}/section-closures/${id}`)).status).toBe(204);
      expect(await sees(friend)).toContain(sectionId);
    });

    it('is out on the 16th birthday by itself, unless the young person keeps them, at most until the 18th', async () => {
      const id = await parent();
      await turns(16, -1);
      expect(await sees(friend)).toContain(sectionId);
      expect((await act(friend, id, { act: 'renew', endsAt: inDays(300) })).status).toBe(404);
      await turns(16);
      expect(await sees(friend)).toEqual([]);
      await server.app.get(MandateEnds, { strict: false }).tell();
      expect(await lines('mandate-ended')).toHaveLength(1);
      expect((await known(id))?.may.renew).toBe(true);
      expect((await act(client, id, { act: 'renew', endsAt: inDays(900) })).status).toBe(422);
      expect((await act(client, id, { act: 'renew', endsAt: inDays(300) })).status).toBe(204);
      expect(await sees(friend)).toContain(sectionId);
      // Renewed is not appointed: before 16 the young person does not send a parent away.
      await turns(16, -1);
      expect((await end(client, id)).status).toBe(403);
      expect((await known(id))?.may.end).toBe(false);
      await turns(16);
      expect((await known(id))?.may.end).toBe(true);
      await turns(18);
      expect(await sees(friend)).toEqual([]);
    });

    it('is told a month before, with the young person, and everybody once', async () => {
      const id = await parent();
      await turns(16, -20);
      const ends = server.app.get(MandateEnds, { strict: false });
      await ends.remind();
      await ends.remind();
      const { rows } = await server.owner.query<{ kind: string; person_id: string }>(
        'select kind, person_id from notice where plan_id = $1',
        [planId],
      );
      const told = (kind: string): string[] =>
        rows
          .filter((row) => row.kind === kind)
          .map((row) => row.person_id)
          .sort();
      expect(told('mandate-ends-soon')).toEqual([client.id, friend.id].sort());
      expect(told('age-review')).toEqual([client.id, friend.id].sort());
      expect((await known(id))?.endsAt).not.toBeNull();
    });
  });

  it('is no matter for a naaste or volunteer: they see neither the log, nor who sees what, nor who represents', async () => {
    await server.share(client, planId, friend.id, 'write');
    const paths = ['access-log', 'audience', 'representation'].map((path) => `/plans/${planId}/${path}`);
    expect(statuses(await Promise.all(paths.map((path) => friend.get(path))))).toEqual([403, 403, 403]);
    expect(statuses(await Promise.all(paths.map((path) => stranger.get(path))))).toEqual([404, 404, 404]);
    const longer = (id: string, days: number): Promise<Answer> =>
      client.call('POST', `/plans/${planId}/grants`, {
        recipient: { type: 'person', id },
        sectionId,
        effect: 'share',
        level: 'read',
        endsAt: inDays(days),
      });
    expect(statuses([await longer(friend.id, 400), await longer(friend.id, 300), await longer(nurse.id, 400)])).toEqual(
      [422, 201, 201],
    );
  });

  it('can be written in the database by nobody but its functions, also when the checks of the application are wrong', async () => {
    const database = server.app.get(Database);
    const as = (caller: Caller, sql: string): Promise<unknown> =>
      database.as({ personId: caller.id }, (tx) => tx.query(sql));
    await expect(
      as(
        friend,
        `insert into mandate (id, client_id, person_id, kind, scope, starts_at) values (gen_random_uuid(), '${client.id}', '${friend.id}', 'mentor', 'all', now())`,
      ),
    ).rejects.toThrow(/permission denied/);
    await expect(as(client, 'delete from section_closure')).rejects.toThrow(/permission denied/);
    const outcome = z.tuple([z.object({ outcome: z.string() })]);
    for (const caller of [friend, stranger, nurse])
      expect(
        outcome.parse(
          await as(
            caller,
            `select add_mandate(gen_random_uuid(), '${planId}', '${stranger.id}', 'mentor', 'all', null, 'court-decision', current_date) as outcome`,
          ),
        )[0].outcome,
      ).toBe('not-allowed');
  });
});
