import type { WebSocket } from 'ws';
import type { LiveOptions } from './live-options';
import type { Identity } from './presence';
import type { Room } from './room';
import type { LiveLook } from './room-kind';
import type { RightAnswer } from './update-store';

/** What a connection starts with, once somebody may enter and the line of the look is written. */
export type SessionSetup = {
  readonly socket: WebSocket;
  readonly room: Room;
  readonly look: Omit<LiveLook, 'action' | 'why' | 'ruleId'>;
  readonly identity: Identity;
  readonly decision: { readonly answer: RightAnswer; readonly askedAt: number };
  /** Schema version of the client; null: a plain y-websocket client (1, no acknowledgements). */
  readonly clientVersion: number | null;
  readonly options: LiveOptions;
};
