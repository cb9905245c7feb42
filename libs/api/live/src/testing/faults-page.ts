import { BLOCK_ID, LiveConnection, nodes, TEXT, Y, type LiveState } from '@samenplan/shared/live-protocol';
import { MARKER, marker, markersInText, recorded, type SocketRecord } from '@samenplan/shared/live-protocol/testing';
import { cookieOf, ORIGIN } from './live-server';
import type { Somebody } from './live-world';

/** What somebody did in one edit. Taking a block away takes along what others write in it meanwhile. */
export type Edit = {
  readonly wrote: readonly number[];
  readonly inBlock: string;
  readonly erased: readonly number[];
  readonly erasedBlock: string;
};
const nothing: Edit = { wrote: [], inBlock: '', erased: [], erasedBlock: '' };

export type PageSetup = {
  readonly slot: number;
  readonly room: number;
  readonly roomId: string;
  readonly somebody: Somebody;
  /** Where the next connection goes; asked every time. */
  readonly address: () => { readonly to: number; readonly url: string };
  readonly now: () => number;
};

const passing: ReadonlySet<LiveState['status']> = new Set(['connecting', 'synced', 'disconnected']);

/** One page of one person: our own client, as the browser runs it, with everything that went over its wires. */
export class FaultsPage {
  readonly connection: LiveConnection;
  readonly sockets: SocketRecord[] = [];
  readonly edits: Edit[] = [];
  /** How many of the edits the screen called stored. */
  saved = 0;
  /** Markers that were taken along from an earlier page, and whether this one called them stored. */
  readonly adopted: { readonly ids: readonly number[]; stored: boolean }[] = [];
  /** It went away, at this moment of the round. */
  leftAt: number | undefined;
  /** What it showed when it ended by itself, for good. */
  ended: LiveState | undefined;

