/** Where a room stands, as its head in the database says. */
export type Head = {
  /** Number of the last stored update; 0 when the room was never seeded. */
  readonly seq: number;
  /** Raised by everything that may lower a right. */
  readonly epoch: number;
  readonly historyId: string;
  readonly schemaVersion: number;
  readonly kind: string;
};

/** One row of the update log, readable. */
export type StoredUpdate = {
  readonly seq: number;
  /** null only for what the product itself laid down. */
  readonly author: string | null;
  readonly at: Date;
  /** Access epoch at its commit. */
  readonly epoch: number;
  readonly update: Uint8Array;
};

export type LoadedRoom = {
  readonly head: Head;
  readonly keyId: string;
  /** Payload of the newest snapshot. */
  readonly snapshot: { readonly seq: number; readonly payload: Uint8Array } | undefined;
  /** Everything after the snapshot, without holes. */
  readonly updates: readonly StoredUpdate[];
};

/** Whether somebody may do something in a room at this moment, with this login. */
export type RightAsk = { readonly roomId: string; readonly personId: string; readonly loginId: string };
export type Right = {
  /** 0 none, 1 read, 2 write, 3 manage. */
  readonly level: number;
  readonly why: string;
  readonly ruleId: string | null;
  /** Milliseconds until the answer must be asked again; null: until an epoch changes. */
  readonly untilMs: number | null;
};
export type RightAnswer = Right & {
  /** null: no such room. */
  readonly head: Head | null;
  readonly loginAlive: boolean;
};

/** One update that waits to be stored. */
export type Entry = {
  readonly author: string;
  readonly loginId: string;
  readonly update: Uint8Array;
  /** Client ids under which it brings new content. */
  readonly clientIds: readonly number[];
};
/** A login and who it is. */
export type LoginRef = { readonly loginId: string; readonly personId: string };
/** What one room wants to store, worked out against `seq` of `historyId`. */
export type Turn = {
  readonly roomId: string;
  readonly historyId: string;
  readonly keyId: string;
  readonly seq: number;
  readonly entries: readonly Entry[];
  /** Everybody who will be handed what is stored. */
  readonly watchers: readonly LoginRef[];
};
export type EntryAnswer = Right & {
  /** undefined: refused, by the right that stands beside it. */
  readonly stored: { readonly seq: number; readonly at: Date } | undefined;
};
/** What is known of the watchers of a batch at its commit; of others, and of a few of them, nothing. */
export type LoginsAtCommit = { readonly ended: ReadonlySet<string>; readonly alive: ReadonlySet<string> };
export type TurnDone = LoginsAtCommit & {
  readonly kind: 'done';
  /** Of the head, which the transaction held. */
  readonly epoch: number;
  readonly entries: readonly EntryAnswer[];
};
export type TurnAnswer =
  | TurnDone
  /** Somebody else holds the head: try again alone, waiting. */
  | { readonly kind: 'locked' }
  /** The room moved on: catch up, reduce again. */
  | { readonly kind: 'behind' }
  | { readonly kind: 'gone' }
  | { readonly kind: 'history-replaced' }
  /** Nothing was stored, or (`doubtful`) nobody knows: catch up and see. */
  | { readonly kind: 'failed'; readonly doubtful: boolean; readonly error: unknown };

export type Claim = 'own' | 'foreign' | 'too-many';

export type LeaseAsk = {
  readonly roomIds: readonly string[];
  readonly logins: readonly LoginRef[];
};
export type LeaseAnswer = {
  /** Rooms that are missing have been removed. */
  readonly heads: ReadonlyMap<string, Pick<Head, 'seq' | 'epoch' | 'historyId'>>;
  readonly deadLogins: ReadonlySet<string>;
};

/** No room, or no key: the caller closes. */
export class RoomUnavailable extends Error {
  override readonly name = 'RoomUnavailable';
}

/**
 * The truth about rooms: the log of updates, who may add to it, and who owns which client id. Every implementation
 * runs `updateStoreContract`. Updates are encrypted inside; callers see them readable.
 */
export abstract class UpdateStore {
  /** @returns undefined when there is no such room; @throws when any part of it can't be read */
  abstract load(roomId: string): Promise<LoadedRoom | undefined>;

  /** Everything stored after `seq`, with the head as it was at that moment; undefined when the room is gone. */
  abstract since(
    roomId: string,
    historyId: string,
    seq: number,
  ): Promise<{ head: Head; updates: readonly StoredUpdate[] } | undefined>;

  /** One answer per ask, in order, all at one moment. */
  abstract decide(asks: readonly RightAsk[]): Promise<readonly RightAnswer[]>;

  /**
   * Stores what is allowed of all turns in one transaction, in which the rights are read after the heads are locked.
   * A watcher that is answered as alive can't have ended before the commit: its end waits for it.
   * One answer per turn, in order. Never throws.
   * @param wait for locked heads; false: such turns are answered `locked`
   */
  abstract commit(turns: readonly Turn[], wait: boolean): Promise<readonly TurnAnswer[]>;

  /** Makes client ids of a history somebody's own, for as long as that history lives; committed when it resolves. */
  abstract claim(roomId: string, historyId: string, clientIds: readonly number[], personId: string): Promise<Claim>;

  /** Stores the first update of a room, unless somebody did; the room must exist. */
  abstract seed(roomId: string, update: Uint8Array, clientIds: readonly number[]): Promise<void>;

  /** Keeps a snapshot and drops older ones but the last; does nothing when there is one of that `seq`. */
  abstract keepSnapshot(
    room: Pick<Turn, 'roomId' | 'historyId' | 'keyId' | 'seq'>,
    schemaVersion: number,
    payload: Uint8Array,
  ): Promise<void>;

  /**
   * Heads of rooms and which logins have ended, in one statement.
   * @param urgent asked for what waits to go out, beside the regular round
   */
  abstract lease(ask: LeaseAsk, urgent?: boolean): Promise<LeaseAnswer>;

  /** Lets go of what it holds. */
  abstract close(): Promise<void>;
}
