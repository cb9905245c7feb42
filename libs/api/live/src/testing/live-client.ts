import { once } from 'node:events';
import {
  carriesUpdate,
  encodeAnnounce,
  encodeSyncReply,
  encodeSyncRequest,
  encodeUpdate,
  LiveConnection,
  messageTypes,
  SUBPROTOCOL,
  Y,
  type LiveState,
  type WebSocketClass,
} from '@samenplan/shared/live-protocol';
import { WebSocket } from 'ws';
import { cookieOf, ORIGIN } from './live-server';
import type { Somebody } from './live-world';

/** The class of `ws` with cookie and Origin, as a browser would send them. */
export function socketOf(somebody: Somebody, origin: string | undefined = ORIGIN): WebSocketClass {
  const headers = { cookie: cookieOf(somebody), ...(origin === undefined ? {} : { origin }) };
  const Base = class extends WebSocket {
    constructor(address: string | URL, protocols?: string | string[]) {
      super(address, protocols ?? [], { headers });
    }
  };
  return Base as unknown as WebSocketClass;
}

/** Our own client, as the browser runs it. */
export function connectLive(url: string, roomId: string, somebody: Somebody): LiveConnection {
  return new LiveConnection({ url, roomId, WebSocket: socketOf(somebody), retryDelay: () => 20 });
}

/** Resolves when the state of a connection is as asked. */
export async function until(connection: LiveConnection, is: (state: LiveState) => boolean): Promise<LiveState> {
  if (is(connection.state)) return connection.state;
  return new Promise((resolve) => {
    const end = connection.onChange((state) => {
      if (!is(state)) return;
      end();
      resolve(state);
    });
  });
}

/** Resolves when a document is as asked. */
export async function untilDoc(doc: Y.Doc, is: () => boolean): Promise<void> {
  if (is()) return;
  await new Promise<void>((resolve) => {
    const look = (): void => {
      if (!is()) return;
      doc.off('update', look);
      resolve();
    };
    doc.on('update', look);
  });
}

/** A socket that says exactly what a test makes it say. */
export class RawClient {
  readonly frames: Uint8Array[] = [];
  readonly socket: WebSocket;
  readonly doc = new Y.Doc();
  closeCode: number | undefined;
  #sent = 0;
  #waiting: (() => void)[] = [];

  constructor(
    url: string,
    roomId: string,
    somebody: Somebody | undefined,
    { origin = ORIGIN as string | null, protocols = [SUBPROTOCOL] as string[] } = {},
  ) {
    const headers = {
      ...(somebody === undefined ? {} : { cookie: cookieOf(somebody) }),
      ...(origin === null ? {} : { origin }),
    };
    this.socket = new WebSocket(`${url}/${roomId}`, protocols, { headers });
    this.socket.on('message', (data: Buffer) => {
      this.frames.push(new Uint8Array(data));
      this.#tell();
    });
    this.socket.on('close', (code) => {
      this.closeCode = code;
      this.#tell();
    });
    this.socket.on('error', () => undefined);
  }

  /** Resolves with the first frame (from the `from`th on) that is as asked; rejects when the socket closes before. */
  async frame(is: (frame: Uint8Array) => boolean, from = 0): Promise<Uint8Array> {
    for (;;) {
      const found = this.frames.slice(from).find(is);
      if (found !== undefined) return found;
      if (this.closeCode !== undefined) throw new Error(`Closed with ${this.closeCode}`);
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
  }

  async closed(): Promise<number> {
    while (this.closeCode === undefined) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    return this.closeCode;
  }

  /** Opens, announces the client id of `doc`, and fetches the document. */
  async enter({ announce = true } = {}): Promise<this> {
    await this.opened();
    if (announce) this.send(encodeAnnounce(this.doc.clientID));
    this.send(encodeSyncRequest(Y.encodeStateVector(this.doc)));
    this.send(encodeSyncReply(Uint8Array.of(0, 0)));
    const reply = await this.frame((frame) => frame[0] === 0 && frame[1] === 1);
    Y.applyUpdate(this.doc, updateIn(reply));
    return this;
  }

  async opened(): Promise<void> {
    if (this.socket.readyState === WebSocket.CONNECTING) await once(this.socket, 'open');
  }

  send(frame: Uint8Array): void {
    if (carriesUpdate(frame) !== undefined) this.#sent += 1;
    this.socket.send(frame);
  }

  /** How many of its update frames are said to be stored. */
  get acknowledged(): number {
    const last = this.frames.findLast((frame) => frame[0] === messageTypes.stored);
    return last === undefined ? 0 : numberAt(last, 1);
  }

  /** Resolves when every update sent so far is acknowledged. */
  async stored(): Promise<void> {
    await this.frame((frame) => frame[0] === messageTypes.stored && numberAt(frame, 1) >= this.#sent);
  }

  /** Changes the own document and sends what changed. @returns the update */
  edit(change: (doc: Y.Doc) => void): Uint8Array {
    const before = Y.encodeStateVector(this.doc);
    change(this.doc);
    const update = Y.encodeStateAsUpdate(this.doc, before);
    this.send(encodeUpdate(update));
    return update;
  }

  close(): void {
    this.socket.close();
  }

  #tell(): void {
    for (const tell of this.#waiting.splice(0)) tell();
  }
}

/** The update inside a sync frame: type, kind, length, bytes. */
export function updateIn(frame: Uint8Array): Uint8Array {
  let at = 2;
  while (((frame[at] ?? 0) & 0x80) !== 0) at += 1;
  return frame.subarray(at + 1);
}

function numberAt(frame: Uint8Array, at: number): number {
  let value = 0;
  for (let i = at, factor = 1; ; i += 1, factor *= 128) {
    const byte = frame[i] ?? 0;
    value += (byte & 0x7f) * factor;
    if (byte < 0x80) return value;
  }
}
