import { addBlocks, plainText } from '@samenplan/shared/live-protocol';
import { connectLive, until, untilDoc } from './testing/live-client';
import { startLiveServer, type LiveServer } from './testing/live-server';
import { LiveWorld, type Somebody } from './testing/live-world';

describe('two people in one room', () => {
  let world: LiveWorld;
  let server: LiveServer;
  let client: Somebody;
  let nurse: Somebody;
  let roomId: string;

  beforeAll(async () => {
    world = await LiveWorld.create();
    server = await startLiveServer(world);
    client = await world.person('Client');
    nurse = await world.person('Nurse');
    roomId = await world.section(client);
    await world.share(roomId, nurse, 2);
  });

  afterAll(async () => {
    await server.close();
    await world.destroy();
  });

  it('shows what one writes to the other, stored', async () => {
    const one = connectLive(server.url, roomId, client);
    const other = connectLive(server.url, roomId, nurse);
    await until(one, ({ status }) => status === 'synced');
    await until(other, ({ status }) => status === 'synced');
    expect(one.state.level).toBe(3);
    expect(other.state.level).toBe(2);
    addBlocks(one.doc, [{ type: 'paragraph', text: 'Hallo' }]);
    expect(one.state.pending).toBe(1);
    await untilDoc(other.doc, () => plainText(other.doc).includes('Hallo'));
    await until(one, ({ stored }) => stored);
    expect(await world.log(roomId)).toEqual([
      { seq: 1, author: null },
      { seq: 2, author: client.personId },
    ]);
    one.destroy();
    other.destroy();
  });
});
