import {
  liveLimits,
  STRUCT_SIZE,
  structKinds,
  Y,
  type ClientBlock,
  type UpdateShape,
} from '@samenplan/shared/live-protocol';
import { newDeletes, normalised, writeDeletes, writeNumbers, type NewDeletes } from './reduce-deletes';

/**
 * What is known before an update: the committed document, and the clocks up to which the same connection has already
 * offered content that is not committed yet.
 */
export type Base = { readonly doc: Y.Doc; readonly offered: ReadonlyMap<number, number> };

export type Reduced =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'gap' }
  | { readonly kind: 'malformed' }
  | {
      readonly kind: 'new';
      /** The update without what was known; the very bytes that came when nothing was. */
      readonly update: Uint8Array;
      /** Client ids under which it brings new content, each with the clock after it. */
      readonly clients: ReadonlyMap<number, number>;
      /** Only takes away marks that do nothing: Yjs tidies up by itself, at readers too. */
      readonly onlyTidies: boolean;
    };

const NOTHING: Reduced = { kind: 'nothing' };
const GAP: Reduced = { kind: 'gap' };

/**
 * Reduces an update to what is new against `base`, without applying it to anything. A gap is an answer of its own:
 * Yjs would keep such content apart and show it much later.
 *
 * Known content comes back in many ways: the answer of a reconnecting client carries its whole delete set, a lagging
 * instance is offered the text of others, content that was deleted here is collected (GC) while the sender still has
 * it as text. All of that lies below the clocks of the document, or is deleted in it, and reduces to nothing.
 */
export function reduceUpdate(bytes: Uint8Array, shape: UpdateShape, base: Base): Reduced {
  const fresh = shape.blocks.filter((block) => endOf(block) > knownClock(base, block.client));
  if (fresh.some((block) => hasGap(block, knownClock(base, block.client)))) return GAP;
  if (fresh.length > liveLimits.newClientIds) return { kind: 'malformed' };
  const clients = new Map(fresh.map((block) => [block.client, endOf(block)]));
  if (!dependenciesHold(fresh, base)) return GAP;
  const deletes = newDeletes(shape.deletes, base.doc, (client) => clients.get(client) ?? knownClock(base, client));
  if (deletes === 'gap') return GAP;
  if (fresh.length === 0 && deletes.ranges.length === 0) return NOTHING;
  const update =
    isWhollyNew(shape, base) && normalised(shape.deletes, deletes)
      ? bytes
      : rebuilt(bytes, shape, base, fresh, deletes);
  return { kind: 'new', update, clients, onlyTidies: fresh.length === 0 && deletes.onlyMarks };
}

/** The clock up to which content of a client is known. */
function knownClock({ doc, offered }: Base, client: number): number {
  return Math.max(Y.getState(doc.store, client), offered.get(client) ?? 0);
}

/** Structs as numbers, by name. */
const at = (structs: readonly number[], i: number): number => structs[i] ?? -1;

function endOf({ structs }: ClientBlock): number {
  const last = structs.length - STRUCT_SIZE;
  return at(structs, last + 1) + at(structs, last + 2);
}

/** True when content at or after `known` is missing, or is a gap by the sender's own words. */
function hasGap({ structs }: ClientBlock, known: number): boolean {
  if (at(structs, 1) > known) return true;
  for (let i = 0; i < structs.length; i += STRUCT_SIZE)
    if (at(structs, i) === structKinds.skip && at(structs, i + 1) + at(structs, i + 2) > known) return true;
  return false;
}

/** Nothing of what came is known already. */
function isWhollyNew({ blocks }: UpdateShape, base: Base): boolean {
  return blocks.every((block) => at(block.structs, 1) === knownClock(base, block.client));
}

/**
 * Walks the new structs in an order in which each finds what it hangs on: its neighbours and parent, in the base or
 * earlier in this update. Two clients that wait for each other never come through.
 */
function dependenciesHold(fresh: readonly ClientBlock[], base: Base): boolean {
  const walks = fresh.map((block) => ({ ...block, next: 0, clock: knownClock(base, block.client) }));
  const reached = new Map(walks.map((walk) => [walk.client, walk.clock]));
  const has = (client: number, clock: number): boolean =>
    client < 0 || clock < (reached.get(client) ?? knownClock(base, client));
  let moved = true;
  while (moved) {
    moved = false;
    for (const walk of walks) {
      const { structs, client } = walk;
      while (walk.next < structs.length) {
        const i = walk.next;
        const end = at(structs, i + 1) + at(structs, i + 2);
        const isKnown = end <= walk.clock;
        if (
          !isKnown &&
          !(
            has(at(structs, i + 3), at(structs, i + 4)) &&
            has(at(structs, i + 5), at(structs, i + 6)) &&
            has(at(structs, i + 7), at(structs, i + 8))
          )
        )
          break;
        walk.next = i + STRUCT_SIZE;
        if (!isKnown) reached.set(client, end);
        moved = true;
      }
    }
  }
  return walks.every((walk) => walk.next === walk.structs.length);
}

/** Cuts off what is known: the structs by Yjs itself (V1), the delete set by our own count. */
function rebuilt(
  bytes: Uint8Array,
  { deletesAt }: UpdateShape,
  base: Base,
  fresh: readonly ClientBlock[],
  deletes: NewDeletes,
): Uint8Array {
  const tail = writeDeletes(deletes.ranges);
  const structs = fresh.length === 0 ? Uint8Array.of(0) : cutStructs(bytes.subarray(0, deletesAt), base, fresh);
  const update = new Uint8Array(structs.length + tail.length);
  update.set(structs);
  update.set(tail, structs.length);
  return update;
}

/** The structs of `fresh` from their known clocks on; other clients are cut off whole. */
function cutStructs(structs: Uint8Array, base: Base, fresh: readonly ClientBlock[]): Uint8Array {
  const withoutDeletes = new Uint8Array(structs.length + 1);
  withoutDeletes.set(structs);
  const cut = Y.diffUpdate(withoutDeletes, stateVector(withoutDeletes, base, fresh));
  return cut.subarray(0, cut.length - 1);
}

function stateVector(update: Uint8Array, base: Base, fresh: readonly ClientBlock[]): Uint8Array {
  const isFresh = new Set(fresh.map(({ client }) => client));
  const clocks: number[] = [];
  for (const [client, end] of Y.parseUpdateMeta(update).to)
    clocks.push(client, isFresh.has(client) ? knownClock(base, client) : end);
  return writeNumbers([clocks.length / 2, ...clocks]);
}
