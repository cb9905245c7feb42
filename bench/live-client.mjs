// A person at a keyboard: one WebSocket to one section, speaking y-websocket with acknowledgements.
// Written against libs/shared/live-protocol/PROTOCOL.md, on its own, so that the load also checks the description.
import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import { WebSocket } from 'ws';
import * as Y from 'yjs';

const types = { sync: 0, stored: 100, announce: 101 };

const frame = (...parts) =>
  encoding.encode((encoder) => {
    for (const part of parts)
      if (typeof part === 'number') encoding.writeVarUint(encoder, part);
      else encoding.writeVarUint8Array(encoder, part);
  });

export class LiveClient {
  /** Called with the text that others inserted, and with the moment (ms) at which it was there. */
  onText = (_text, _at) => undefined;
  /** Called with how many milliseconds an own edit took to be stored. */
  onStored = (_milliseconds) => undefined;
  /** Code of the closed socket; undefined while it is open. */
  closed;
  #doc = new Y.Doc();
  #socket;
  #sent = [];
  #acknowledged = 0;

  /** Resolves when the text is there. */
  static async open(url, section, cookie) {
    const client = new LiveClient();
    const { origin } = new URL(url);
    client.#socket = new WebSocket(`${url.replace('http', 'ws')}/live/sections/${section}`, ['samenplan.1'], {
      headers: { cookie, origin },
      perMessageDeflate: false,
    });
    await new Promise((resolve, reject) => {
      client.#socket.on('error', reject);
      client.#socket.on('close', (code) => {
        client.closed = code;
        reject(new Error(`closed with ${code}`));
      });
      client.#socket.on('open', () => client.#hello());
      client.#socket.on('message', (bytes) => client.#read(new Uint8Array(bytes), resolve));
    });
    return client;
  }

  /** Adds text to the end of the first paragraph. */
  type(text) {
    const block = this.#doc.getXmlFragment('text').get(0);
    const run = block.get(0);
    if (run instanceof Y.XmlText) run.insert(run.length, text);
    else block.insert(0, [new Y.XmlText(text)]);
  }

  close() {
    this.#socket.close();
  }

  #hello() {
    this.#doc.on('update', (update, origin) => {
      if (origin === this) return;
      this.#sent.push(performance.now());
      this.#socket.send(frame(types.sync, 2, update));
    });
    this.#doc.getXmlFragment('text').observeDeep((events, { origin }) => {
      if (origin !== this) return;
      const at = performance.now();
      for (const { delta } of events)
        for (const { insert } of delta) if (typeof insert === 'string') this.onText(insert, at);
    });
    this.#socket.send(frame(types.announce, this.#doc.clientID));
    this.#socket.send(frame(types.sync, 0, Y.encodeStateVector(this.#doc)));
  }

  #read(bytes, ready) {
    const decoder = decoding.createDecoder(bytes);
    const type = decoding.readVarUint(decoder);
    if (type === types.stored) this.#stored(decoding.readVarUint(decoder));
    if (type !== types.sync) return;
    const step = decoding.readVarUint(decoder);
    const content = decoding.readVarUint8Array(decoder);
    if (step === 0) {
      // The answer counts as a frame with an update.
      this.#sent.push(undefined);
      this.#socket.send(frame(types.sync, 1, Y.encodeStateAsUpdate(this.#doc, content)));
      return;
    }
    Y.applyUpdate(this.#doc, content, this);
    if (step === 1) ready();
  }

  #stored(frames) {
    const now = performance.now();
    for (const sentAt of this.#sent.splice(0, frames - this.#acknowledged))
      if (sentAt !== undefined) this.onStored(now - sentAt);
    this.#acknowledged = frames;
  }
}
