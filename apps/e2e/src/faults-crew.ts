import { BLOCK_ID, LiveConnection, nodes, TEXT, Y } from '@samenplan/shared/live-protocol';
import { marker, recorded, type SocketRecord } from '@samenplan/shared/live-protocol/testing';
import type { Instance } from './cluster/instance';
import type { Visitor } from './people';

const TYPE_EVERY = 25;
const MOST_PENDING = 8;

/** Somebody who types one marked word after another on one section, as fast as the server stores them. */
export class Typist {
  readonly connection: LiveConnection;
  readonly sockets: SocketRecord[] = [];
  /** Markers that the screen called stored. */
  readonly saved: number[] = [];
  readonly #typed: number[] = [];
  readonly #timer: NodeJS.Timeout;

  /** @param at the instance of the next connection; asked every time. @param next the next word of all */
  constructor(
    readonly who: Visitor,
    sectionId: string,
    private readonly at: () => Pick<Instance, 'port'>,
    next: () => number,
    now: () => number,
  ) {
    const address = (asked: URL): { to: number; url: string } => {
      const to = this.at().port;
      return { to, url: `ws://localhost:${to}/live/sections/${sectionId}${asked.search}` };
    };
    this.connection = new LiveConnection({
      url: `ws://localhost:${this.at().port}/live/sections`,
      roomId: sectionId,
      WebSocket: recorded({
        headers: { cookie: who.cookie, origin: who.product.url },
        address,
        began: (record) => this.sockets.push(record),
        now,
      }),
      retryDelay: () => 50,
    });
    this.connection.onChange(({ stored }) => {
      if (stored) this.saved.push(...this.#typed.splice(0));
    });
    this.#timer = setInterval(() => this.#type(next), TYPE_EVERY);
  }

  /** True when nothing of it is on its way. */
  get settled(): boolean {
    return this.ended || this.connection.state.stored;
  }

  get ended(): boolean {
    return !['connecting', 'synced', 'disconnected'].includes(this.connection.state.status);
  }

  rest(): void {
    clearInterval(this.#timer);
  }

  leave(): void {
    this.rest();
    this.connection.destroy();
  }

  #type(next: () => number): void {
    const { doc, state } = this.connection;
    const text = doc.getXmlFragment(TEXT);
    if (!this.connection.canEdit || state.pending >= MOST_PENDING || text.length === 0) return;
    const id = next();
    this.#typed.push(id);
    doc.transact(() => {
      const block = new Y.XmlElement(nodes.paragraph);
      block.setAttribute(BLOCK_ID, crypto.randomUUID());
      block.insert(0, [new Y.XmlText(marker(id))]);
      text.push([block]);
    });
  }
}
