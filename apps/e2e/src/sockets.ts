import {
  addBlocks,
  encodeSyncReply,
  encodeSyncRequest,
  LiveConnection,
  plainText,
  SUBPROTOCOL,
  type LiveState,
  type WebSocketClass,
  type Y,
} from '@samenplan/shared/live-protocol';
import { WebSocket } from 'ws';
import type { Visitor } from './people';
import type { Installation } from './product';

const emptyStateVector = Uint8Array.of(0);
const emptyUpdate = Uint8Array.of(0, 0);

/** What tests opened and must not leave behind, also when they fail: an open connection goes on trying for ever. */
const open = new Set<() => void>();

/** Ends every connection that was opened here; for `afterEach`. */
export function closeAll(): void {
  for (const close of open) close();
  open.clear();
}

const liveAddress = ({ port }: Installation): string => `ws://localhost:${port}/live/sections`;

/** Our own client as the browser runs it, with the cookie and Origin that a browser would send. */
export function openSection(who: Visitor, sectionId: string): LiveConnection {
  const headers = { cookie: who.cookie, origin: who.product.url };
  const Base = class extends WebSocket {
    constructor(address: string | URL, protocols?: string | string[]) {
      super(address, protocols ?? [], { headers });
    }
  };
  const connection = new LiveConnection({
    url: liveAddress(who.product),
    roomId: sectionId,
    WebSocket: Base as unknown as WebSocketClass,
    retryDelay: () => 20,
  });
  open.add(() => connection.destroy());
  return connection;
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

/** Our own client, once the text is there. */
export async function openedSection(who: Visitor, sectionId: string): Promise<LiveConnection> {
  const connection = openSection(who, sectionId);
  const { status } = await until(
    connection,
    (state) => (state.status === 'synced' && state.level !== null) || state.status === 'gone',
  );
  if (status === 'gone') throw new Error(`${who.key} may not open this section`);
  return connection;
}

/** Adds one paragraph, as one edit. */
export function write({ doc }: LiveConnection, text: string): void {
  doc.transact(() => addBlocks(doc, [{ type: 'paragraph', text }]));
}

/** Adds one paragraph and resolves when the server has stored everything. */
export async function writeStored(connection: LiveConnection, text: string): Promise<void> {
  write(connection, text);
  await until(connection, (state) => state.stored);
}

/** Resolves when a document has the words. */
export async function untilText(doc: Y.Doc, words: string): Promise<void> {
  if (plainText(doc).includes(words)) return;
  await new Promise<void>((resolve) => {
    const look = (): void => {
      if (!plainText(doc).includes(words)) return;
      doc.off('update', look);
      resolve();
    };
    doc.on('update', look);
  });
}

/** Text of a section as the server has it, fetched afresh. */
export async function textOf(who: Visitor, sectionId: string): Promise<string> {
  const connection = await openedSection(who, sectionId);
  const text = plainText(connection.doc);
  connection.destroy();
  return text;
}

/** A socket that keeps every byte that arrives, and says only what a test makes it say. */
export class RawSocket {
  readonly received: { readonly bytes: Buffer; readonly at: number }[] = [];
  readonly #socket: WebSocket;
  readonly #closed: Promise<{ readonly code: number; readonly at: number }>;
  /** Status of the answer when the server did not open the socket. */
  status: number | undefined;

  constructor(
    product: Installation,
    sectionId: string,
    {
      cookie,
      origin = product.url,
      protocols = [SUBPROTOCOL],
    }: {
      readonly cookie?: string;
      /** null: none. */
      readonly origin?: string | null;
      readonly protocols?: string[];
    },
  ) {
    const headers = { ...(cookie === undefined ? {} : { cookie }), ...(origin === null ? {} : { origin }) };
    this.#socket = new WebSocket(`${liveAddress(product)}/${sectionId}`, protocols, { headers });
    this.#socket.on('message', (bytes: Buffer) => this.received.push({ bytes, at: performance.now() }));
    this.#socket.on('unexpected-response', (_, answer) => {
      this.status = answer.statusCode;
      this.#socket.terminate();
    });
    this.#socket.on('error', () => undefined);
    open.add(() => this.#socket.terminate());
    this.#closed = new Promise((resolve) =>
      this.#socket.on('close', (code) => resolve({ code, at: performance.now() })),
    );
  }

  /** Code and moment of the close. */
  closed(): Promise<{ readonly code: number; readonly at: number }> {
    return this.#closed;
  }

  /** Resolves when the socket is open; rejects when it closes instead. */
  async opened(): Promise<this> {
    if (this.#socket.readyState === WebSocket.OPEN) return this;
    await new Promise<void>((resolve, reject) => {
      this.#socket.on('open', () => resolve());
      this.#socket.on('close', (code) => reject(new Error(`Closed with ${code}`)));
    });
    return this;
  }

  /** Opens and asks for the text, as any y-websocket client does. */
  async enter(): Promise<this> {
    await this.opened();
    this.send(encodeSyncRequest(emptyStateVector));
    this.send(encodeSyncReply(emptyUpdate));
    return this;
  }

  send(bytes: Uint8Array | string): void {
    this.#socket.send(bytes);
  }

  /** Resolves when the words, or bytes, have arrived; Yjs carries text as UTF-8, in one piece per edit. */
  async untilReceived(words: string | Buffer): Promise<void> {
    while (!this.has(words)) await new Promise<void>((resolve) => this.#socket.once('message', () => resolve()));
  }

  has(words: string | Buffer): boolean {
    return this.received.some(({ bytes }) => bytes.includes(words));
  }

  close(): void {
    this.#socket.close();
  }
}
