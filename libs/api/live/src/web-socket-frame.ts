const FINAL_BINARY = 0x82;
const LENGTH_16 = 126;
const LENGTH_64 = 127;

/**
 * A binary message as one frame for the wire (RFC 6455, 5.2: final, not masked, no extension). What goes to many
 * connections is framed once; `ws` would do it again for each of them.
 */
export class WebSocketFrame {
  readonly wire: Buffer;

  constructor(message: Uint8Array) {
    const { length } = message;
    const start = length < LENGTH_16 ? 2 : length < 0x1_0000 ? 4 : 10;
    const wire = Buffer.allocUnsafe(start + length);
    wire[0] = FINAL_BINARY;
    if (start === 2) wire[1] = length;
    else if (start === 4) {
      wire[1] = LENGTH_16;
      wire.writeUInt16BE(length, 2);
    } else {
      wire[1] = LENGTH_64;
      wire.writeBigUInt64BE(BigInt(length), 2);
    }
    wire.set(message, start);
    this.wire = wire;
  }
}
