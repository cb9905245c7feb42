/** Sizes in bytes and counts that both sides keep. */
export const liveLimits = {
  /** One frame, as `maxPayload` of the server. */
  frame: 1_048_576,
  /** One update; leaves room for the envelope. */
  update: 1_000_000,
  /** What one edit may add (a paste), checked in the browser before it enters the document. */
  edit: 256 * 1024,
  /** The whole document as stored; the server counts, and tells how full it is. */
  document: 8 * 1_048_576,
  /** From this share of it on (percent) people are told. */
  nearlyFull: 80,
  /** A state vector: about 10 bytes per client id that ever wrote. */
  stateVector: 256 * 1024,
  /** A frame of presence: y-websocket echoes everybody's entries. */
  presence: 256 * 1024,
  /** Somebody's own presence entry, as JSON. */
  ownPresence: 2_048,
  /** Client ids under which one update may bring new content; normal is one. */
  newClientIds: 32,
  /** Exclusive upper bound of client ids (Yjs draws 32 random bits). */
  clientId: 2 ** 32,
  /** Exclusive upper bound of clocks. */
  clock: 2 ** 31,
} as const;
