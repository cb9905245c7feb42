import { addBlocks, encodeUpdate, messageTypes, plainText, Y } from '@samenplan/shared/live-protocol';
import { connectLive, RawClient, until, untilDoc, updateIn } from './testing/live-client';
import { startLiveServer, type LiveServer } from './testing/live-server';
import { LiveWorld, type Somebody } from './testing/live-world';

const write = (text: string) => (doc: Y.Doc) => addBlocks(doc, [{ type: 'paragraph', text }]);

describe('two instances that hear nothing of each other', () => {
  let world: LiveWorld;
  let near: LiveServer;
  let far: LiveServer;
  let client: Somebody;
  let nurse: Somebody;
  let roomId: string;

  beforeAll(async () => {
    world = await LiveWorld.create();
    [near, far] = [await startLiveServer(world), await startLiveServer(world)];
    near.loseMessages();
    far.loseMessages();
    client = await world.person('Client');
    nurse = await world.person('Nurse');
  });

  beforeEach(async () => {
    roomId = await world.section(client);
  });

  afterAll(async () => {
    await near.close();
    await far.close();
    await world.destroy();
  });

  it('show what is written on the other, and store without holes', async () => {
    await world.share(roomId, nurse, 2);
    const [mine, theirs] = [connectLive(near.url, roomId, client), connectLive(far.url, roomId, nurse)];
    await Promise.all([mine, theirs].map((one) => until(one, ({ stored }) => stored)));
    for (let i = 0; i < 10; i += 1) {
      write(`a${i} `)(mine.doc);
      write(`b${i} `)(theirs.doc);
      await new Promise((resolve) => setImmediate(resolve));
    }
    await Promise.all([mine, theirs].map((one) => until(one, ({ stored }) => stored)));
    await untilDoc(mine.doc, () => plainText(mine.doc).includes('b9'));
    await untilDoc(theirs.doc, () => plainText(theirs.doc).includes('a9'));
    expect(plainText(mine.doc)).toBe(plainText(theirs.doc));
    const log = await world.log(roomId);
    expect(log.map(({ seq }) => seq)).toEqual(log.map((_, i) => i + 1));
    expect(log.length).toBe(21);
    mine.destroy();
    theirs.destroy();
  });

  it('take it for known when a reader brings text of another that this instance has not seen yet', async () => {
    await world.share(roomId, nurse, 1);
    const writer = await new RawClient(near.url, roomId, client).enter();
    const reader = await new RawClient(near.url, roomId, nurse).enter();
    const lagging = await new RawClient(far.url, roomId, nurse).enter();
    writer.edit(write('nieuw'));
    const frame = await reader.frame((one) => one[0] === messageTypes.sync && Buffer.from(one).includes('nieuw'));
    lagging.send(encodeUpdate(updateIn(frame)));
    await lagging.stored();
    expect((await world.log(roomId)).length).toBe(2);
    for (const one of [writer, reader, lagging]) one.close();
  });

  it('both close within a second after a stop', async () => {
    await world.share(roomId, nurse, 2);
    const both = [
      await new RawClient(near.url, roomId, nurse).enter(),
      await new RawClient(far.url, roomId, nurse).enter(),
    ];
    const stoppedAt = performance.now();
    await world.stop(roomId, nurse);
    expect(await Promise.all(both.map((one) => one.closed()))).toEqual([4403, 4403]);
    expect(performance.now() - stoppedAt).toBeLessThan(1_000);
  });

  it('send everybody away with 4503 when they stop, after storing what was under way', async () => {
    const own = await startLiveServer(world);
    const raw = await new RawClient(own.url, roomId, client).enter();
    raw.edit(write('onderweg'));
    await raw.stored();
    await own.close();
    expect(await raw.closed()).toBe(4503);
  });
});
