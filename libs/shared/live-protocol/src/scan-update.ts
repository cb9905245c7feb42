import * as decoding from 'lib0/decoding';
import { liveLimits } from './limits';
import { readContentLength } from './scan-content';

/** What a struct of an update is; `skip` is a gap that the sender itself knows of. */
export const structKinds = { garbage: 0, skip: 1, item: 2 } as const;

/** Numbers per struct in {@link ClientBlock.structs}: kind, clock, length, then three ids (client, clock) or -1, -1. */
export const STRUCT_SIZE = 9;
const NONE = -1;

/** The structs of one client, in order of clock. */
export type ClientBlock = { readonly client: number; readonly structs: readonly number[] };
/** What of one client is deleted: pairs of clock and length, in the order of the sender. */
export type DeletedRanges = { readonly client: number; readonly ranges: readonly number[] };

/** The shape of an update, without its content. */
export type UpdateShape = {
  readonly blocks: readonly ClientBlock[];
  readonly deletes: readonly DeletedRanges[];
  /** Where the delete set begins in the bytes. */
  readonly deletesAt: number;
};

/**
 * Reads the shape of an untrusted Yjs update (format V1, see `readClientsStructRefs` of Yjs 13.6) in time and memory
 * linear in its length, without building anything of Yjs. Refuses what no editor of ours makes and what would make
 * Yjs throw halfway: unknown kinds of content, subdocuments, empty structs, a client twice, clocks out of range,
 * bytes left over (which is how V2 input shows).
 * @returns undefined when malformed
 */
export function scanUpdate(bytes: Uint8Array): UpdateShape | undefined {
  const decoder = decoding.createDecoder(bytes);
  try {
    const blocks = readBlocks(decoder);
    const deletesAt = decoder.pos;
    const deletes = readDeletes(decoder);
    return decoding.hasContent(decoder) ? undefined : { blocks, deletes, deletesAt };
  } catch {
    return undefined; // Ends too early, or is one of the refused shapes.
  }
}

/** Thrown inside this file and caught above; carries nothing. */
const malformed = (): Error => new Error('malformed update');

function readBlocks(decoder: decoding.Decoder): ClientBlock[] {
  const blocks: ClientBlock[] = [];
  const seen = new Set<number>();
  for (let left = decoding.readVarUint(decoder); left > 0; left -= 1) {
    let count = decoding.readVarUint(decoder);
    const client = readClient(decoder);
    if (count === 0 || seen.has(client)) throw malformed();
    seen.add(client);
    const structs: number[] = [];
    for (let clock = readClock(decoder); count > 0; count -= 1) clock = readStruct(decoder, client, clock, structs);
    blocks.push({ client, structs });
  }
  return blocks;
}

/** @returns the clock after the struct */
function readStruct(decoder: decoding.Decoder, client: number, clock: number, structs: number[]): number {
  if (!decoding.hasContent(decoder)) throw malformed();
  const info = decoding.readUint8(decoder);
  const content = info & 0b1_1111;
  if (content === 0 || content === 10) {
    // Yjs reads flags on these two differently in two places; honest encoders set none.
    if (info !== content) throw malformed();
    const length = decoding.readVarUint(decoder);
    structs.push(
      content === 0 ? structKinds.garbage : structKinds.skip,
      clock,
      length,
      NONE,
      NONE,
      NONE,
      NONE,
      NONE,
      NONE,
    );
    return endOf(clock, length);
  }
  const at = structs.length;
  structs.push(structKinds.item, clock, 0);
  const hasOrigin = (info & 0b1000_0000) !== 0;
  const hasRight = (info & 0b0100_0000) !== 0;
  readId(decoder, structs, hasOrigin, client, clock);
  readId(decoder, structs, hasRight, client, clock);
  if (hasOrigin || hasRight) structs.push(NONE, NONE);
  else readParent(decoder, structs, client, clock, (info & 0b0010_0000) !== 0);
  const length = readContentLength(decoder, content);
  if (length === undefined) throw malformed();
  structs[at + 2] = length;
  return endOf(clock, length);
}

function readParent(
  decoder: decoding.Decoder,
  structs: number[],
  client: number,
  clock: number,
  hasKey: boolean,
): void {
  const isRoot = decoding.readVarUint(decoder);
  if (isRoot > 1) throw malformed();
  if (isRoot === 1) readName(decoder);
  readId(decoder, structs, isRoot === 0, client, clock);
  if (hasKey) readName(decoder);
}

/** An id of another struct; one of the same client must lie before this one (Yjs would throw while applying). */
function readId(decoder: decoding.Decoder, structs: number[], present: boolean, client: number, clock: number): void {
  if (!present) {
    structs.push(NONE, NONE);
    return;
  }
  const idClient = readClient(decoder);
  const idClock = readClock(decoder);
  if (idClient === client && idClock >= clock) throw malformed();
  structs.push(idClient, idClock);
}

const MOST_NAME_BYTES = 256;

/** Name of a root type or key of a map. */
function readName(decoder: decoding.Decoder): void {
  if (decoding.peekVarUint(decoder) > MOST_NAME_BYTES) throw malformed();
  decoding.readVarString(decoder);
}

function readDeletes(decoder: decoding.Decoder): DeletedRanges[] {
  const deletes: DeletedRanges[] = [];
  for (let left = decoding.readVarUint(decoder); left > 0; left -= 1) {
    const client = readClient(decoder);
    const ranges: number[] = [];
    for (let count = decoding.readVarUint(decoder); count > 0; count -= 1) {
      const clock = readClock(decoder);
      const length = decoding.readVarUint(decoder);
      // Yjs writes no empty range, and throws when it has to keep one for later.
      if (length === 0) throw malformed();
      endOf(clock, length);
      ranges.push(clock, length);
    }
    if (ranges.length > 0) deletes.push({ client, ranges });
  }
  return deletes;
}

function readClient(decoder: decoding.Decoder): number {
  const client = decoding.readVarUint(decoder);
  if (client >= liveLimits.clientId) throw malformed();
  return client;
}

function readClock(decoder: decoding.Decoder): number {
  const clock = decoding.readVarUint(decoder);
  if (clock >= liveLimits.clock) throw malformed();
  return clock;
}

function endOf(clock: number, length: number): number {
  const end = clock + length;
  if (length === 0 || end > liveLimits.clock) throw malformed();
  return end;
}
