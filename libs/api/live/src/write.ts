import type { Refusal, UpdateShape } from '@samenplan/shared/live-protocol';
import type { EntryAnswer } from './update-store';

/** Who offers updates to a room: a connection, or the product on somebody's behalf. */
export interface Writer {
  readonly personId: string;
  readonly loginId: string;
  /** False once it is closed: what it still offers is dropped. */
  readonly open: boolean;
  /** By the last decision. */
  readonly mayWrite: boolean;
  /** Decides anew, from the database. @returns why not, or undefined when it may write */
  decideWrite(): Promise<Refusal | undefined>;
  /** The line of the access log for the first write of this writer; resolves when it stands. */
  logWrite(): Promise<void>;
  /** True when that line stands. */
  readonly writeLogged: boolean;
  /** Everything up to and including this frame is stored. */
  stored(frame: number, seq: number): void;
  /** Nothing of this writer will be stored any more. */
  refuse(reason: Refusal, right?: EntryAnswer): void;
  /** The room is out of use: whether what waits was stored is not known. */
  abandon(): void;
}

/** An update as it was offered. */
export type Write = {
  readonly writer: Writer;
  readonly frame: number;
  readonly bytes: Uint8Array;
  readonly shape: UpdateShape;
  /** Offered before the writer answered our request for what we lack: that answer will carry it too. */
  readonly early: boolean;
  /** Monotonic time of its arrival. */
  readonly at: number;
  /** Looked at once more after a catch-up. */
  attended: boolean;
  attending: boolean;
};
