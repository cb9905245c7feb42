/**
 * Why the server closes a live connection. 44xx is permanent: the same request would be refused again (the standard
 * y-websocket client stops by itself). 45xx is transient: connect again, with jitter.
 */
export const closeCodes = {
  /** Hostile or malformed bytes. */
  malformed: 4400,
  /** The login ended or was never there. */
  loginEnded: 4401,
  /** The right to this room is gone. */
  rightGone: 4403,
  /** No such room for you: unknown and refused are the same answer. */
  notFound: 4404,
  /** The history was replaced (restore from a backup): the document must be fetched afresh, never merged. */
  historyReplaced: 4409,
  /** A frame or the document is too large. `ws` itself closes with 1009 when a frame exceeds its limit. */
  tooLarge: 4413,
  /** This client does not know the schema of the room well enough to write in it. */
  clientTooOld: 4426,
  /** Abuse only; who is merely fast is slowed down. */
  abuse: 4429,
  /** The server shuts down or can't take more connections. */
  draining: 4503,
  /** The other side does not read or does not answer. */
  idle: 4508,
  /** The right was lowered; a lower one remains. */
  rightLowered: 4510,
  /** The server can't prove its rights at this moment: nothing goes out. */
  noLease: 4513,
} as const;
export type CloseCode = (typeof closeCodes)[keyof typeof closeCodes];

/** The code of `ws` and browsers for a frame above the limit. */
const MESSAGE_TOO_BIG = 1009;

/** True when connecting again can't help. */
export function isPermanent(code: number): boolean {
  return (code >= 4400 && code < 4500) || code === MESSAGE_TOO_BIG;
}
