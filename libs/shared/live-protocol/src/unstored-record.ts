import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import { SCHEMA_VERSION } from './schema-version';

/**
 * Why words can't be put into the text any more. `right`: no right to write. `too-large`: too much at once. `late`:
 * written too long ago. `logged-out`: before its writer logged out. `replaced`: the history was replaced. `other`:
 * refused, or of another version.
 */
export const unstoredReasons = ['right', 'too-large', 'late', 'logged-out', 'replaced', 'other'] as const;
export type UnstoredReason = (typeof unstoredReasons)[number];

/** What somebody wrote in a room and what was not stored, as a device keeps it. Times in milliseconds since 1970. */
export interface UnstoredRecord {
  readonly roomId: string;
  /** Page it was written on. */
  readonly path: string;
  /** Life of the text it was written in; null when that was not known. */
  readonly historyId: string | null;
  readonly schemaVersion: number;
  readonly clientId: number;
  /** null: only words remain, never to be merged. */
  readonly update: Uint8Array | null;
  readonly words: string;
  /** Set when only words remain. */
  readonly why: UnstoredReason | null;
  readonly from: number;
  readonly until: number;
}

/** Where a device keeps records. Neither method ever throws, and nobody who types waits for them. */
export interface UnstoredStore {
  /** Writes, or replaces what stands under this id. @returns false when the device does not keep it */
  put(id: string, record: UnstoredRecord): Promise<boolean>;
  remove(id: string): Promise<void>;
}

/** Silently putting back what is older would surprise: the text went on without it. */
export const MERGE_WITHIN = 24 * 3_600_000;

/** What is known at the moment of deciding, about a document that is up to date. */
export interface RecordMoment {
  readonly at: number;
  readonly level: number;
  /** Learnt after the document was received; null when it could not be learnt. */
  readonly historyId: string | null;
}

const WRITE = 2;

/** What becomes of a record: it is merged, or only shown to its writer and why, or decided another time. */
export function fateOf(record: UnstoredRecord, moment: RecordMoment): 'merge' | 'wait' | UnstoredReason {
  if (record.update === null) return record.why ?? 'other';
  if (record.schemaVersion !== SCHEMA_VERSION) return 'other';
  if (moment.level < WRITE) return 'right';
  if (Math.abs(moment.at - record.until) > MERGE_WITHIN) return 'late';
  if (moment.historyId === null) return 'wait';
  return record.historyId === moment.historyId ? 'merge' : 'replaced';
}

/** Only the words, for good. */
export const wordsOnly = (record: UnstoredRecord, why: UnstoredReason): UnstoredRecord => ({
  ...record,
  update: null,
  why,
});

export const encodeUnstored = (record: UnstoredRecord): Uint8Array<ArrayBuffer> =>
  encoding.encode((encoder) => encoding.writeAny(encoder, { ...record }));

/** @returns undefined for anything that is no record */
export function decodeUnstored(bytes: Uint8Array): UnstoredRecord | undefined {
  try {
    const value: unknown = decoding.readAny(decoding.createDecoder(bytes));
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined; // lib0 throws on anything that ends too early.
  }
}

function isRecord(value: unknown): value is UnstoredRecord {
  if (typeof value !== 'object' || value === null) return false;
  const given = new Map<string, unknown>(Object.entries(value));
  const are = (type: string, ...names: string[]): boolean => names.every((name) => typeof given.get(name) === type);
  return (
    are('string', 'roomId', 'path', 'words') &&
    are('number', 'schemaVersion', 'clientId', 'from', 'until') &&
    (given.get('historyId') === null || are('string', 'historyId')) &&
    (given.get('update') === null || given.get('update') instanceof Uint8Array) &&
    (given.get('why') === null || unstoredReasons.some((reason) => reason === given.get('why')))
  );
}
