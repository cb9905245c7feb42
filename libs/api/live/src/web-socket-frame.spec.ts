import { WebSocketFrame } from './web-socket-frame';

/** First byte, length as it is written, and where the message begins; by RFC 6455, 5.2. */
function headOf(wire: Buffer): { readonly first: number; readonly length: number; readonly start: number } {
  const first = wire.readUInt8(0);
  const short = wire.readUInt8(1);
  if (short < 126) return { first, length: short, start: 2 };
  if (short === 126) return { first, length: wire.readUInt16BE(2), start: 4 };
  return { first, length: Number(wire.readBigUInt64BE(2)), start: 10 };
}

describe('a frame for many connections', () => {
  it.each([0, 1, 125, 126, 65_535, 65_536, 1_000_000])('carries a final binary message of %i bytes', (length) => {
    const message = Uint8Array.from({ length }, (_, i) => i % 256);
    const { wire } = new WebSocketFrame(message);
    const head = headOf(wire);
    expect([head.first, head.length]).toEqual([0x82, length]);
    expect(wire.subarray(head.start).equals(message)).toBe(true);
  });
});
