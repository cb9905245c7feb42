import { once } from 'node:events';
import { accessLogLine, blockAuthorship, plan } from '@samenplan/shared/contracts';
import { addBlocks, SUBPROTOCOL, textBlocks, Y } from '@samenplan/shared/live-protocol';
import { WebSocket } from 'ws';
import { z } from 'zod';
import { TestServer, type Caller } from './testing/server';

const authorship = z.object({ items: z.array(blockAuthorship) });
const page = z.object({ items: z.array(accessLogLine) });

describe('a section as a live room', () => {
  let server: TestServer;
  let client: Caller;
  let nurse: Caller;
  let stranger: Caller;
  let planId: string;
  let sectionId: string;

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

  const open = ({ cookie }: Caller, id = sectionId): WebSocket =>
    new WebSocket(`${server.address.replace('http', 'ws')}/live/sections/${id}`, SUBPROTOCOL, {
      headers: { cookie, origin: 'http://localhost:3000' },
    });
  const codeOf = async (socket: WebSocket): Promise<number> => ((await once(socket, 'close')) as [number])[0];
  const log = async (): Promise<z.infer<typeof accessLogLine>[]> =>
    (await client.want(page, 'GET', `/plans/${planId}/access-log`)).items;

  /** Changes the text as somebody does who is logged in. */
  async function write(caller: Caller, change: (doc: Y.Doc) => void): Promise<void> {
    const doc = new Y.Doc();
    Y.applyUpdate(doc, await server.rooms.encodeState(sectionId));
    const before = Y.encodeStateVector(doc);
    doc.transact(() => change(doc));
    await server.rooms.write(
      sectionId,
      caller.id,
      await server.sessionOf(caller.id),
      Y.encodeStateAsUpdate(doc, before),
    );
  }
  const add =
    (text: string) =>
    (doc: Y.Doc): void =>
      addBlocks(doc, [{ type: 'paragraph', text }]);
  const replace =
    (find: string, put: string) =>
    (doc: Y.Doc): void => {
      for (const { element } of textBlocks(doc)) {
        const text = element.get(0);
        const at = text instanceof Y.XmlText ? text.toString().indexOf(find) : -1;
        if (!(text instanceof Y.XmlText) || at === -1) continue;
        text.delete(at, find.length);
        text.insert(at, put);
      }
    };

  it('is opened by who reads it, with its line in the log before the first byte', async () => {
    const grantId = await server.share(client, planId, nurse.id, 'read', sectionId);
    const socket = open(nurse);
    await once(socket, 'message');
    const { rows } = await server.owner.query(
      "select from access_log where section_id = $1 and person_id = $2 and type = 'section-live-read'",
      [sectionId, nurse.id],
    );
    expect(rows).toHaveLength(1);
    const [line] = (await log()).filter(({ type }) => type === 'section-live-read');
    expect(line).toMatchObject({
      person: { name: 'Nel' },
      role: 'wijkverpleegkundige',
      object: { title: 'Wonen' },
      allowedBy: { why: 'person-section-share', grantId },
    });
    socket.terminate();
  });

  it('is not there for a stranger, like a section that does not exist, and the client reads that it was tried', async () => {
    expect(await codeOf(open(stranger))).toBe(4404);
    expect(await codeOf(open(stranger, planId))).toBe(4404);
    expect(
      (await log())
        .filter(({ outcome }) => outcome === 'refused')
        .map(({ person, object }) => [person?.name, object.id]),
    ).toEqual(expect.arrayContaining([['Sjaak', sectionId]]));
  });

  it.each([
    [
      'the client stops sharing',
      4403,
      async (grant: string): Promise<unknown> => client.call('DELETE', `/plans/${planId}/grants/${grant}`),
    ],
    [
      'the client lowers it to reading',
      4510,
      async (grant: string): Promise<unknown> =>
        client.call('PATCH', `/plans/${planId}/grants/${grant}`, { level: 'read' }),
    ],
    [
      'the client archives the section',
      4403,
      async (): Promise<unknown> => client.call('PATCH', `/plans/${planId}/sections/${sectionId}`, { archived: true }),
    ],
    [
      'the affiliation of the writer ends',
      4403,
      async (): Promise<unknown> =>
        server.owner.query('update affiliation set ends_at = clock_timestamp() where person_id = $1', [writer.id]),
    ],
  ])('closes within a second when %s', async (_, code, end) => {
    const grantId = await server.share(client, planId, writer.id, 'write', sectionId);
    const socket = open(writer);
    await once(socket, 'message');
    const closed = codeOf(socket);
    const begun = performance.now();
    await end(grantId);
    expect(await closed).toBe(code);
    expect(performance.now() - begun).toBeLessThan(1_000);
  });
  let writer: Caller;
  beforeEach(async () => {
    writer = await server.login((await server.people.professional('Wim', 'therapeut')).id);
  });

  it('tells who wrote each block and who changed it; words that the client took away only the client reads', async () => {
    await server.share(client, planId, nurse.id, 'write', sectionId);
    await write(client, add('De badkamer is glad en koud.'));
    await write(nurse, add('Wij vragen een beugel aan.'));
    await write(nurse, replace('glad', 'erg glad'));
    await write(client, replace('een beugel', 'niets'));
    const path = `/plans/${planId}/sections/${sectionId}/authorship`;
    const seen = (items: z.infer<typeof authorship>['items']): unknown =>
      items.map(({ author, change }) => [author.name, author.function, change?.by.name, change?.earlierText]);
    const job = 'wijkverpleegkundige';
    expect(seen((await client.want(authorship, 'GET', path)).items)).toEqual([
      ['Cora', null, 'Nel', 'De badkamer is glad en koud.'],
      ['Nel', job, 'Cora', 'Wij vragen een beugel aan.'],
    ]);
    expect(seen((await nurse.want(authorship, 'GET', path)).items)).toEqual([
      ['Cora', null, 'Nel', 'De badkamer is glad en koud.'],
      ['Nel', job, 'Cora', null],
    ]);
    expect((await stranger.get(path)).status).toBe(404);
  });

  it('is new for others after somebody wrote, until they look', async () => {
    await server.share(client, planId, nurse.id, 'read', sectionId);
    const news = async (caller: Caller): Promise<unknown> => {
      const found = await caller.want(plan, 'GET', `/plans/${planId}`);
      return [found.unseenSections, found.sections.find(({ id }) => id === sectionId)?.unseen];
    };
    expect(await news(nurse)).toEqual([0, false]);
    await write(client, add('Nieuws.'));
    expect([await news(nurse), await news(client)]).toEqual([
      [1, true],
      [0, false],
    ]);
    await nurse.get(`/plans/${planId}/sections/${sectionId}`);
    expect(await news(nurse)).toEqual([0, false]);
  });
});
