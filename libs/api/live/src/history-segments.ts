import { Y } from '@samenplan/shared/live-protocol';

/** Text that stands, or stood, together: what one transaction put there, or took away from there. */
export type Segment = {
  readonly text: string;
  readonly parts: readonly { readonly client: number; readonly clock: number; readonly text: string }[];
  /** What stands left of it, as a name; the same place has the same name until its left neighbour goes. */
  readonly anchor: string;
};
export type TextChange = { readonly added: readonly Segment[]; readonly removed: readonly Segment[] };

/** Steps past invisible items per transaction; further apart, pieces simply count as separate. */
const MOST_STEPS = 100_000;

/** What a transaction did to text. Only to be called before Yjs tidies up: while deleted text can still be read. */
export function textChange(transaction: Y.Transaction): TextChange {
  const steps = { left: MOST_STEPS };
  const isNew = ({ id }: Y.Item): boolean => id.clock >= (transaction.beforeState.get(id.client) ?? 0);
  const added = new Set(newItems(transaction).filter((item) => !item.deleted));
  const removed = new Set<Y.Item>();
  Y.iterateDeletedStructs(transaction, transaction.deleteSet, (struct) => {
    if (struct instanceof Y.Item && !isNew(struct) && isText(struct)) removed.add(struct);
  });
  const hidden = (item: Y.Item): boolean => item.deleted || !item.countable;
  return {
    added: segments(added, hidden, steps),
    removed: segments(removed, (item) => hidden(item) || isNew(item), steps),
  };
}

const isText = (item: Y.Item): boolean => item.content instanceof Y.ContentString;

function newItems({ doc, beforeState, afterState }: Y.Transaction): Y.Item[] {
  const found: Y.Item[] = [];
  for (const [client, end] of afterState) {
    const begin = beforeState.get(client) ?? 0;
    if (begin === end) continue;
    const structs = doc.store.clients.get(client) ?? [];
    for (let n = Y.findIndexSS(structs, begin); n < structs.length; n += 1) {
      const struct = structs[n];
      if (struct instanceof Y.Item && struct.id.clock >= begin && isText(struct)) found.push(struct);
    }
  }
  return found;
}

function segments(items: ReadonlySet<Y.Item>, passes: (item: Y.Item) => boolean, steps: { left: number }): Segment[] {
  const seen = new Set<Y.Item>();
  const found: Segment[] = [];
  for (const item of items) {
    if (seen.has(item)) continue;
    let first = item;
    let left = item.left;
    for (; left !== null && steps.left > 0; left = left.left) {
      steps.left -= 1;
      if (items.has(left)) first = left;
      else if (!passes(left)) break;
    }
    const members = [first];
    for (let right = first.right; right !== null && steps.left > 0; right = right.right) {
      steps.left -= 1;
      if (items.has(right)) members.push(right);
      else if (!passes(right)) break;
    }
    // Without steps left the way back may have ended before the item itself.
    if (!members.includes(item)) members.splice(0, members.length, item);
    const fresh = members.filter((one) => !seen.has(one));
    for (const one of fresh) seen.add(one);
    found.push(segmentOf(fresh, left));
  }
  return found;
}

function segmentOf(items: readonly Y.Item[], left: Y.Item | null): Segment {
  const parts = items.map(({ id, content }) => ({
    client: id.client,
    clock: id.clock,
    text: content instanceof Y.ContentString ? content.str : '',
  }));
  return { text: parts.map(({ text }) => text).join(''), parts, anchor: anchorOf(items[0], left) };
}

function anchorOf(item: Y.Item | undefined, left: Y.Item | null): string {
  if (left !== null) return endOf(left.id.client, left.id.clock, left.length);
  const parent = item?.parent;
  const holder = parent instanceof Y.AbstractType ? parent._item : null;
  return holder === null ? '' : `^${holder.id.client}.${holder.id.clock}`;
}

/** The anchor of what stands right of these characters. */
export const endOf = (client: number, clock: number, length: number): string => `${client}.${clock + length - 1}`;
