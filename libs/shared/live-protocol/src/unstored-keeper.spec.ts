import fc from 'fast-check';
import * as decoding from 'lib0/decoding';
import { encodeLevel, encodeStored, encodeSyncReply, encodeSyncRequest, encodeUpdate, messageTypes } from './frames';
import { LiveConnection } from './live-connection';
import { plainText, seedSection, textBlocks } from './section-content';
import { UnstoredKeeper } from './unstored-keeper';
import { decodeUnstored, encodeUnstored, type UnstoredRecord, type UnstoredStore } from './unstored-record';
import type { WebSocketClass } from './announcing-socket';
import { Y } from './y';

/** A server whose commits and acknowledgements happen when the test says so. */
class Server {
  readonly doc = new Y.Doc();
  line: Line | null = null;

  constructor() {
    seedSection(this.doc);
  }

  /** Commits the next frame; the acknowledgement may get lost with the connection. */
  commit(tells = true): void {
    const update = this.line?.sent.shift();
    if (update === undefined || this.line === null) return;
    Y.applyUpdate(this.doc, update);
    expect(this.doc.store.pendingStructs).toBeNull();
    this.line.committed += 1;
    if (tells) this.line.give(encodeStored(this.line.committed, 1));
  }

  commitAll(): void {
    while ((this.line?.sent.length ?? 0) > 0) this.commit();
  }
}

let server: Server;

/** The other end of a connection. */
class Line {
  readyState = 0;
  binaryType = '';
  readonly OPEN = 1;
  readonly sent: Uint8Array[] = [];
  committed = 0;
  onmessage: ((event: { data: ArrayBuffer }) => void) | null = null;
  onopen: (() => void) | null = null;
  onclose: ((event: { code: number; reason: string }) => void) | null = null;

  constructor(
    readonly url: string,
    readonly protocols: readonly string[],
  ) {
    server.line = this;
  }

  send(frame: Uint8Array): void {
    const decoder = decoding.createDecoder(frame);
    const type = decoding.readVarUint(decoder);
    if (type !== messageTypes.sync || decoding.readVarUint(decoder) === 0) return;
    this.sent.push(decoding.readVarUint8Array(decoder).slice());
  }

  close(): void {
    this.readyState = 3;
  }

  welcome(): void {
    this.readyState = 1;
    this.onopen?.();
    this.give(encodeLevel(2));
    this.give(encodeSyncRequest(Y.encodeStateVector(server.doc)));
    this.give(encodeSyncReply(Y.encodeStateAsUpdate(server.doc)));
  }

  give(frame: Uint8Array): void {
    this.onmessage?.({ data: frame.slice().buffer });
  }

  end(code: number): void {
    this.readyState = 3;
    this.onclose?.({ code, reason: '' });
  }
}

/** A device that writes when it comes to it. */
class Device implements UnstoredStore {
  readonly records = new Map<string, Uint8Array>();
  full = false;
  gone = false;

  async put(id: string, record: UnstoredRecord): Promise<boolean> {
    await Promise.resolve();
    if (this.full || this.gone) return false;
    this.records.set(id, encodeUnstored(record));
    return true;
  }

  async remove(id: string): Promise<void> {
    await Promise.resolve();
    if (!this.gone) this.records.delete(id);
  }

  all(): readonly (readonly [string, UnstoredRecord])[] {
    return [...this.records].flatMap(([id, bytes]) => {
      const record = decodeUnstored(bytes);
      return record === undefined ? [] : [[id, record] as const];
    });
  }
}

/** A tab: closing it kindly keeps all, killing it loses what was not written. */
class Tab {
  readonly connection = new LiveConnection({
    url: 'ws://x',
    roomId: 'a',
    WebSocket: Line as unknown as WebSocketClass,
    retryDelay: () => 1_000_000,
  });
  readonly keeper: UnstoredKeeper;
  readonly #device = new Device();

