import * as decoding from 'lib0/decoding';

/** Numbers of Yjs for the kinds of content that our documents hold; JSON, binary, embeds and subdocuments are not. */
const contents = { deleted: 1, string: 4, format: 6, type: 7, any: 8 } as const;
/** Numbers of Yjs for shared types; 5 (a hook into the DOM) is not ours. */
const types = { named: 3, hook: 5, last: 6 } as const;

const MOST_KEY_BYTES = 256;
const MOST_FORMAT_BYTES = 8_192;
const MOST_DEPTH = 16;

/**
 * Reads one content of a struct without keeping it.
 * @returns its length in clocks; undefined for content that a document of ours never holds
 * @throws when the bytes end too early
 */
export function readContentLength(decoder: decoding.Decoder, content: number): number | undefined {
  switch (content) {
    case contents.deleted:
      return decoding.readVarUint(decoder);
    case contents.string:
      return readTextLength(decoder);
    case contents.format:
      return readFormat(decoder) ? 1 : undefined;
    case contents.type:
      return readType(decoder) ? 1 : undefined;
    case contents.any: {
      const count = decoding.readVarUint(decoder);
      for (let i = 0; i < count; i += 1) if (!readAny(decoder, MOST_DEPTH)) return undefined;
      return count;
    }
    default:
      return undefined;
  }
}

/** Yjs counts UTF-16 units; plain ASCII needs no decoding for that. */
function readTextLength(decoder: decoding.Decoder): number {
  const start = decoder.pos;
  const bytes = decoding.readVarUint8Array(decoder);
  for (const byte of bytes)
    if (byte > 0x7f) {
      decoder.pos = start;
      return decoding.readVarString(decoder).length;
    }
  return bytes.length;
}

/** A mark: name, and value as JSON text, which Yjs parses while it applies. */
function readFormat(decoder: decoding.Decoder): boolean {
  if (decoding.peekVarUint(decoder) > MOST_KEY_BYTES) return false;
  decoding.readVarString(decoder);
  if (decoding.peekVarUint(decoder) > MOST_FORMAT_BYTES) return false;
  JSON.parse(decoding.readVarString(decoder));
  return true;
}

function readType(decoder: decoding.Decoder): boolean {
  const type = decoding.readVarUint(decoder);
  if (type > types.last || type === types.hook) return false;
  if (type !== types.named) return true;
  if (decoding.peekVarUint(decoder) > MOST_KEY_BYTES) return false;
  decoding.readVarString(decoder);
  return true;
}

/** A value of lib0's `any` encoding. Each turn of a loop reads at least a byte, so the end of the bytes ends it. */
function readAny(decoder: decoding.Decoder, depth: number): boolean {
  if (depth === 0 || !decoding.hasContent(decoder)) return false;
  switch (decoding.readUint8(decoder)) {
    case 127: // undefined
    case 126: // null
    case 121: // false
    case 120: // true
      return true;
    case 125:
      return readInteger(decoder);
    case 124:
      decoding.readFloat32(decoder);
      return true;
    case 123:
      decoding.readFloat64(decoder);
      return true;
    case 119:
      decoding.readVarString(decoder);
      return true;
    case 118:
      return readEntries(decoder, depth, true);
    case 117:
      return readEntries(decoder, depth, false);
    default: // bigint and bytes: JSON can't hold them
      return false;
  }
}

function readInteger(decoder: decoding.Decoder): boolean {
  if (!decoding.hasContent(decoder)) return false;
  decoding.readVarInt(decoder);
  return true;
}

function readEntries(decoder: decoding.Decoder, depth: number, keyed: boolean): boolean {
  const count = decoding.readVarUint(decoder);
  for (let i = 0; i < count; i += 1) {
    if (keyed) decoding.readVarString(decoder);
    if (!readAny(decoder, depth - 1)) return false;
  }
  return true;
}
