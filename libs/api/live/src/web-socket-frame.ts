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
    const header = Buffer.alloc(length < LENGTH_16 ? 2 : length < 0x1_0000 ? 4 : 10);
    header.writeUInt8(FINAL_BINARY, 0);
    if (header.length === 2) header.writeUInt8(length, 1);
    else if (header.length === 4) {
      header.writeUInt8(LENGTH_16, 1);
      header.writeUInt16BE(length, 2);
    } else {
      header.writeUInt8(LENGTH_64, 1);
      header.writeBigUInt64BE(BigInt(length), 2);
    }
    this.wire = Buffer.concat([header, message]);
  }
}
