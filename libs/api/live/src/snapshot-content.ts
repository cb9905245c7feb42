import { z } from 'zod';
import type { AuthorshipState } from './authorship';

/** What a snapshot holds: the document as a V1 update, and the authorship folded up to the same seq. */
export type SnapshotContent = { readonly document: Uint8Array; readonly authorship: AuthorshipState };

const VERSION = 1;
const HEADER_BYTES = 5;

const change = z.object({ by: z.string(), at: z.number(), earlierText: z.string(), changedByIds: z.array(z.string()) });
const record = z.object({
  author: z.string().nullable(),
  writtenAt: z.number(),
  change: change.nullable(),
  lastEditor: z.string().nullable(),
});
const authorship = z.object({
  records: z.array(z.tuple([z.string(), record])),
  departed: z.array(z.object({ text: z.string(), record })),
});

/** Version byte, length of the authorship (4 bytes, big endian), authorship as JSON, document. */
export function writeSnapshot({ document, authorship: state }: SnapshotContent): Uint8Array {
  const json = Buffer.from(JSON.stringify({ records: [...state.records], departed: state.departed }));
  const header = Buffer.alloc(HEADER_BYTES);
  header.writeUInt8(VERSION);
  header.writeUInt32BE(json.length, 1);
  return Buffer.concat([header, json, document]);
}

/** @throws when it is not a snapshot of this version: a room is never opened from half of one */
export function readSnapshot(payload: Uint8Array): SnapshotContent {
  const bytes = Buffer.from(payload.buffer, payload.byteOffset, payload.byteLength);
  if (bytes.length < HEADER_BYTES || bytes.readUInt8() !== VERSION) throw new Error('Unknown version of a snapshot');
  const end = HEADER_BYTES + bytes.readUInt32BE(1);
  if (end > bytes.length) throw new Error('A snapshot ends too early');
  const { records, departed } = authorship.parse(JSON.parse(bytes.toString('utf8', HEADER_BYTES, end)));
  return { document: bytes.subarray(end), authorship: { records: new Map(records), departed } };
}