  constructor(
    device: Device,
    readonly id: string,
    wait = 1_000_000,
  ) {
    Object.assign(this.#device, { records: device.records, full: device.full });
    const about = { roomId: 'a', path: '/a', historyId: 'h' };
    this.keeper = new UnstoredKeeper(this.connection, this.#device, { id, about, told: () => undefined, wait });
    server.line?.welcome();
  }

  write(words: string): void {
    const element = textBlocks(this.connection.doc)[0]?.element;
    const text = element?.get(0);
    if (text instanceof Y.XmlText) text.insert(text.length, words);
    else element?.insert(0, [new Y.XmlText(words)]);
  }

  kill(): void {
    this.#device.gone = true;
    void this.keeper.leave();
    this.connection.destroy();
  }
}

beforeEach(() => {
  server = new Server();
});

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

async function takeIn(tab: Tab, device: Device): Promise<void> {
  for (const [id, { update }] of device.all()) {
    if (id === tab.id || update === null) continue;
    const answer = tab.connection.adopt(update);
    server.commitAll();
    if ((await answer) === 'stored') device.records.delete(id);
  }
}

describe('what is not stored', () => {
  it('lies on the device until it is stored, and no longer', async () => {
    const device = new Device();
    const tab = new Tab(device, 'one');
    server.commitAll();
    tab.write('hallo');
    await tab.keeper.flush();
    expect(device.all()).toMatchObject([['one', { words: 'hallo', historyId: 'h', why: null }]]);
    server.commitAll();
    await settled();
    expect(device.all()).toEqual([]);
    tab.kill();
  });

  it('is put into the text after a crash, once, also when only its acknowledgement was lost', async () => {
    const device = new Device();
    const tab = new Tab(device, 'one');
    server.commitAll();
    tab.write('eerst ');
    server.commit(false);
    tab.write('daarna');
    await tab.keeper.flush();
    tab.kill();
    const next = new Tab(device, 'two');
    await takeIn(next, device);
    expect(plainText(server.doc)).toBe('eerst daarna');
    expect(device.all()).toEqual([]);
    next.kill();
  });

  it('stays as words only after a refusal', async () => {
    const device = new Device();
    const tab = new Tab(device, 'one');
    server.commitAll();
    tab.write('geweigerd');
    server.line?.end(4400);
    await tab.keeper.settle('other');
    expect(device.all()).toMatchObject([['one', { words: 'geweigerd', update: null, why: 'other' }]]);
    tab.kill();
  });

  it('is not put into a text that lacks what it hangs on; nothing of it enters', async () => {
    const device = new Device();
    const tab = new Tab(device, 'one');
    server.commitAll();
    tab.write('boom');
    await tab.keeper.flush();
    tab.kill();
    server = new Server();
    const next = new Tab(device, 'two');
    const [[, record] = []] = device.all();
    expect(await next.connection.adopt(record?.update ?? new Uint8Array())).toBe('unfit');
    expect(next.connection.state.pending).toBe(0);
    expect(plainText(next.connection.doc)).toBe('');
    next.kill();
  });

  it('is said to be kept only when the device has the last letter of it', async () => {
    const device = new Device();
    const tab = new Tab(device, 'one');
    server.commitAll();
    tab.write('eerst');
    await tab.keeper.flush();
    expect(tab.keeper.keeping).toBe('kept');
    tab.write(', dan');
    expect(tab.keeper.keeping).toBe('writing');
    const written = tab.keeper.flush();
    tab.write(', en meer');
    await written;
    expect(tab.keeper.keeping).toBe('writing');
    await tab.keeper.flush();
    expect(tab.keeper.keeping).toBe('kept');
    tab.kill();
  });

  it('is said not to be kept when the device is full, and typing goes on', async () => {
    const device = new Device();
    device.full = true;
    const tab = new Tab(device, 'one');
    server.commitAll();
    tab.write('toch');
    await tab.keeper.flush();
    expect(tab.keeper.keeping).toBe('not-kept');
    server.commitAll();
    await settled();
    expect([tab.keeper.keeping, plainText(server.doc)]).toEqual(['nothing', 'toch']);
    tab.kill();
  });
});

type Step = 'type' | 'take-away' | 'flush' | 'commit' | 'commit-untold' | 'cut' | 'other' | 'kill' | 'close';
const anyStep = fc.constantFrom<Step>(
  ...([
    'type',
    'type',
    'type',
    'take-away',
    'flush',
    'commit',
    'commit-untold',
    'cut',
    'other',
    'kill',
    'close',
  ] as const),
);

describe('any order of edits, acknowledgements, lost connections and crashes', () => {
  it('loses nothing that lay on the device or was acknowledged, and doubles nothing', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyStep, { maxLength: 40 }), async (steps) => {
        server = new Server();
        const device = new Device();
        /** Everything that may not be lost, in a plain document: what was safe at each end of a tab. */
        const plain = new Y.Doc();
        Y.applyUpdate(plain, Y.encodeStateAsUpdate(server.doc));
        let n = 0;
        let tab = new Tab(device, 'tab-0');
        const safe = (): void => {
          Y.applyUpdate(plain, Y.encodeStateAsUpdate(server.doc));
          for (const [, { update }] of device.all()) if (update !== null) Y.applyUpdate(plain, update);
        };
        const open = async (): Promise<void> => {
          tab = new Tab(device, `tab-${(n += 1)}`);
          await takeIn(tab, device);
        };
        for (const step of steps) {
          if (step === 'type') tab.write(`<${(n += 1)}>`);
          else if (step === 'take-away') {
            const text = textBlocks(tab.connection.doc)[0]?.element.get(0);
            if (text instanceof Y.XmlText && text.length > 3) text.delete(1, 2);
          } else if (step === 'flush') await tab.keeper.flush();
          else if (step === 'commit') server.commit();
          else if (step === 'commit-untold') server.commit(false);
          else if (step === 'cut') {
            server.line?.end(4503);
            tab.connection.retryNow();
            server.line?.welcome();
          } else if (step === 'other') {
            const change = new Y.Doc();
            Y.applyUpdate(change, Y.encodeStateAsUpdate(server.doc));
            textBlocks(change)[0]?.element.push([new Y.XmlText(`[${(n += 1)}]`)]);
            const update = Y.encodeStateAsUpdate(change, Y.encodeStateVector(server.doc));
            Y.applyUpdate(server.doc, update);
            server.line?.give(encodeUpdate(update));
          } else {
            if (step === 'close') {
              const all = Y.encodeStateAsUpdate(tab.connection.doc);
              await tab.keeper.leave();
              safe();
              // A kind end keeps all of the tab: a plain document with it is no richer.
              const whole = new Y.Doc();
              Y.applyUpdate(whole, Y.encodeStateAsUpdate(plain));
              Y.applyUpdate(whole, all);
              expect(plainText(plain)).toBe(plainText(whole));
            } else safe();
            tab.kill();
            await open();
          }
        }
        await tab.keeper.leave();
        safe();
        tab.kill();
        await open();
        server.commitAll();
        await settled();
        expect(plainText(server.doc)).toBe(plainText(plain));
        expect(device.all().filter(([id]) => id !== tab.id)).toEqual([]);
        tab.kill();
      }),
      { numRuns: 300 },
    );
  }, 60_000);
});
