import type { Turn } from './update-store';
import type { Write, Writer } from './write';

/** A write of a turn; those with nothing new have no entry in it. */
export type TurnPart = { readonly write: Write; readonly entry: boolean; readonly update: Uint8Array };

const MOST_ENTRIES = 64;
export const NOTHING_OFFERED: ReadonlyMap<number, number> = new Map();

/** One turn of a room while it is put together: what of the waiting writes goes into it, and in which order. */
export class TurnDraft {
  readonly parts: TurnPart[] = [];
  readonly entries: Turn['entries'][number][] = [];
  readonly #held = new Set<Writer>();
  readonly #offered = new Map<Writer, Map<number, number>>();
  readonly #clients = new Map<number, Writer>();
  readonly #nothingNew = new Map<Writer, number>();

  holds({ writer }: Write): boolean {
    return this.#held.has(writer) || this.entries.length >= MOST_ENTRIES;
  }

  /** Later writes of this writer wait too. @returns false */
  hold({ writer }: Write): false {
    this.#held.add(writer);
    return false;
  }

  has(writer: Writer): boolean {
    return this.#offered.has(writer);
  }

  offered(writer: Writer): ReadonlyMap<number, number> {
    return this.#offered.get(writer) ?? NOTHING_OFFERED;
  }

  nothingNew(write: Write): true {
    // After something of the same writer in this turn, it is acknowledged with that.
    if (this.has(write.writer)) this.parts.push({ write, entry: false, update: write.bytes });
    else this.#nothingNew.set(write.writer, write.frame);
    return true;
  }

  tellNothingNew(seq: number): void {
    for (const [writer, frame] of this.#nothingNew) if (writer.open) writer.stored(frame, seq);
  }

  /** Two connections that offer content of the same client id take turns: each is reduced to what the other left. */
  add(write: Write, update: Uint8Array, clients: ReadonlyMap<number, number>): boolean {
    const { writer } = write;
    for (const id of clients.keys()) if ((this.#clients.get(id) ?? writer) !== writer) return this.hold(write);
    const offered = this.#offered.get(writer) ?? new Map<number, number>();
    for (const [id, end] of clients) {
      this.#clients.set(id, writer);
      offered.set(id, end);
    }
    this.#offered.set(writer, offered);
    this.parts.push({ write, entry: true, update });
    this.entries.push({ author: writer.personId, loginId: writer.loginId, update, clientIds: [...clients.keys()] });
    return true;
  }
}
