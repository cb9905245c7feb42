import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import { liveLimits } from './limits';

/** First number of every frame; see PROTOCOL.md. 0 to 3 belong to y-websocket. */
export const messageTypes = {
  sync: 0,
  presence: 1,
  presenceRequest: 3,
  stored: 100,
  announce: 101,
  announced: 102,
  level: 103,
  refused: 104,
  fullness: 105,
  history: 106,
} as const;

/** Second number of a sync frame. */
export const syncTypes = { step1: 0, step2: 1, update: 2 } as const;

/** What a client may send. Byte arrays are views on the frame. */
export type ClientFrame =
  | { readonly type: 'sync-request'; readonly stateVector: Uint8Array }
  /** `complete`: the answer to the server's own request (SyncStep2), everything that the server lacked. */
  | { readonly type: 'update'; readonly update: Uint8Array; readonly complete: boolean }
  | { readonly type: 'presence'; readonly entries: Uint8Array }
  | { readonly type: 'presence-request' }
  | { readonly type: 'announce'; readonly clientId: number };

/**
 * Reads untrusted bytes, in time linear in their number.
 * @returns undefined for anything that is not exactly one frame of a known type
 */
export function decodeClientFrame(bytes: Uint8Array): ClientFrame | undefined {
  const decoder = decoding.createDecoder(bytes);
  try {
    const frame = readClientFrame(decoder);
    return decoding.hasContent(decoder) ? undefined : frame;
  } catch {
    return undefined; // lib0 throws on anything that ends too early.
  }
}

function readClientFrame(decoder: decoding.Decoder): ClientFrame | undefined {
  switch (decoding.readVarUint(decoder)) {
    case messageTypes.sync:
      return readSync(decoder);
    case messageTypes.presence:
      return { type: 'presence', entries: decoding.readVarUint8Array(decoder) };
    case messageTypes.presenceRequest:
      return { type: 'presence-request' };
    case messageTypes.announce: {
      const clientId = decoding.readVarUint(decoder);
      return clientId < liveLimits.clientId ? { type: 'announce', clientId } : undefined;
    }
    default:
      return undefined;
  }
}

function readSync(decoder: decoding.Decoder): ClientFrame | undefined {
  const type = decoding.readVarUint(decoder);
  if (type > syncTypes.update) return undefined;
  const content = decoding.readVarUint8Array(decoder);
  if (type === syncTypes.step1) return { type: 'sync-request', stateVector: content };
  return { type: 'update', update: content, complete: type === syncTypes.step2 };
}

/** A frame of numbers only, as lib0 writes them; its encoder would take a hundred bytes outside the heap for each. */
function numbers(...values: readonly number[]): Uint8Array<ArrayBuffer> {
  const bytes: number[] = [];
  for (const value of values) {
    let rest = value;
    for (; rest > 0x7f; rest = Math.floor(rest / 0x80)) bytes.push(0x80 | (rest % 0x80));
    bytes.push(rest);
  }
  return new Uint8Array(bytes);
}

/** Numbers, then a length-prefixed array of bytes. */
function withBytes(prefix: readonly number[], content: Uint8Array): Uint8Array {
  const head = numbers(...prefix, content.length);
  const frame = new Uint8Array(head.length + content.length);
  frame.set(head);
  frame.set(content, head.length);
  return frame;
}

export const encodeSyncRequest = (stateVector: Uint8Array): Uint8Array =>
  withBytes([messageTypes.sync, syncTypes.step1], stateVector);
export const encodeSyncReply = (update: Uint8Array): Uint8Array =>
  withBytes([messageTypes.sync, syncTypes.step2], update);
export const encodeUpdate = (update: Uint8Array): Uint8Array =>
  withBytes([messageTypes.sync, syncTypes.update], update);
export const encodePresence = (entries: Uint8Array): Uint8Array => withBytes([messageTypes.presence], entries);
/** @param frames how many update frames of this connection are stored; @param seq of the room at that moment */
export const encodeStored = (frames: number, seq: number): Uint8Array => numbers(messageTypes.stored, frames, seq);
export const encodeAnnounce = (clientId: number): Uint8Array<ArrayBuffer> => numbers(messageTypes.announce, clientId);
export const encodeAnnounced = (ok: boolean): Uint8Array => numbers(messageTypes.announced, ok ? 1 : 0);
/** @param level 0 none, 1 read, 2 write, 3 manage */
export const encodeLevel = (level: number): Uint8Array => numbers(messageTypes.level, level);
/** @param percent of the largest document that this one takes; 0 below `liveLimits.nearlyFull` */
export const encodeFullness = (percent: number): Uint8Array => numbers(messageTypes.fullness, percent);
/** @param historyId id of the history that the document belongs to */
export const encodeHistory = (historyId: string): Uint8Array =>
  encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, messageTypes.history);
    encoding.writeVarString(encoder, historyId);
  });
/** @param frame the first update frame of this connection that is not stored; 0 when the reason is about none */
export const encodeRefused = (reason: number, frame: number): Uint8Array =>
  numbers(messageTypes.refused, reason, frame);

/** Whether a frame that a client is about to send carries an update, told from its first two bytes. */
export function carriesUpdate(frame: Uint8Array): 'update' | 'complete' | undefined {
  if (frame[0] !== messageTypes.sync) return undefined;
  if (frame[1] === syncTypes.update) return 'update';
  return frame[1] === syncTypes.step2 ? 'complete' : undefined;
}
