import { once } from 'node:events';
import { RightEnds } from '@samenplan/api/access';
import { Database } from '@samenplan/api/platform';
import {
  accessLogLine,
  appEvent,
  appEventName,
  plan,
  type AccessLogLine,
  type AppEvent,
} from '@samenplan/shared/contracts';
import { io, type Socket } from 'socket.io-client';
import { z } from 'zod';
import { TestServer, type Caller } from './testing/server';

const page = z.object({ items: z.array(accessLogLine) });

describe('a right that ends by the clock', () => {
  let server: TestServer;
  let client: Caller;
  let nurse: Caller;
  let planId: string;
  let sectionId: string;
  let grantId: string;
  const sockets: Socket[] = [];

  beforeAll(async () => {
    server = await TestServer.start();
    nurse = await server.login((await server.people.professional('Nel', 'wijkverpleegkundige')).id);
  });
  beforeEach(async () => {
    ({ caller: client, planId } = await server.client('Cora'));
    sectionId = await server.section(client, planId, 'Wonen');
    grantId = await server.share(client, planId, nurse.id, 'write', sectionId);
  });
  afterEach(() => {
    for (const socket of sockets.splice(0)) socket.disconnect();
  });
  afterAll(() => server.stop());

  const ends = (): Promise<void> => server.app.get(RightEnds, { strict: false }).tell();
  const reachEnd = (interval = '0'): Promise<unknown> =>
    server.owner.query('update access_rule set ends_at = clock_timestamp() - $2::interval where id = $1', [
      grantId,
      interval,
    ]);
  const lines = async (): Promise<AccessLogLine[]> =>
    (await client.want(page, 'GET', `/plans/${planId}/access-log`)).items.filter(({ type }) => type === 'right-ended');

  it('leaves one line of the product itself, at the moment of the end, however often and wherever one looks', async () => {
    await reachEnd('3 minutes');
    await Promise.all([ends(), ends(), ends()]);
    await ends();
    const found = await lines();
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({
      person: null,
      organisation: null,
      outcome: 'success',
      object: { type: 'section', id: sectionId, title: 'Wonen' },
      detail: { kind: 'grant', recipient: 'Nel', effect: 'share', level: 'write' },
      allowedBy: { why: 'person-section-share', grantId },
    });
    const { rows } = await server.owner.query<{ at: Date }>('select ends_at as at from access_rule where id = $1', [
      grantId,
    ]);
    expect(new Date(found[0]?.at ?? 0)).toEqual(rows[0]?.at);
  });

  it('leaves none while it holds, and none when it was stopped before its end', async () => {
    await ends();
    expect(await lines()).toEqual([]);
    await client.call('DELETE', `/plans/${planId}/grants/${grantId}`);
    // An end that has passed by now, after the stop.
    const sql = "update access_rule set ends_at = stopped_at + interval '1 microsecond' where id = $1";
    await server.owner.query(sql, [grantId]);
    await ends();
    expect(await lines()).toEqual([]);
  });

  it('leaves its line also when a new rule took its place after the end', async () => {
    await reachEnd('1 minute');
    await server.share(client, planId, nurse.id, 'read', sectionId);
    await ends();
    expect(await lines()).toHaveLength(1);
  });

  it('tells open screens of both sides to look again', async () => {
    const hears = async (caller: Caller, kind: AppEvent['kind']): Promise<() => Promise<AppEvent>> => {
      const extraHeaders = { cookie: caller.cookie, origin: 'http://localhost:3000' };
      const socket = io(server.address, { transports: ['websocket'], forceNew: true, extraHeaders });
      sockets.push(socket);
      const heard = new Promise<AppEvent>((resolve) =>
        socket.on(appEventName, (event: unknown) => {
          const known = appEvent.parse(event);
          if (known.kind === kind) resolve(known);
        }),
      );
      await once(socket as unknown as NodeJS.EventEmitter, 'connect');
      return () => heard;
    };
    const [cora, nel] = [await hears(client, 'access-changed'), await hears(nurse, 'plans-changed')];
    await reachEnd();
    await ends();
    expect(await cora()).toEqual({ kind: 'access-changed', planId });
    expect(await nel()).toEqual({ kind: 'plans-changed' });
    expect((await nurse.get(`/plans/${planId}`)).status).toBe(404);
  });

  it('gives nobody a way to write a line of the product about a rule that did not end', async () => {
    const insert = `insert into access_log (id, plan_id, section_id, at, action, outcome, type, why, rule_id, source, trace_id, details)
      select gen_random_uuid(), plan_id, section_id, ends_at, 'E', 'success', $2, 'no-rule', id, 'x', 'x', '\\x00' from access_rule where id = $1`;
    const attempt = (type: string): Promise<unknown> =>
      server.app.get(Database).as({ personId: client.id }, (tx) => tx.query(insert, [grantId, type]));
    await expect(attempt('right-ended')).rejects.toThrow(/row-level security/);
    await reachEnd();
    await expect(attempt('section-read')).rejects.toThrow(/row-level security/);
    expect((await client.want(plan, 'GET', `/plans/${planId}`)).id).toBe(planId);
  });
});