  constructor(readonly setup: PageSetup) {
    const { roomId, somebody, address, now } = setup;
    this.connection = new LiveConnection({
      url: address().url,
      roomId,
      WebSocket: recorded({
        headers: { cookie: cookieOf(somebody), origin: ORIGIN },
        address: (asked) => {
          const { to, url } = address();
          return { to, url: `${url}/${roomId}${asked.search}` };
        },
        began: (record) => this.sockets.push(record),
        now,
      }),
      retryDelay: () => 20,
    });
    this.connection.onChange((state) => this.#look(state));
  }

  /** True until it ended for good. */
  get lives(): boolean {
    return this.leftAt === undefined && this.ended === undefined;
  }

  /** Nothing more is to be expected of it. */
  get settled(): boolean {
    return !this.lives || this.connection.state.stored;
  }

  get socket(): SocketRecord | undefined {
    return this.sockets.at(-1);
  }

  type(at: number, ids: readonly number[]): void {
    if (!this.#mayEdit) return;
    const block = chosen(this.#blocks(), at);
    this.#edit({ ...nothing, wrote: ids, inBlock: idOf(block) }, () => {
      const text = textIn(block) ?? newTextIn(block);
      text.insert(MARKER * Math.round(at * wordsIn(text)), ids.map(marker).join(''));
    });
  }

  addBlock(id: number): void {
    if (!this.#mayEdit) return;
    const block = new Y.XmlElement(nodes.paragraph);
    const blockId = crypto.randomUUID();
    block.setAttribute(BLOCK_ID, blockId);
    block.insert(0, [new Y.XmlText(marker(id))]);
    this.#edit({ ...nothing, wrote: [id], inBlock: blockId }, () => this.#text.push([block]));
  }

  erase(at: number, most: number): void {
    if (!this.#mayEdit) return;
    const text = textIn(chosen(this.#blocks(), at));
    const words = text === undefined ? 0 : wordsIn(text);
    if (text === undefined || words === 0) return;
    const from = Math.min(words - 1, Math.floor(at * words));
    const count = Math.min(most, words - from);
    const erased = markersInText(plain(text)).slice(from, from + count);
    this.#edit({ ...nothing, erased }, () => text.delete(from * MARKER, count * MARKER));
  }

  eraseBlock(at: number): void {
    const blocks = this.#blocks();
    if (!this.#mayEdit || blocks.length < 2) return;
    const block = chosen(blocks, at);
    const erased = block.toArray().flatMap((text) => (text instanceof Y.XmlText ? markersInText(plain(text)) : []));
    const place = this.#text.toArray().indexOf(block);
    this.#edit({ ...nothing, erased, erasedBlock: idOf(block) }, () => this.#text.delete(place));
  }

  bold(at: number, most: number, on: boolean): void {
    if (!this.#mayEdit) return;
    const text = textIn(chosen(this.#blocks(), at));
    const words = text === undefined ? 0 : wordsIn(text);
    const from = Math.floor(at * words);
    const count = Math.min(most, words - from);
    if (text === undefined || count <= 0) return;
    this.#edit(nothing, () => text.format(from * MARKER, count * MARKER, { bold: on ? true : null }));
  }

  /** The connection breaks without a goodbye. */
  drop(): void {
    this.socket?.socket.terminate();
  }

  /** Reads nothing for a while. */
  hold(ms: number): void {
    const record = this.socket;
    if (record?.socket.readyState !== record?.socket.OPEN || record === undefined) return;
    record.held = true;
    record.socket.pause();
    setTimeout(() => record.socket.resume(), ms);
  }

  /** The page goes away. @returns what it held that was not stored, and the markers among it */
  leave(): { readonly update: Uint8Array; readonly ids: readonly number[] } | undefined {
    const kept = this.lives ? this.connection.unstored() : null;
    this.leftAt = this.setup.now();
    this.connection.destroy();
    return kept === null ? undefined : { update: kept.update, ids: markersInText(kept.words) };
  }

  /** Takes in what an earlier page left, once it can. */
  async adopt(kept: { readonly update: Uint8Array; readonly ids: readonly number[] }): Promise<void> {
    const { connection } = this;
    await new Promise<void>((resolve) => {
      const end = connection.onChange(({ status }) => {
        if (status !== 'synced' && this.lives) return;
        end();
        resolve();
      });
    });
    if (!connection.canEdit) return;
    const adoption = { ids: kept.ids, stored: false };
    this.adopted.push(adoption);
    adoption.stored = (await connection.adopt(kept.update)) === 'stored';
  }

  get #mayEdit(): boolean {
    return this.lives && this.connection.canEdit && this.#blocks().length > 0;
  }

  get #text(): Y.XmlFragment {
    return this.connection.doc.getXmlFragment(TEXT);
  }

  #blocks(): readonly Y.XmlElement[] {
    return this.#text.toArray().filter((block) => block instanceof Y.XmlElement);
  }

  #edit(edit: Edit, change: () => void): void {
    this.edits.push(edit);
    this.connection.doc.transact(change);
  }

  #look(state: LiveState): void {
    if (state.stored) this.saved = this.edits.length;
    if (!passing.has(state.status)) this.ended ??= state;
  }
}

function chosen(blocks: readonly Y.XmlElement[], at: number): Y.XmlElement {
  const block = blocks[Math.floor(at * 7 * blocks.length) % blocks.length];
  if (block === undefined) throw new Error('There is no block to choose');
  return block;
}

const idOf = (block: Y.XmlElement): string => block.getAttribute(BLOCK_ID) ?? '';
const textIn = (block: Y.XmlElement): Y.XmlText | undefined =>
  block.toArray().find((child) => child instanceof Y.XmlText);

function newTextIn(block: Y.XmlElement): Y.XmlText {
  const made = new Y.XmlText();
  block.insert(0, [made]);
  return made;
}

const wordsIn = (text: Y.XmlText): number => plain(text).length / MARKER;

/** `toString` of a Y.XmlText writes marks as tags. */
const plain = (text: Y.XmlText): string =>
  (text.toDelta() as { insert: unknown }[]).map(({ insert }) => (typeof insert === 'string' ? insert : '')).join('');
