import { createHash } from 'node:crypto';
import {
  addBlocks,
  encodeAnnounce,
  encodePresence,
  encodePresenceEntries,
  encodeSyncReply,
  encodeSyncRequest,
  encodeUpdate,
  liveLimits,
  messageTypes,
  plainText,
  decodePresenceEntries,
  Y,
} from '@samenplan/shared/live-protocol';
import { RawClient } from './testing/live-client';
import { startLiveServer, type LiveServer } from './testing/live-server';
import { LiveWorld, type Somebody } from './testing/live-world';

const write = (text: string) => (doc: Y.Doc) => addBlocks(doc, [{ type: 'paragraph', text }]);
const isStored = (frame: Uint8Array): boolean => frame[0] === messageTypes.stored;

describe('attacks through a raw socket', () => {
  let world: LiveWorld;
  let server: LiveServer;
  let client: Somebody;
  let writer: Somebody;
  let reader: Somebody;
  let stranger: Somebody;
  let roomId: string;

  beforeAll(async () => {
    world = await LiveWorld.create();
    server = await startLiveServer(world);
    client = await world.person('Client');
    writer = await world.person('Writer');
    reader = await world.person('Reader');
    stranger = await world.person('Stranger');
  });

  beforeEach(async () => {
    roomId = await world.section(client);
    await world.share(roomId, writer, 2);
    await world.share(roomId, reader, 1);
  });

  afterAll(async () => {
    await server.close();
    await world.destroy();
  });

  const enter = (somebody: Somebody): Promise<RawClient> => new RawClient(server.url, roomId, somebody).enter();

  /** Nothing but the seed is stored, and the room still works for an honest writer. */
  async function expectUnharmed(): Promise<void> {
    expect(await world.log(roomId)).toEqual([{ seq: 1, author: null }]);
    const honest = await enter(client);
    honest.edit(write('still works'));
    await honest.stored();
    expect((await world.log(roomId)).at(-1)?.author).toBe(client.personId);
    const state = new Y.Doc();
    Y.applyUpdate(state, await server.rooms.encodeState(roomId));
    expect(plainText(state)).toBe('still works');
    honest.close();
  }

  it.each(['update', 'answer'])('refuses what a reader writes, sent as an %s', async (as) => {
    const raw = await enter(reader);
    const doc = new Y.Doc();
    Y.applyUpdate(doc, Y.encodeStateAsUpdate(raw.doc));
    doc.clientID = raw.doc.clientID;
    write('hidden')(doc);
    const update = Y.encodeStateAsUpdate(doc);
    raw.send(as === 'update' ? encodeUpdate(update) : encodeSyncReply(update));
    expect(await raw.closed()).toBe(4403);
    await expectUnharmed();
  });

  it('refuses that a reader deletes', async () => {
    const raw = await enter(reader);
    raw.edit((doc) => doc.getXmlFragment('text').delete(0, 1));
    expect(await raw.closed()).toBe(4403);
    await expectUnharmed();
  });

  it('acknowledges to a reader what is known already, with the whole delete set', async () => {
    const raw = await enter(reader);
    raw.send(encodeSyncReply(Y.encodeStateAsUpdate(raw.doc)));
    await raw.frame((frame) => isStored(frame) && frame[1] === 2);
    raw.close();
    await expectUnharmed();
  });

  it('refuses content under the client id of another person', async () => {
    const victim = await enter(client);
    await victim.frame((frame) => frame[0] === messageTypes.announced && frame[1] === 1);
    const raw = await enter(writer);
    raw.doc.clientID = victim.doc.clientID;
    raw.edit(write('in the name of the client'));
    expect(await raw.closed()).toBe(4400);
    victim.close();
    await expectUnharmed();
  });

  it('refuses the same after an honest edit of that connection', async () => {
    const victim = await enter(client);
    await victim.frame((frame) => frame[0] === messageTypes.announced && frame[1] === 1);
    const raw = await enter(writer);
    raw.edit(write('honest'));
    await raw.stored();
    raw.doc.clientID = victim.doc.clientID;
    raw.edit(write('in the name of the client'));
    expect(await raw.closed()).toBe(4400);
    expect((await world.log(roomId)).length).toBe(2);
    victim.close();
  });

  it('refuses to give away the client id of another person, and of the seed', async () => {
    const victim = await enter(client);
    const raw = await enter(writer);
    const announced = (frame: Uint8Array): boolean => frame[0] === messageTypes.announced;
    await raw.frame(announced);
    await victim.frame(announced);
    for (const id of [victim.doc.clientID, ...new Set(Y.decodeStateVector(Y.encodeStateVector(raw.doc)).keys())]) {
      const from = raw.frames.length;
      raw.send(encodeAnnounce(id));
      expect((await raw.frame(announced, from))[1]).toBe(0);
    }
    raw.close();
    victim.close();
    await expectUnharmed();
  });

  it('shows who somebody is by the login, and drops entries of others', async () => {
    const [victim, other, raw] = [await enter(client), await enter(reader), await enter(writer)];
    const from = other.frames.length;
    const liar = JSON.stringify({ user: { name: 'Client', personId: client.personId }, cursor: null, extra: 'x' });
    const entry = (clientId: number, clock: number) => ({ clientId, clock, state: liar });
    raw.send(
      encodePresence(encodePresenceEntries([entry(victim.doc.clientID, 2 ** 40), entry(raw.doc.clientID, 2 ** 52)])),
    );
    const frame = await other.frame((one) => one[0] === messageTypes.presence && (one[2] ?? 0) > 0, from);
    const entries = decodePresenceEntries(frame.subarray(frame.length < 130 ? 2 : 3)) ?? [];
    expect(entries.map(({ clientId }) => clientId)).toEqual([raw.doc.clientID]);
    expect(JSON.parse(entries[0]?.state ?? '')).toEqual({
      user: { personId: writer.personId, name: 'Writer', function: 'tester' },
      cursor: null,
    });
    expect(entries[0]?.clock).toBeLessThan(Date.now() + 1_000_000);
    for (const one of [victim, other, raw]) one.close();
  });

  it('stores nothing of four thousand updates that lack what lies before them', async () => {
    const raw = await enter(writer);
    const source = new Y.Doc();
    source.clientID = raw.doc.clientID;
    Y.applyUpdate(source, Y.encodeStateAsUpdate(raw.doc));
    write('the missing start')(source);
    for (let i = 0; i < 4_000; i += 1) {
      const before = Y.encodeStateVector(source);
      source.getMap('goals').set('key', i);
      raw.send(encodeUpdate(Y.encodeStateAsUpdate(source, before)));
      // The server of this test lives in the same process.
      if (i % 100 === 0) await new Promise((resolve) => setImmediate(resolve));
    }
    expect(await raw.closed()).toBe(4400);
    await expectUnharmed();
  });

  const v2 = (): Uint8Array => {
    const doc = new Y.Doc();
    doc.getMap('m').set('a', 1);
    return Y.encodeStateAsUpdateV2(doc);
  };
  const hugeClock = (): Uint8Array => Uint8Array.of(1, 1, 5, 128, 128, 128, 128, 128, 32, 0, 1, 0);
  const garbage = (length: number): Uint8Array =>
    Uint8Array.from({ length }, (_, i) => createHash('sha256').update(String(i)).digest()[0] ?? 0);
  it.each([
    ['V2', v2()],
    [
      'V2 in the 27 bytes on which merging hangs',
      // One run length stands for 2^35 structs: `mergeUpdatesV2` would be busy with them for hours.
      Uint8Array.from(Buffer.from('0000010500000100010000000741ffffffffff7f01ffffffff7f00', 'hex')),
    ],
    ['clocks at 2^40', hugeClock()],
    ['garbage', garbage(4_096)],
    ['nothing at all', new Uint8Array(0)],
    ['counts without content', Uint8Array.of(0xff, 0xff, 0xff, 0x7f)],
  ])('answers an update of %s with 4400', async (_, update) => {
    const raw = await enter(writer);
    raw.send(encodeUpdate(update));
    expect(await raw.closed()).toBe(4400);
    await expectUnharmed();
  });

  it.each([
    ['an unknown type', Uint8Array.of(77)],
    ['an empty frame', new Uint8Array(0)],
    ['a length beyond the end', Uint8Array.of(0, 2, 200, 1)],
    ['bytes after the end', Uint8Array.of(3, 0)],
    ['a sync message of an unknown kind', Uint8Array.of(0, 9, 0)],
    ['a state vector that is none', encodeSyncRequest(Uint8Array.of(9, 9))],
  ])('answers %s with 4400', async (_, frame) => {
    const raw = await enter(writer);
    raw.send(frame);
    expect(await raw.closed()).toBe(4400);
    await expectUnharmed();
  });

  it('answers text with 4400', async () => {
    const raw = await enter(writer);
    raw.socket.send('hello');
    expect(await raw.closed()).toBe(4400);
  });

  it('answers a frame above the limit with 4413, and a far larger one with 1009', async () => {
    const [one, other] = [await enter(writer), await enter(writer)];
    one.send(new Uint8Array(liveLimits.frame + 1));
    other.send(new Uint8Array(3 * liveLimits.frame));
    expect([await one.closed(), await other.closed()]).toEqual([4413, 1009]);
    await expectUnharmed();
  });

  it.each([
    ['absent', null],
    ['foreign', 'https://evil.example'],
  ])('does not open a socket when the Origin is %s', async (_, origin) => {
    const raw = new RawClient(server.url, roomId, writer, { origin });
    expect(await raw.closed()).toBe(1006);
    expect(raw.frames).toEqual([]);
  });

  it('answers a forbidden room exactly as one that does not exist', async () => {
    const unknown = '00000000-0000-4000-8000-000000000000';
    const seen = [];
    for (const id of [roomId, unknown]) {
      const raw = new RawClient(server.url, id, stranger);
      const before = server.kind.refused.length;
      seen.push({
        code: await raw.closed(),
        frames: raw.frames.length,
        protocol: raw.socket.protocol,
        lines: server.kind.refused.length - before,
      });
    }
    expect(seen[0]).toEqual({ code: 4404, frames: 0, protocol: 'samenplan.1', lines: 1 });
    expect(seen[1]).toEqual(seen[0]);
  });

  it('sends somebody without a login away with 4401', async () => {
    const raw = new RawClient(server.url, roomId, undefined);
    expect(await raw.closed()).toBe(4401);
    expect(raw.frames).toEqual([]);
  });

  it('cuts off who asks and never reads', async () => {
    const small = await startLiveServer(world, { mostUnsent: 1_048_576 });
    const raw = await new RawClient(small.url, roomId, writer).enter();
    raw.edit(write('x'.repeat(900_000)));
    await raw.stored();
    raw.socket.pause();
    // Each question comes alone, so that each is answered.
    while (small.rooms.sessionCount > 0) {
      raw.send(encodeSyncRequest(Uint8Array.of(0)));
      await new Promise((resolve) => setImmediate(resolve));
    }
    raw.socket.terminate();
    await small.close();
  });

  it('writes the line of a look before the first byte goes out', async () => {
    const { kind } = server;
    let release = (): void => undefined;
    const asked = new Promise<void>((resolve) => {
      kind.beforeLog = () =>
        new Promise((go) => {
          release = go;
          resolve();
        });
    });
    const raw = new RawClient(server.url, roomId, reader);
    await raw.opened();
    raw.send(encodeSyncRequest(Uint8Array.of(0)));
    await asked;
    kind.beforeLog = async () => undefined;
    expect(raw.frames).toEqual([]);
    expect(kind.looks.some((look) => look.roomId === roomId)).toBe(false);
    release();
    await raw.frame((frame) => frame[0] === 0 && frame[1] === 1);
    expect(kind.looks.filter((look) => look.roomId === roomId)).toMatchObject([
      { action: 'read', why: 'person-section-share', visitor: { personId: reader.personId } },
    ]);
    raw.close();
  });

  it('writes a line for the first edit of a connection too, before it is stored', async () => {
    const raw = await enter(writer);
    raw.edit(write('one'));
    raw.edit(write('two'));
    await raw.stored();
    const actions = server.kind.looks.filter((look) => look.roomId === roomId).map(({ action }) => action);
    expect(actions).toEqual(['read', 'write']);
    raw.close();
  });
});
