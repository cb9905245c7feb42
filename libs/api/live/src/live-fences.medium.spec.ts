import { addBlocks, encodeUpdate, messageTypes, plainText, Y } from '@samenplan/shared/live-protocol';
import { connectLive, RawClient, until, untilDoc } from './testing/live-client';
import { DatabaseProxy } from './testing/database-proxy';
import { startLiveServer, type LiveServer } from './testing/live-server';
import { LiveWorld, type Somebody } from './testing/live-world';

const write = (text: string) => (doc: Y.Doc) => addBlocks(doc, [{ type: 'paragraph', text }]);

describe('the fences of a room', () => {
  let world: LiveWorld;
  let server: LiveServer;
  let proxy: DatabaseProxy;
  let client: Somebody;
  let nurse: Somebody;
  let roomId: string;

  beforeAll(async () => {
    world = await LiveWorld.create();
    proxy = await DatabaseProxy.start(world.database.liveUrl);
    client = await world.person('Client');
  });

  beforeEach(async () => {
    server = await startLiveServer(world, { idleRoom: 50 }, proxy.url);
    nurse = await world.person('Nurse');
    roomId = await world.section(client);
    await world.share(roomId, nurse, 2);
  });

  afterEach(async () => {
    proxy.restore();
    await server.close();
  });

  afterAll(async () => {
    await proxy.close();
    await world.destroy();
  });

  const enter = (somebody: Somebody): Promise<RawClient> => new RawClient(server.url, roomId, somebody).enter();
  const authors = async (): Promise<(string | null)[]> => (await world.log(roomId)).map(({ author }) => author);

  it('closes within a second after a stop, with every message lost, and sends nothing stored after it', async () => {
    server.loseMessages();
    const [mine, theirs] = [await enter(client), await enter(nurse)];
    mine.edit(write('before the stop'));
    await mine.stored();
    await untilFrame(theirs, 'before the stop');
    await world.stop(roomId, nurse);
    const stoppedAt = performance.now();
    const seen = theirs.frames.length;
    mine.edit(write('after the stop'));
    expect(await theirs.closed()).toBe(4403);
    expect(performance.now() - stoppedAt).toBeLessThan(1_000);
    await mine.stored();
    expect(theirs.frames.slice(seen).filter((frame) => frame[0] === messageTypes.sync)).toEqual([]);
    mine.close();
  });

  it('does not commit an edit that waited for the lock of the stop itself', async () => {
    const theirs = await enter(nurse);
    theirs.edit(write('before'));
    await theirs.stored();
    const stop = await world.owner.connect();
    await stop.query('begin');
    await stop.query('select fence_rooms(array[$1::uuid])', [roomId]);
    theirs.edit(write('too late'));
    await world.waitForLock();
    await stop.query(
      'update access_rule set stopped_at = clock_timestamp() where section_id = $1 and subject_id = $2',
      [roomId, nurse.personId],
    );
    await stop.query('commit');
    stop.release();
    expect(await theirs.closed()).toBe(4403);
    expect(await authors()).toEqual([null, nurse.personId]);
  });

  it('lowers a writer to a reader: 4510, and reading goes on', async () => {
    const mine = await enter(client);
    const theirs = connectLive(server.url, roomId, nurse);
    await until(theirs, ({ stored }) => stored);
    await world.share(roomId, nurse, 1);
    await until(theirs, ({ status }) => status === 'disconnected');
    await until(theirs, ({ status, level }) => status === 'synced' && level === 1);
    expect(theirs.canEdit).toBe(false);
    mine.edit(write('for readers'));
    await untilDoc(theirs.doc, () => plainText(theirs.doc).includes('for readers'));
    theirs.destroy();
    mine.close();
  });

  it('raises a reader to a writer without closing', async () => {
    await world.share(roomId, nurse, 1);
    const theirs = connectLive(server.url, roomId, nurse);
    await until(theirs, ({ stored }) => stored);
    expect(theirs.canEdit).toBe(false);
    await world.share(roomId, nurse, 2);
    await until(theirs, ({ level }) => level === 2);
    write('now I may')(theirs.doc);
    expect(theirs.state.pending).toBe(1);
    await until(theirs, ({ stored }) => stored);
    expect(await authors()).toEqual([null, nurse.personId]);
    theirs.destroy();
  });

  it('closes when the login ends, and nothing of that login commits afterwards', async () => {
    const theirs = await enter(nurse);
    const before = theirs.frames.length;
    await world.endLogin(nurse);
    theirs.edit(write('after the login'));
    expect(await theirs.closed()).toBe(4401);
    expect(theirs.frames.slice(before).some((frame) => frame[0] === messageTypes.stored && frame[1] === 2)).toBe(false);
    expect(await authors()).toEqual([null]);
  });

  it('sends nothing that was stored after a login ended, before anybody else noticed the end', async () => {
    server.loseMessages();
    for (let i = 0; i < 10; i += 1) {
      const somebody = await world.loginOf(nurse);
      const [mine, theirs] = [await enter(client), await enter(somebody)];
      const seen = theirs.frames.length;
      await world.endLogin(somebody);
      mine.edit(write('after the login'));
      await mine.stored();
      expect(await theirs.closed()).toBe(4401);
      expect(theirs.frames.slice(seen).filter((frame) => frame[0] === messageTypes.sync)).toEqual([]);
      mine.close();
    }
  });

  it('closes by the clock when a right ends', async () => {
    await world.share(roomId, nurse, 2, '700 milliseconds');
    const theirs = await enter(nurse);
    expect(await theirs.closed()).toBe(4403);
  });

  it('sends nothing and closes with 4513 when the database is gone', async () => {
    const [mine, theirs] = [await enter(client), await enter(nurse)];
    proxy.cut();
    const seen = theirs.frames.length;
    mine.edit(write('into the void'));
    expect(await theirs.closed()).toBe(4513);
    expect(await mine.closed()).toBe(4513);
    expect(theirs.frames.length).toBe(seen);
    proxy.restore();
    expect(await authors()).toEqual([null]);
  });

  it('stores an edit once when the answer to its commit is lost, and acknowledges it after looking', async () => {
    const [mine, theirs] = [await enter(client), await enter(nurse)];
    mine.edit(write('first'));
    await mine.stored();
    const swallowed = proxy.swallowNextCommit();
    mine.edit(write('doubtful'));
    await swallowed;
    await mine.stored();
    await untilFrame(theirs, 'doubtful');
    expect(await authors()).toEqual([null, client.personId, client.personId]);
    mine.close();
    theirs.close();
  });

  it('stores an edit whose connection to the database broke before its commit', async () => {
    const mine = await enter(client);
    mine.edit(write('first'));
    await mine.stored();
    const holder = await world.owner.connect();
    await holder.query('begin');
    await holder.query('select 1 from room_head where id = $1 for update', [roomId]);
    mine.edit(write('second'));
    await world.waitForLock();
    proxy.cut();
    proxy.restore();
    await holder.query('commit');
    holder.release();
    await mine.stored();
    expect(await authors()).toEqual([null, client.personId, client.personId]);
    mine.close();
  });

  it('hands back what was refused as text, and starts afresh without it', async () => {
    const theirs = connectLive(server.url, roomId, nurse);
    await until(theirs, ({ stored }) => stored);
    write('Dit staat er. ')(theirs.doc);
    await until(theirs, ({ stored }) => stored);
    const stop = await world.owner.connect();
    await stop.query('begin');
    await stop.query('select fence_rooms(array[$1::uuid])', [roomId]);
    write('Dit blijft van mij.')(theirs.doc);
    await world.waitForLock();
    await stop.query('update access_rule set level = 1 where section_id = $1 and subject_id = $2', [
      roomId,
      nurse.personId,
    ]);
    await stop.query('commit');
    stop.release();
    const end = await until(theirs, ({ status }) => status === 'refused');
    expect(end).toMatchObject({ refusal: 'right', unstored: 'Dit blijft van mij.', pending: 1 });
    theirs.destroy();
    const again = connectLive(server.url, roomId, nurse);
    await until(again, ({ stored }) => stored);
    expect(plainText(again.doc)).toBe('Dit staat er. ');
    expect(again.state.level).toBe(1);
    again.destroy();
    expect(await authors()).toEqual([null, nurse.personId]);
  });

  it('resets a client whose history was replaced', async () => {
    const theirs = connectLive(server.url, roomId, nurse);
    await until(theirs, ({ stored }) => stored);
    await world.owner.query('update room_head set history_id = gen_random_uuid(), seq = 0 where id = $1', [roomId]);
    expect((await until(theirs, ({ status }) => status === 'reset')).status).toBe('reset');
    theirs.destroy();
  });

  it('lets a client of an older schema read, and refuses what it writes with 4426', async () => {
    await world.owner.query('update room_head set schema_version = 2 where id = $1', [roomId]);
    const old = await enter(nurse);
    await old.frame((frame) => frame[0] === messageTypes.level && frame[1] === 1);
    old.edit(write('written by an old editor'));
    expect(await old.closed()).toBe(4426);
    expect(await authors()).toEqual([null]);
  });

  it('lets go of a room when everybody left, also after a failure', async () => {
    const mine = await enter(client);
    expect(server.rooms.size).toBe(1);
    mine.send(encodeUpdate(Uint8Array.of(9)));
    await mine.closed();
    await server.rooms.emptied();
    await expect(server.rooms.encodeState('00000000-0000-4000-8000-000000000000')).rejects.toThrow();
    expect(server.rooms.size).toBe(0);
  });

  it('never opens a room from a log that can not be read', async () => {
    const mine = await enter(client);
    mine.edit(write('one'));
    await mine.stored();
    mine.close();
    await mine.closed();
    await server.rooms.emptied();
    await world.owner.query('update room_update set payload = nonce where room_id = $1 and seq = 2', [roomId]);
    const again = new RawClient(server.url, roomId, client);
    expect(await again.closed()).toBe(4513);
    expect(again.frames).toEqual([]);
  });
});

async function untilFrame(raw: RawClient, text: string): Promise<void> {
  await raw.frame((frame) => frame[0] === messageTypes.sync && Buffer.from(frame).includes(text));
}
