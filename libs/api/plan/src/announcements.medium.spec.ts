import { once } from 'node:events';
import { appEvent, appEventName, type AppEvent } from '@samenplan/shared/contracts';
import { io, type Socket } from 'socket.io-client';
import { TestServer, type Caller } from './testing/server';

describe('hints to open screens', () => {
  let server: TestServer;
  let client: Caller;
  let planId: string;
  let sectionId: string;
  let nurse: Caller;
  let poh: Caller;
  const sockets: Socket[] = [];

  beforeAll(async () => {
    server = await TestServer.start();
  });
  beforeEach(async () => {
    nurse = await server.login((await server.people.professional('Nel', 'wijkverpleegkundige')).id);
    poh = await server.login((await server.people.professional('Piet', 'POH')).id);
    ({ caller: client, planId } = await server.client('Cora'));
    sectionId = await server.section(client, planId, 'Wonen');
  });
  afterEach(() => {
    for (const socket of sockets.splice(0)) socket.disconnect();
  });
  afterAll(() => server.stop());

  /** Everything that a person hears from now on. */
  async function listen(
    caller: Caller,
  ): Promise<{ readonly heard: AppEvent[]; next(kind: AppEvent['kind']): Promise<void> }> {
    const socket = io(server.address, {
      transports: ['websocket'],
      forceNew: true,
      extraHeaders: { cookie: caller.cookie, origin: 'http://localhost:3000' },
    });
    sockets.push(socket);
    const heard: AppEvent[] = [];
    socket.on(appEventName, (event: unknown) => heard.push(appEvent.parse(event)));
    await once(socket as unknown as NodeJS.EventEmitter, 'connect');
    const next = async (kind: AppEvent['kind']): Promise<void> => {
      while (!heard.some((event) => event.kind === kind))
        await new Promise((resolve) => socket.once(appEventName, resolve));
    };
    return { heard, next };
  }

  it('reach the client and the recipient of a new rule, and nobody else', async () => {
    const [cora, nel, piet] = [await listen(client), await listen(nurse), await listen(poh)];
    await server.share(client, planId, nurse.id, 'read', sectionId);
    await Promise.all([cora.next('access-changed'), nel.next('access-changed'), nel.next('plans-changed')]);
    expect(nel.heard).toContainEqual({ kind: 'access-changed', planId });
    // What is sent to Piet after it would come after it.
    await server.share(client, planId, poh.id, 'read', await server.section(client, planId, 'Werk'));
    await piet.next('access-changed');
    expect(piet.heard.filter(({ kind }) => kind === 'access-changed')).toHaveLength(1);
  });

  it('tell somebody who lost everything only to look again, without saying where', async () => {
    const nel = await listen(nurse);
    const grantId = await server.share(client, planId, nurse.id, 'read', sectionId);
    await Promise.all([nel.next('access-changed'), nel.next('plans-changed')]);
    nel.heard.splice(0);
    await client.call('DELETE', `/plans/${planId}/grants/${grantId}`);
    await nel.next('plans-changed');
    expect(nel.heard).toEqual([{ kind: 'plans-changed' }]);
  });

  it('say nothing of a section to somebody who sees another section of the same plan', async () => {
    const other = await server.section(client, planId, 'Werk');
    await server.share(client, planId, nurse.id, 'read', sectionId);
    const [cora, nel] = [await listen(client), await listen(nurse)];
    await client.call('PATCH', `/plans/${planId}/sections/${other}`, { title: 'Anders' });
    await cora.next('section-changed');
    await server.share(client, planId, poh.id, 'write', other);
    await cora.next('access-changed');
    await client.call('PATCH', `/plans/${planId}/sections/${sectionId}`, { title: 'Thuis' });
    await nel.next('section-changed');
    expect(nel.heard).toEqual([{ kind: 'section-changed', planId, sectionId }]);
  });

  it('bring a question to the client, and the answer to who asked', async () => {
    await server.share(client, planId, nurse.id, 'read', sectionId);
    const [cora, nel] = [await listen(client), await listen(nurse)];
    const { body } = await nurse.call('POST', `/plans/${planId}/access-requests`, { sectionId, level: 'write' });
    await cora.next('requests-changed');
    await client.call('PATCH', `/plans/${planId}/access-requests/${(body as { id: string }).id}`, { answer: 'yes' });
    await nel.next('requests-changed');
    expect(cora.heard).toContainEqual({ kind: 'requests-changed' });
  });
});
