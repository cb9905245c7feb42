import { once } from 'node:events';
import { appEventName } from '@samenplan/shared/contracts';
import type { LiveConnection } from '@samenplan/shared/live-protocol';
import { io, type Socket } from 'socket.io-client';
import { startCluster, type Cluster } from './cluster/start-cluster';
import { ask, Visitor } from './people';
import { newPlace, share, type Place } from './plans';
import { closeAll, openedSection, textOf, until, untilText, write, writeStored } from './sockets';

describe('three instances behind a reverse proxy', () => {
  let cluster: Cluster;
  let client: Visitor;
  let poh: Visitor;
  let nurse: Visitor;
  const sockets: Socket[] = [];

  beforeAll(async () => {
    cluster = await startCluster();
    ({ client, poh, nurse } = await Visitor.logInAll(cluster, 'client', 'poh', 'nurse'));
  }, 180_000);

  afterEach(async () => {
    closeAll();
    for (const socket of sockets.splice(0)) socket.close();
    await cluster.redis.start();
    await Promise.all(cluster.instances.map((instance) => instance.start()));
  }, 60_000);

  afterAll(() => cluster.close(), 60_000);

  const on = (who: Visitor, n: number): Visitor => {
    const instance = cluster.instances[n];
    if (instance === undefined) throw new Error(`There is no instance ${n}`);
    return who.at(instance);
  };

  async function sharedPlace(): Promise<Place> {
    const place = await newPlace(client);
    await share(client, place, poh, 'write');
    await share(client, place, nurse, 'read');
    return place;
  }

  /** Types until `enough` says so. @returns what was typed */
  async function typing(connection: LiveConnection, name: string, enough: () => boolean): Promise<string[]> {
    const typed: string[] = [];
    while (!enough()) {
      if (connection.canEdit && connection.state.pending < 8) {
        typed.push(`[${name} ${typed.length}]`);
        write(connection, typed.at(-1) ?? '');
      }
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    return typed;
  }

  async function appSocket(who: Visitor): Promise<Socket> {
    const { url } = who.product;
    const socket = io(url, {
      transports: ['websocket'],
      reconnection: false,
      forceNew: true,
      extraHeaders: { cookie: who.cookie, origin: url },
    });
    sockets.push(socket);
    await once(socket as unknown as NodeJS.EventEmitter, 'connect');
    return socket;
  }

  it('show an edit that was made on one to people on the others', async () => {
    const { sectionId } = await sharedPlace();
    const [writer, ...readers] = await Promise.all(
      [client, poh, nurse].map((who, n) => openedSection(on(who, n), sectionId)),
    );
    if (writer === undefined) throw new Error('Nobody writes');
    write(writer, 'Overal te lezen.');
    await Promise.all(readers.map(({ doc }) => untilText(doc, 'Overal te lezen.')));
  });

  it('log somebody in whichever of them answers', async () => {
    const jar = new Map<string, string>();
    const visit = async (
      address: string,
      form?: string,
    ): Promise<{ status: number; to: string | null; text: string }> => {
      const answer = await fetch(new URL(address, cluster.url), {
        redirect: 'manual',
        headers: {
          cookie: [...jar].map((pair) => pair.join('=')).join('; '),
          ...(form === undefined ? {} : { origin: cluster.url, 'content-type': 'application/x-www-form-urlencoded' }),
        },
        ...(form === undefined ? {} : { method: 'POST', body: form }),
      });
      for (const line of answer.headers.getSetCookie()) {
        const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
        jar.set(name, value);
      }
      return { status: answer.status, to: answer.headers.get('location'), text: await answer.text() };
    };
    const follow = async (address: string, form?: string): Promise<string> => {
      const { to, text } = await visit(address, form);
      return to === null ? text : follow(to);
    };
    const page = await follow('/auth/login');
    await follow(/action="([^"]+)"/.exec(page)?.[1] ?? '', 'person=nurse');
    const me = await visit('/api/v1/me');
    expect(JSON.parse(me.text)).toMatchObject({ id: nurse.id });
  });

  /** Two people type through the proxy while `upset` happens. Everything they typed is stored in the end. */
  async function expectAllStored(name: string, upset: () => Promise<unknown>): Promise<void> {
    const { sectionId } = await sharedPlace();
    const connections = await Promise.all([client, poh].map((who) => openedSection(who, sectionId)));
    let enough = false;
    const typed = connections.map((connection, n) => typing(connection, `${name}${n}`, () => enough));
    await Promise.all(connections.map((one, n) => untilText(one.doc, `[${name}${1 - n} 10]`)));
    await upset();
    await Promise.all(connections.map((one) => until(one, ({ status }) => status === 'synced')));
    enough = true;
    const words = (await Promise.all(typed)).flat();
    await Promise.all(connections.map((one) => until(one, ({ stored }) => stored)));
    const text = await textOf(client, sectionId);
    expect(words.filter((one) => !text.includes(one))).toEqual([]);
  }

  it('lose nothing when two are killed: who wrote there goes on elsewhere', async () => {
    await expectAllStored('k', () => Promise.all(cluster.instances.slice(0, 2).map((instance) => instance.kill())));
  }, 60_000);

  it('store all and send people elsewhere when they are asked to stop, within ten seconds', async () => {
    await expectAllStored('d', async () => {
      const begun = performance.now();
      const codes = await Promise.all(cluster.instances.slice(1).map((instance) => instance.drain()));
      expect(performance.now() - begun).toBeLessThan(10_000);
      expect(codes).toEqual([0, 0]);
    });
  }, 60_000);

  it('tell people on the others what changed, and end the sockets of a login that ended, also without Redis', async () => {
    const here = await appSocket(on(poh, 0));
    const elsewhere = await appSocket(on(poh, 1));
    const told = Promise.all(
      [here, elsewhere].map((socket) => once(socket as unknown as NodeJS.EventEmitter, appEventName)),
    );
    await sharedPlace();
    await told;
    const leaving = await Visitor.logIn(cluster, 'nurse');
    const socket = await appSocket(on(leaving, 2));
    await cluster.redis.stop();
    const gone = once(socket as unknown as NodeJS.EventEmitter, 'disconnect');
    const begun = performance.now();
    await on(leaving, 0).logOut();
    await gone;
    expect(performance.now() - begun).toBeLessThan(3_000);
    expect((await ask(`${cluster.url}/health/ready`)).status).toBe(200);
    const place = await newPlace(client);
    await writeStored(await openedSection(client, place.sectionId), 'Ook zonder Redis.');
  }, 60_000);
});
