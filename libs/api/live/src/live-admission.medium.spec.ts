import { addBlocks, messageTypes, type Y } from '@samenplan/shared/live-protocol';
import { RawClient } from './testing/live-client';
import { startLiveServer, type LiveServer } from './testing/live-server';
import { LiveWorld, type Somebody } from './testing/live-world';

const write = (text: string) => (doc: Y.Doc) => addBlocks(doc, [{ type: 'paragraph', text }]);

describe('somebody who is being let in', () => {
  let world: LiveWorld;
  let server: LiveServer;
  let client: Somebody;
  let nurse: Somebody;
  let roomId: string;

  beforeAll(async () => {
    world = await LiveWorld.create();
    // The regular look at logins does not come in between.
    server = await startLiveServer(world, { leaseEvery: 20_000, leaseFor: 60_000 });
    [client, nurse] = [await world.person('Client'), await world.person('Nurse')];
    roomId = await world.section(client);
    await world.share(roomId, nurse, 2);
  });

  afterAll(async () => {
    await server.close();
    await world.destroy();
  });

  it('gets nothing that was stored after the login ended, however long the log line of the look took', async () => {
    const mine = await new RawClient(server.url, roomId, client).enter();
    let goOn: () => void = () => undefined;
    const held = new Promise<void>((resolve) => {
      server.kind.beforeLog = ({ visitor }) => {
        resolve();
        return visitor.personId === nurse.personId ? new Promise((free) => (goOn = free)) : Promise.resolve();
      };
    });
    const theirs = new RawClient(server.url, roomId, nurse);
    const entering = theirs.enter().catch(() => undefined);
    await held;
    await world.endLogin(nurse);
    server.kind.beforeLog = async () => undefined;
    mine.edit(write('after the login'));
    await mine.stored();
    goOn();
    expect(await theirs.closed()).toBe(4401);
    await entering;
    expect(theirs.frames.filter((frame) => frame[0] === messageTypes.sync)).toEqual([]);
    mine.close();
  });
});
