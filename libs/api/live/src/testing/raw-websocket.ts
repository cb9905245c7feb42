import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { cookieOf, ORIGIN } from './live-server';
import type { Somebody } from './live-world';

/** A WebSocket by hand: frames that no library would send. */
export class RawWebSocket {
  #received = Buffer.alloc(0);

  private constructor(readonly socket: Socket) {
    socket.on('error', () => undefined);
    socket.on('data', (data) => {
      this.#received = Buffer.concat([this.#received, data]);
    });
  }

  /** @param headers more lines of the upgrade request */
  static async open(url: string, roomId: string, somebody: Somebody, headers = ''): Promise<RawWebSocket> {
    const { hostname, port, pathname } = new URL(url);
    const raw = new RawWebSocket(connect(Number(port), hostname));
    raw.socket.write(
      `GET ${pathname}/${roomId} HTTP/1.1\r\nHost: ${hostname}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n` +
        `Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${Buffer.alloc(16).toString('base64')}\r\n` +
        `Origin: ${ORIGIN}\r\nCookie: ${cookieOf(somebody)}\r\n${headers}\r\n`,
    );
    while (!raw.answer.includes('\r\n\r\n')) await once(raw.socket, 'data');
    return raw;
  }

  /** The answer to the upgrade, and what came after it. */
  get answer(): string {
    return this.#received.toString('latin1');
  }

  /** Resolves when the other side ended it. @returns the code of the close frame; 0 when it just ended */
  async closed(): Promise<number> {
    if (!this.socket.closed) await once(this.socket, 'close');
    const at = this.#received.lastIndexOf(Buffer.of(0x88, 2));
    return at < 0 ? 0 : this.#received.readUInt16BE(at + 2);
  }

  /** @param first byte of the frame: FIN 0x80, RSV1 0x40, opcode; masked with zeros */
  send(first: number, payload: Uint8Array): void {
    this.socket.write(frameOf(first, payload));
  }
}

/** A masked frame; @param declared length that it claims to have */
export function frameOf(first: number, payload: Uint8Array, declared = payload.length): Buffer {
  const head = Buffer.alloc(declared < 126 ? 6 : 14);
  head[0] = first;
  head[1] = 0x80 | (declared < 126 ? declared : 127);
  if (declared >= 126) head.writeBigUInt64BE(BigInt(declared), 2);
  return Buffer.concat([head, payload]);
}
