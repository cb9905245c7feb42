import * as decoding from 'lib0/decoding';
import { WebSocket } from 'ws';
import type { WebSocketClass } from '../announcing-socket';
import { carriesUpdate, messageTypes } from '../frames';
import { markersIn } from './markers';

/** What one socket carried, read off the wire: nothing of it is what the client or the server says about itself. */
export class SocketRecord {
  readonly openedAt = performance.now();
  /** Markers that arrived, in whatever frame, each at its first moment. */
  readonly received = new Map<number, number>();
  /** Markers in the update frames that went out, by the number of the frame from 1. */
  readonly offered: (readonly number[])[] = [];
  /** How many of those frames are stored, as the server said. */
  acknowledged = 0;
  /** What the server said somebody may do (0 to 3), and when. */
  readonly levels: { readonly at: number; readonly level: number }[] = [];
  /** It did not read for a while. */
  held = false;
  opened = false;
  closeCode: number | undefined;
  closedAt: number | undefined;

  constructor(
    /** Which server it went to. */
    readonly to: number,
    readonly socket: WebSocket,
    private readonly now: () => number,
  ) {
    socket.on('open', () => {
      this.opened = true;
    });
    socket.on('message', (data: Buffer | ArrayBuffer) => this.#read(new Uint8Array(data)));
    socket.on('close', (code) => {
      this.closeCode = code;
      this.closedAt = this.now();
    });
    socket.on('error', () => undefined);
  }

  /** Markers in frames that the server said to be stored. */
  get stored(): readonly number[] {
    return this.offered.slice(0, this.acknowledged).flat();
  }

  sent(frame: unknown): void {
    if (frame instanceof Uint8Array && carriesUpdate(frame) !== undefined) this.offered.push(markersIn(frame));
  }

  #read(data: Uint8Array): void {
    const now = performance.now();
    for (const id of markersIn(data)) if (!this.received.has(id)) this.received.set(id, now);
    const decoder = decoding.createDecoder(data);
    const type = decoding.readVarUint(decoder);
    if (type === messageTypes.stored) this.acknowledged = decoding.readVarUint(decoder);
    if (type === messageTypes.level) this.levels.push({ at: now, level: decoding.readVarUint(decoder) });
  }
}

export interface Recording {
  readonly headers: Readonly<Record<string, string>>;
  /** Where the next connection goes, whatever address the client was made with. */
  address(asked: URL): { readonly to: number; readonly url: string };
  /** A connection was begun. */
  began(record: SocketRecord): void;
  /** The clock of {@link SocketRecord.closedAt}. */
  now(): number;
}

/** The class of `ws`, as a browser with this cookie would have it, with everything recorded. */
export function recorded({ headers, address, began, now }: Recording): WebSocketClass {
  const Base = class extends WebSocket {
    readonly #record: SocketRecord;

    constructor(asked: string | URL, protocols?: string | string[]) {
      const { to, url } = address(new URL(asked));
      super(url, protocols ?? [], { headers, perMessageDeflate: false });
      this.#record = new SocketRecord(to, this, now);
      began(this.#record);
    }

    override send(data: Parameters<WebSocket['send']>[0]): void {
      this.#record.sent(data);
      super.send(data);
    }
  };
  return Base as unknown as WebSocketClass;
}
