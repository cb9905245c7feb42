import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import type { PersonShare } from './connection-counts';
import type { LiveOptions } from './live-options';
import type { Identity } from './presence';
import type { Room } from './room';
import type { LiveLook } from './room-kind';
import type { EndedBy } from './session-socket';
import type { RightAnswer } from './update-store';

/** What a connection starts with, once somebody may enter and the line of the look is written. */
export type SessionSetup = {
  readonly socket: WebSocket;
  /** What that WebSocket writes to. */
  readonly stream: Duplex;
  readonly room: Room;
  readonly look: Omit<LiveLook, 'action' | 'why' | 'ruleId'>;
  readonly identity: Identity;
  readonly decision: { readonly answer: RightAnswer; readonly askedAt: number };
  /** Schema version of the client; null: a plain y-websocket client (1, no acknowledgements). */
  readonly clientVersion: number | null;
  readonly options: LiveOptions;
  /** Of this person, over all connections. */
  readonly share: PersonShare;
  /** Called once. @param frames of updates that came in */
  readonly onEnd: (by: EndedBy, frames: number) => void;
};
