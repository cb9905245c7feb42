import { addBlocks, plainText, TEXT, WebsocketProvider, Y, type LiveConnection } from '@samenplan/shared/live-protocol';
import { connectLive, socketOf, until, untilDoc } from './testing/live-client';
import { DatabaseProxy } from './testing/database-proxy';
import { startLiveServer, type LiveServer } from './testing/live-server';
import { LiveWorld, type Somebody } from './testing/live-world';

/** A generator of numbers below one, the same for the same seed (mulberry32). */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

const newText = (connection: LiveConnection): Y.XmlText => {
  const [first] = connection.doc.getXmlFragment(TEXT).toArray();
  const [text] = first instanceof Y.XmlElement ? first.toArray() : [];
  if (text instanceof Y.XmlText) return text;
  if (!(first instanceof Y.XmlElement)) throw new Error('No block to write in');
  const made = new Y.XmlText();
  first.insert(0, [made]);
  return made;
};

/** Resolves at the next change of any document or of what is stored. */
async function nextChange(all: readonly LiveConnection[]): Promise<void> {
  const ends: (() => void)[] = [];
  await new Promise<void>((resolve) => {
    for (const one of all) {
      const changed = (): void => resolve();
      one.doc.on('update', changed);
      ends.push(one.onChange(changed), () => one.doc.off('update', changed));
    }
  });
  for (const end of ends) end();
}

const xml = (doc: Y.Doc): string => doc.getXmlFragment(TEXT).toJSON();

describe('many hands in one room', () => {
  let world: LiveWorld;
  let server: LiveServer;
  let proxy: DatabaseProxy;
  let client: Somebody;
  let others: Somebody[];
  let roomId: string;

  beforeAll(async () => {
    world = await LiveWorld.create();
    proxy = await DatabaseProxy.start(world.database.liveUrl);
    server = await startLiveServer(world, { snapshotEvery: 20, idleRoom: 20 }, proxy.url);
    client = await world.person('Client');
    others = await Promise.all(['One', 'Two', 'Three'].map((name) => world.person(name)));
  });

  beforeEach(async () => {
    roomId = await world.section(client);
    for (const other of others) await world.share(roomId, other, 2);
  });

  afterAll(async () => {
    await server.close();
    await proxy.close();
    await world.destroy();
  });

  const stateOf = async (): Promise<Y.Doc> => {
    const doc = new Y.Doc();
    Y.applyUpdate(doc, await server.rooms.encodeState(roomId));
    return doc;
  };
  it.each([1, 2, 3, 4, 5])(
    'ends the same everywhere, in the log and after a reload, whatever breaks meanwhile (seed %i)',
    async (seed) => {
      const draw = random(seed);
      const all = [client, ...others].map((somebody) => connectLive(server.url, roomId, somebody));
      await Promise.all(all.map((one) => until(one, ({ stored }) => stored)));
      for (let i = 0; i < 200; i += 1) {
        const one = all[Math.floor(draw() * all.length)];
        if (one === undefined) continue;
        const text = newText(one);
        const at = Math.floor(draw() * (text.length + 1));
        const kind = draw();
        if (kind < 0.6) text.insert(at, 'abcdefghij'.slice(0, 1 + Math.floor(draw() * 9)));
        else if (kind < 0.75) text.delete(Math.min(at, Math.max(0, text.length - 2)), Math.min(2, text.length));
        else if (kind < 0.85 && text.length > 2) text.format(0, 2, { bold: draw() < 0.5 ? true : null });
        else if (kind < 0.95) addBlocks(one.doc, [{ type: 'paragraph', text: `blok ${i}` }]);
        else if (i % 50 === 0) {
          proxy.cut();
          proxy.restore();
        }
        if (draw() < 0.3) await new Promise((resolve) => setImmediate(resolve));
      }
      // Tidying up formatting after others is an edit too: it may come after everything else.
      let stored = await stateOf();
      while (!all.every((one) => one.state.stored && xml(one.doc) === xml(stored))) {
        await nextChange(all);
        stored = await stateOf();
      }
      for (const one of all) one.destroy();
      await server.rooms.emptied();
      expect(xml(await stateOf())).toBe(xml(stored));
      await server.rooms.emptied();
      const { rows } = await world.owner.query('select seq from room_snapshot where room_id = $1', [roomId]);
      expect(rows.length).toBeGreaterThan(0);
      expect(rows.length).toBeLessThanOrEqual(2);
    },
  );

  it('serves a plain y-websocket client, with what it wrote before it was connected', async () => {
    const [own, other] = [new Y.Doc(), new Y.Doc()];
    own.getText('t').insert(0, 'offline ');
    const plain = (doc: Y.Doc, somebody: Somebody): WebsocketProvider =>
      new WebsocketProvider(server.url, roomId, doc, { WebSocketPolyfill: socketOf(somebody), disableBc: true });
    const one = plain(own, client);
    own.getText('t').insert(8, 'and online ');
    const two = plain(other, others[0] ?? client);
    const seen = new Promise<void>((resolve) => {
      one.awareness.on('change', () => {
        if (one.awareness.getStates().get(other.clientID) !== undefined) resolve();
      });
    });
    await untilDoc(other, () => other.getText('t').toJSON() === 'offline and online ');
    other.getText('t').insert(0, 'both ');
    await untilDoc(own, () => own.getText('t').toJSON() === 'both offline and online ');
    await seen;
    expect(one.awareness.getStates().get(other.clientID)).toMatchObject({
      user: { personId: others[0]?.personId, name: 'One' },
    });
    for (const gone of [one, two, own, other]) gone.destroy();
    expect((await stateOf()).getText('t').toJSON()).toBe('both offline and online ');
  });

  it('does not bring deleted text to who comes later', async () => {
    const one = connectLive(server.url, roomId, client);
    await until(one, ({ stored }) => stored);
    addBlocks(one.doc, [{ type: 'paragraph', text: 'geheim' }]);
    await until(one, ({ stored }) => stored);
    one.doc.getXmlFragment(TEXT).delete(0, 1);
    await until(one, ({ stored }) => stored);
    const state = await server.rooms.encodeState(roomId);
    expect(Buffer.from(state).includes('geheim')).toBe(false);
    one.destroy();
  });

  it('stores an edit of the product by the same rights', async () => {
    const doc = await stateOf();
    const before = Y.encodeStateVector(doc);
    addBlocks(doc, [{ type: 'heading', level: 2, text: 'Van het product' }]);
    const update = Y.encodeStateAsUpdate(doc, before);
    const stranger = await world.person('Stranger');
    await expect(server.rooms.write(roomId, stranger.personId, stranger.loginId, update)).rejects.toMatchObject({
      reason: 'right',
    });
    const again = new Y.Doc();
    Y.applyUpdate(again, await server.rooms.encodeState(roomId));
    addBlocks(again, [{ type: 'heading', level: 2, text: 'Van het product' }]);
    expect(await server.rooms.write(roomId, client.personId, client.loginId, Y.encodeStateAsUpdate(again))).toBe(2);
    expect(plainText(await stateOf())).toBe('Van het product');
    expect(await server.rooms.authorship(roomId)).toMatchObject([{ author: client.personId, change: null }]);
  });
});
