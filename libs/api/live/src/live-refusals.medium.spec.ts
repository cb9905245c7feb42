import {
  addBlocks,
  encodeFullness,
  liveLimits,
  messageTypes,
  refusalCodes,
  type Y,
} from '@samenplan/shared/live-protocol';
import { connectLive, RawClient, until } from './testing/live-client';
import { startLiveServer, type LiveServer } from './testing/live-server';
import { LiveWorld, type Somebody } from './testing/live-world';

const write = (text: string) => (doc: Y.Doc) => addBlocks(doc, [{ type: 'paragraph', text }]);
const put = (key: string, value: string) => (doc: Y.Doc) => doc.getMap('goals').set(key, value);
const isRefused = (frame: Uint8Array): boolean => frame[0] === messageTypes.refused;

describe('what is refused', () => {
  let world: LiveWorld;
  let server: LiveServer;
  let client: Somebody;
  let nurse: Somebody;
  let roomId: string;

  beforeAll(async () => {
    world = await LiveWorld.create();
    client = await world.person('Client');
    nurse = await world.person('Nurse');
  });

  beforeEach(async () => {
    // Megabytes through one process that is server and clients at once: its lease is not what is tried here.
    server = await startLiveServer(world, { leaseFor: 10_000 });
    roomId = await world.section(client);
    await world.share(roomId, nurse, 2);
  });

  afterEach(async () => server.close());
  afterAll(async () => world.destroy());

  const enter = (somebody: Somebody): Promise<RawClient> => new RawClient(server.url, roomId, somebody).enter();

  it('is refused for the first reason, whatever the edits behind it would be refused for', async () => {
    const [mine, theirs] = [await enter(client), await enter(nurse)];
    theirs.edit(write('before'));
    await theirs.stored();
    // The desk, which tells what remains, answers only after the edit that hangs on the refused one was looked at.
    const { desk } = server.rooms;
    const decide = desk.decide.bind(desk);
    let answer = (): void => undefined;
    const gate = new Promise<void>((resolve) => {
      answer = resolve;
    });
    desk.decide = async (asker) => {
      await gate;
      return decide(asker);
    };
    const stop = await world.owner.connect();
    await stop.query('begin');
    await stop.query('select fence_rooms(array[$1::uuid])', [roomId]);
    theirs.edit(write('too late'));
    await world.waitForLock();
    theirs.edit(write('hangs on it'));
    await stop.query(
      'update access_rule set stopped_at = clock_timestamp() where section_id = $1 and subject_id = $2',
      [roomId, nurse.personId],
    );
    await stop.query('commit');
    stop.release();
    // Read after the commit, so after the edit behind the refused one was found to hang on nothing.
    for (let i = 0; i < 3; i += 1) await server.rooms.encodeState(roomId);
    answer();
    expect(await theirs.closed()).toBe(4403);
    const refused = theirs.frames.filter(isRefused);
    expect(refused.map((frame) => [...frame])).toEqual([[messageTypes.refused, refusalCodes.right, 3]]);
    expect((await world.log(roomId)).map(({ author }) => author)).toEqual([null, nurse.personId]);
    mine.close();
  });

  it('is what does not fit: everybody is warned before, and taking text away makes room again', async () => {
    const [writer, reader, own] = [await enter(nurse), await enter(client), connectLive(server.url, roomId, nurse)];
    await until(own, ({ stored }) => stored);
    const piece = 'x'.repeat(930_000);
    const fits = Math.floor(liveLimits.document / 930_100);
    for (let i = 0; i < fits; i += 1) {
      writer.edit(put(`${i}`, piece));
      await writer.stored();
    }
    const percent = Math.floor((fits * 930_050 * 100) / liveLimits.document);
    const warned = (frame: Uint8Array): boolean => frame[0] === messageTypes.fullness;
    for (const one of [writer, reader]) {
      await one.frame((frame) => warned(frame) && (frame[1] ?? 0) >= percent);
      expect(one.frames.filter(warned)[0]?.[1]).toBeGreaterThanOrEqual(liveLimits.nearlyFull);
    }
    await until(own, ({ fullness }) => fullness >= percent);
    expect([own.accepts(10), own.accepts(200_000), own.accepts(0)]).toEqual(['yes', 'full', 'yes']);
    // Somebody whose editor does not ask.
    writer.edit(put('more', piece));
    expect(await writer.closed()).toBe(4413);
    expect(writer.frames.filter(isRefused).map((frame) => frame[1])).toEqual([refusalCodes['too-large']]);
    const again = await enter(nurse);
    again.edit((doc) => ['0', '1', '2'].forEach((key) => doc.getMap('goals').delete(key)));
    await again.stored();
    again.edit(put('more', piece));
    await again.stored();
    const late = await enter(client);
    expect(late.closeCode).toBeUndefined();
    expect(late.frames.some((frame) => Buffer.from(frame).equals(Buffer.from(encodeFullness(percent))))).toBe(false);
    own.destroy();
    for (const one of [reader, again, late]) one.close();
  }, 60_000);
});
