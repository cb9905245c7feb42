// How each server wants to be spoken to. All of them carry the sync protocol of Yjs under message type 0.
import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';

const SYNC = 0;

/** Numbers, texts and byte arrays as one frame. */
export const frame = (...parts) =>
  encoding.encode((encoder) => {
    for (const part of parts)
      if (typeof part === 'number') encoding.writeVarUint(encoder, part);
      else if (typeof part === 'string') encoding.writeVarString(encoder, part);
      else encoding.writeVarUint8Array(encoder, part);
  });

const webSocket = (url) => url.replace('http', 'ws');

/**
 * `hello`: what goes out before anything else; `sync`: a frame of the sync protocol; `read`: the message type, with
 * the decoder behind it. `isSync`: types that hold the sync protocol.
 */
export const dialects = {
  /** libs/shared/live-protocol/PROTOCOL.md, with acknowledgements. */
  samenplan: {
    address: (url, room) => `${webSocket(url)}/live/sections/${room}`,
    protocols: ['samenplan.1'],
    hello: (_room, clientId) => [frame(101, clientId)],
    sync: (_room, ...parts) => frame(SYNC, ...parts),
    read: (decoder) => decoding.readVarUint(decoder),
    isSync: (type) => type === SYNC,
  },
  'y-websocket': {
    address: (url, room) => `${webSocket(url)}/${room}`,
    protocols: [],
    hello: () => [],
    sync: (_room, ...parts) => frame(SYNC, ...parts),
    read: (decoder) => decoding.readVarUint(decoder),
    isSync: (type) => type === SYNC,
  },
  /** Every frame begins with the name of the document; the first one logs in. */
  hocuspocus: {
    address: (url) => webSocket(url),
    protocols: [],
    hello: (room) => [frame(room, 2, 0, 'bench', '4.7.0')],
    sync: (room, ...parts) => frame(room, SYNC, ...parts),
    read: (decoder) => {
      decoding.readVarString(decoder);
      return decoding.readVarUint(decoder);
    },
    isSync: (type) => type === SYNC || type === 4,
  },
};
