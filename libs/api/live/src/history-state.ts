import { promisify } from 'node:util';
import { deflateRaw, inflateRaw } from 'node:zlib';
import { z } from 'zod';
import { departedOf, type FoldState } from './history-fold';
import type { Piece } from './history-pieces';
import { removalRanges, writtenRanges, type IdRanges, type Removal } from './history-ranges';

const deflate = promisify(deflateRaw);
const inflate = promisify(inflateRaw);

const VERSION = 1;
const HEADER_BYTES = 5;
/** Of the document limit, authorship and what departed together; more is not ours. */
const MOST_BYTES = 128 * 1_048_576;

const numbers = z.array(z.number());
/** Text, index of its author (-1: nobody), time, client id and clock of its origin. */
const piece = z.tuple([z.string(), z.number(), z.number(), z.number(), z.number()]);
const stateJson = z.object({
  seq: z.number(),
  people: z.array(z.string()),
  /** Client id; then per range: clock, length, index of the author, time, client id and clock of the origin. */
  living: z.array(z.tuple([z.number(), numbers])),
  departed: z.array(z.tuple([z.string(), z.array(piece)])),
  run: z
    .object({
      from: z.number(),
      until: z.number(),
      first: z.number(),
      seq: z.number(),
      epoch: z.number(),
      authors: z.array(z.string()),
      lost: z.array(piece),
    })
    .nullable(),
});
const removalsJson = z.object({
  people: z.array(z.string()),
  /** Sets of people (indexes; -1: nobody), the last one first. */
  groups: z.array(numbers),
  /** Client id; then per range: clock, length, index of the group, time, 1 when it is back, 1 when it is sure. */
  ranges: z.array(z.tuple([z.number(), numbers])),
});

/** Gives each value a number, in the order in which they come. */
class Numbering {
  readonly values: string[] = [];
  readonly #numbers = new Map<string, number>();

  of(value: string | null): number {
    if (value === null) return -1;
    const known = this.#numbers.get(value);
    if (known !== undefined) return known;
    this.#numbers.set(value, this.values.length);
    return this.values.push(value) - 1;
  }
}

/** Version byte, length of the JSON (4 bytes, big endian), JSON, document; compressed. */
export async function writeState({ seq, document, living, departed, run }: FoldState): Promise<Uint8Array> {
  const people = new Numbering();
  const pieces = (of: readonly Piece[]): z.infer<typeof piece>[] =>
    of.map(({ text, value: { author, at, origin } }) => [text, people.of(author), at, origin.client, origin.clock]);
  const ranges = [...living.entries()].map(([client, found]): [number, number[]] => [
    client,
    found.flatMap(({ clock, length, value: { author, at, origin } }) => [
      ...[clock, length, people.of(author), at],
      ...[origin.client, origin.clock],
    ]),
  ]);
  const body = {
    seq,
    living: ranges,
    departed: departed.map(({ anchor, pieces: of }) => [anchor, pieces(of)]),
    run: run === null ? null : { ...run, lost: pieces(run.lost) },
    people: people.values,
  };
  const json = Buffer.from(JSON.stringify(body));
  const header = Buffer.alloc(HEADER_BYTES);
  header.writeUInt8(VERSION);
  header.writeUInt32BE(json.length, 1);
  return deflate(Buffer.concat([header, json, document ?? Buffer.alloc(0)]));
}

/** @throws when it is not a state of this version */
export async function readState(payload: Uint8Array): Promise<FoldState> {
  const bytes = await inflate(payload, { maxOutputLength: MOST_BYTES });
  if (bytes.length < HEADER_BYTES || bytes.readUInt8() !== VERSION) throw new Error('Unknown version of a checkpoint');
  const end = HEADER_BYTES + bytes.readUInt32BE(1);
  if (end > bytes.length) throw new Error('A checkpoint ends too early');
  const found = stateJson.parse(JSON.parse(bytes.toString('utf8', HEADER_BYTES, end)));
  const person = (index: number | undefined): string | null => found.people[index ?? -1] ?? null;
  const pieces = (of: readonly z.infer<typeof piece>[]): Piece[] =>
    of.map(([text, author, at, client, clock]) => ({
      text,
      value: { author: person(author), at, origin: { client, clock } },
    }));
  const living = writtenRanges();
  for (const [client, flat] of found.living)
    for (const [clock = 0, length = 0, author, at = 0, originClient = 0, originClock = 0] of chunks(flat, 6)) {
      const origin = { client: originClient, clock: originClock };
      living.put(client, clock, length, { author: person(author), at, origin });
    }
  return {
    seq: found.seq,
    document: end === bytes.length ? undefined : bytes.subarray(end),
    living,
    departed: found.departed.map(([anchor, of]) => departedOf(anchor, pieces(of))),
    run: found.run === null ? null : { ...found.run, lost: pieces(found.run.lost) },
  };
}

export async function writeRemovals(removals: IdRanges<Removal>): Promise<Uint8Array> {
  const people = new Numbering();
  const groups = new Numbering();
  const ranges = [...removals.entries()].map(([client, found]): [number, number[]] => [
    client,
    found.flatMap(({ clock, length, value: { by, at, back, sure } }) => [
      ...[clock, length, groups.of(by.map((one) => people.of(one)).join())],
      ...[at, Number(back), Number(sure)],
    ]),
  ]);
  const sets = groups.values.map((set) => set.split(',').map(Number));
  return deflate(Buffer.from(JSON.stringify({ people: people.values, groups: sets, ranges })));
}

/** @throws when it is not what {@link writeRemovals} wrote */
export async function readRemovals(payload: Uint8Array): Promise<IdRanges<Removal>> {
  const bytes = await inflate(payload, { maxOutputLength: MOST_BYTES });
  const { people, groups, ranges } = removalsJson.parse(JSON.parse(bytes.toString()));
  const sets = groups.map((set) => set.map((index) => people[index] ?? null));
  const removals = removalRanges();
  for (const [client, flat] of ranges)
    for (const [clock = 0, length = 0, group = -1, at = 0, back, sure] of chunks(flat, 6))
      removals.put(client, clock, length, { by: sets[group] ?? [], at, back: back === 1, sure: sure === 1 });
  return removals;
}

function* chunks(flat: readonly number[], size: number): Generator<readonly number[]> {
  for (let at = 0; at < flat.length; at += size) yield flat.slice(at, at + size);
}
