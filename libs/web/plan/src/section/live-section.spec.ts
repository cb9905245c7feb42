import {
  closeCodes,
  encodeLevel,
  encodeRefused,
  encodeStored,
  encodeSyncReply,
  encodeSyncRequest,
  LiveConnection,
  refusalCodes,
  seedSection,
  TEXT,
  textBlocks,
  Y,
  type WebSocketClass,
} from '@samenplan/shared/live-protocol';
import { LiveSection } from './live-section';

/** The other end of the line, in place of a browser's WebSocket: what the server of a section would answer. */
class Line extends EventTarget {
  static all: Line[] = [];
  static readonly CONNECTING = 0;
  static readonly OPEN = 1;
  static readonly CLOSING = 2;
  static readonly CLOSED = 3;
  readonly OPEN = 1;
  readyState = 0;
  binaryType = 'arraybuffer';
  sent = 0;
  onopen: (() => void) | null = null;
  onclose: ((event: { code: number; reason: string }) => void) | null = null;
  onmessage: ((event: { data: ArrayBuffer }) => void) | null = null;
  onerror: (() => void) | null = null;

  constructor() {
    super();
    Line.all.push(this);
  }

  send(): void {
    this.sent += 1;
  }

  close(): void {
    this.readyState = 3;
  }

  /** Lets the connection through, with the text of the server at a level. */
  welcome(server: Y.Doc, level: number): void {
    this.readyState = 1;
    this.onopen?.();
    this.give(encodeLevel(level));
    this.give(encodeSyncRequest(Y.encodeStateVector(server)));
    this.give(encodeSyncReply(Y.encodeStateAsUpdate(server)));
    // The answer to the server's request is the first frame that counts.
    if (level >= 2) this.give(encodeStored(1, 1));
  }

  give(frame: Uint8Array): void {
    this.onmessage?.({ data: frame.slice().buffer });
  }

  end(code: number): void {
    this.readyState = 3;
    this.onclose?.({ code, reason: '' });
  }
}

const latest = (): Line => Line.all.at(-1) ?? new Line();

function server(): Y.Doc {
  const doc = new Y.Doc();
  seedSection(doc);
  return doc;
}

const opened: LiveSection[] = [];

function open(): LiveSection {
  const section = new LiveSection({
    sectionId: 'a',
    ownPersonId: null,
    device: null,
    connect: (roomId) =>
      new LiveConnection({ url: 'ws://x', roomId, WebSocket: Line as unknown as WebSocketClass, retryDelay: () => 0 }),
  });
  opened.push(section);
  return section;
}

/** Writes in the first block, as the editor does. */
function write(section: LiveSection, words: string): void {
  const block = textBlocks(section.text()?.doc ?? new Y.Doc())[0]?.element;
  block?.push([new Y.XmlText(words)]);
}

beforeEach(() => {
  Line.all = [];
});

afterEach(() => {
  for (const section of opened.splice(0)) section.destroy();
});

describe('a section on this screen', () => {
  it('shows no text before it was received whole', () => {
    const section = open();
    expect(section.text()).toBeNull();
    latest().welcome(server(), 2);
    expect(section.text()).not.toBeNull();
    expect(section.canWrite()).toBe(true);
    expect(section.state().stored).toBe(true);
  });

  it('takes the text off the screen in the same turn in which the right is gone', () => {
    const section = open();
    latest().welcome(server(), 2);
    const seen: (boolean | undefined)[] = [];
    section.onWithdrawn(() => seen.push(section.text()?.doc.getXmlFragment(TEXT).length !== undefined));
    latest().end(closeCodes.rightGone);
    expect(seen).toEqual([true]);
    expect(section.text()).toBeNull();
    expect(section.state().status).toBe('gone');
  });

  it('keeps only own words that were not stored when the right is gone', () => {
    const section = open();
    latest().welcome(server(), 2);
    write(section, 'stored');
    latest().give(encodeStored(2, 2));
    write(section, ' mijn zin ');
    expect(section.waiting()).toBe(true);
    latest().end(closeCodes.rightGone);
    expect(section.kept()).toMatchObject([{ words: 'mijn zin', why: 'right' }]);
    section.discard(section.kept()[0]?.id ?? '');
    expect(section.waiting()).toBe(false);
  });

  it('starts afresh after a refusal, and never puts the refused words back', async () => {
    const section = open();
    const text = server();
    latest().welcome(text, 2);
    write(section, 'geweigerd');
    latest().give(encodeRefused(refusalCodes.malformed, 2));
    latest().end(closeCodes.malformed);
    expect(section.text()).toBeNull();
    await Promise.resolve();
    expect(Line.all).toHaveLength(2);
    latest().welcome(text, 2);
    expect(textBlocks(section.text()?.doc ?? new Y.Doc()).map((block) => block.text)).toEqual(['']);
    expect(section.kept()).toMatchObject([{ words: 'geweigerd', why: 'other' }]);
  });

  it('makes who was lowered to reader a reader, with what was not stored to copy', async () => {
    const section = open();
    const text = server();
    latest().welcome(text, 2);
    write(section, 'te laat');
    latest().end(closeCodes.rightLowered);
    await new Promise((resolve) => setTimeout(resolve));
    latest().welcome(text, 1);
    await Promise.resolve();
    latest().welcome(text, 1);
    expect(section.canWrite()).toBe(false);
    expect(section.text()).not.toBeNull();
    expect(section.kept()).toMatchObject([{ words: 'te laat', why: 'right' }]);
  });

  it('stops trying when it is refused again and again', async () => {
    const section = open();
    for (let attempt = 0; attempt < 6; attempt += 1) {
      const line = latest();
      line.welcome(server(), 2);
      line.end(closeCodes.malformed);
      await Promise.resolve();
    }
    expect(Line.all).toHaveLength(4);
    expect(section.unstable()).toBe(true);
  });

  it('hides the text when the page hears first that the right is gone', () => {
    const section = open();
    latest().welcome(server(), 2);
    let withdrawn = 0;
    section.onWithdrawn(() => (withdrawn += 1));
    section.hide();
    expect(withdrawn).toBe(1);
    expect(section.text()).toBeNull();
  });
});
