// A person at a keyboard, or at a screen: one WebSocket to one document.
// Written against libs/shared/live-protocol/PROTOCOL.md, on its own, so that the load also checks the description.
import * as decoding from 'lib0/decoding';
import { WebSocket } from 'ws';
import * as Y from 'yjs';
import { dialects } from './dialects.mjs';

const STORED = 100;
const steps = { request: 0, reply: 1, update: 2 };
const EMPTY_STATE = Uint8Array.of(0);
const EMPTY_UPDATE = Uint8Array.of(0, 0);
const TILDE = 0x7e;
const DIGITS = 6;

/** Text of an edit by which its bytes are found again in whatever frame carries them. */
export const marker = (id) => `~${String(id).padStart(DIGITS, '0')} `;

/**
 * Only a `watcher` keeps the whole document. A `writer` keeps what it found and what it wrote itself; a `counter`
 * looks for the bytes of edits only, as all do. So the load costs the same whoever is measured, and little.
 */
export class LiveClient {
  /** Called with the number of every edit of others that arrives. */
  onEdit = (_id) => undefined;
  /** Called with how many milliseconds an own edit took to be stored. */
  onStored = (_milliseconds) => undefined;
  /** Code of the closed socket, and the moment (ms) of its end. */
  closed;
  closedAt;
  /** Milliseconds from the first byte out until the document was there; its bytes. */
  openedAfter;
  openedBytes;
  #dialect;
  #room;
  #role;
  #doc;
  #text;
  #socket;
  #ready;
  #sent = [];
  #acknowledged = 0;

  /**
   * Resolves when the document is there.
   * @param {{ dialect: string, url: string, room: string, cookie?: string, role: 'writer' | 'watcher' | 'counter' }} to
   */
  static async open({ dialect, url, room, cookie, role }) {
    const client = new LiveClient();
    client.#dialect = dialects[dialect];
    client.#room = room;
    client.#role = role;
    client.#doc = role === 'counter' ? undefined : new Y.Doc();
    const begin = performance.now();
    client.#socket = new WebSocket(client.#dialect.address(url, room), client.#dialect.protocols, {
      headers: cookie === undefined ? {} : { cookie, origin: new URL(url).origin },
      perMessageDeflate: false,
    });
    await new Promise((resolve, reject) => {
      client.#ready = resolve;
      client.#socket.on('error', reject);
      client.#socket.on('close', (code) => {
        client.closed = code;
        client.closedAt = performance.now();
        reject(new Error(`closed with ${code}`));
      });
      client.#socket.on('open', () => client.#hello());
      client.#socket.on('message', (bytes) => client.#read(bytes));
    });
    client.openedAfter = performance.now() - begin;
    return client;
  }

  /** Adds text to the end of a paragraph of its own. */
  type(text) {
    if (this.#text === undefined) {
      const paragraph = new Y.XmlElement('paragraph');
      paragraph.setAttribute('blockId', crypto.randomUUID());
      this.#text = new Y.XmlText(text);
      paragraph.insert(0, [this.#text]);
      const blocks = this.#doc.getXmlFragment('text');
      blocks.insert(blocks.length, [paragraph]);
    } else this.#text.insert(this.#text.length, text);
  }

  /** What a watcher sees. */
  get text() {
    return this.#doc.getXmlFragment('text').toString();
  }

  close() {
    this.#socket.close();
  }

  #send(step, content) {
    this.#socket.send(this.#dialect.sync(this.#room, step, content));
  }

  #hello() {
    this.#doc?.on('update', (update, origin) => {
      if (origin === this) return;
      this.#sent.push(performance.now());
      this.#send(steps.update, update);
    });
    const clientId = this.#doc?.clientID ?? crypto.getRandomValues(new Uint32Array(1))[0];
    for (const frame of this.#dialect.hello(this.#room, clientId)) this.#socket.send(frame);
    this.#send(steps.request, this.#doc === undefined ? EMPTY_STATE : Y.encodeStateVector(this.#doc));
  }

  #read(bytes) {
    const decoder = decoding.createDecoder(bytes);
    const type = this.#dialect.read(decoder);
    if (type === STORED) this.#stored(decoding.readVarUint(decoder));
    if (!this.#dialect.isSync(type)) return;
    const step = decoding.readVarUint(decoder);
    if (step === steps.request) this.#answer(decoding.readVarUint8Array(decoder));
    else this.#take(step, decoding.readVarUint8Array(decoder));
  }

  #answer(stateVector) {
    // The answer counts as a frame with an update.
    this.#sent.push(undefined);
    this.#send(steps.reply, this.#doc === undefined ? EMPTY_UPDATE : Y.encodeStateAsUpdate(this.#doc, stateVector));
  }

  #take(step, update) {
    if (step === steps.reply || this.#role === 'watcher') {
      if (this.#doc !== undefined) Y.applyUpdate(this.#doc, update, this);
    }
    if (step === steps.reply && this.openedBytes === undefined) {
      this.openedBytes = update.length;
      this.#ready();
    }
    for (let at = update.indexOf(TILDE); at >= 0; at = update.indexOf(TILDE, at + 1)) {
      const id = numberAt(update, at + 1);
      if (id !== undefined) this.onEdit(id);
    }
  }

  #stored(frames) {
    const now = performance.now();
    for (const sentAt of this.#sent.splice(0, frames - this.#acknowledged))
      if (sentAt !== undefined) this.onStored(now - sentAt);
    this.#acknowledged = frames;
  }
}

function numberAt(bytes, start) {
  let id = 0;
  for (let i = start; i < start + DIGITS; i += 1) {
    const digit = bytes[i] - 0x30;
    if (!(digit >= 0 && digit <= 9)) return undefined;
    id = id * 10 + digit;
  }
  return id;
}
