import type { HistoryBlock } from '@samenplan/shared/contracts';
import type { ReadingBlock } from './reading-stretches';

export type ListKind = Extract<HistoryBlock['kind'], 'bulletItem' | 'orderedItem' | 'taskItem'>;

export interface ReadingItem {
  readonly text: ReadingBlock;
  /** Lists inside the item. */
  readonly lists: readonly ReadingList[];
}

export interface ReadingList {
  readonly kind: ListKind;
  readonly items: readonly ReadingItem[];
}

/** What stands under each other in a text: a block, the blocks of a quote, or a list. */
export type ReadingPart =
  | { readonly kind: 'block'; readonly text: ReadingBlock; readonly outline: 3 | 4 }
  | { readonly kind: 'quote'; readonly texts: readonly ReadingBlock[] }
  | { readonly kind: 'list'; readonly list: ReadingList };

interface GrowingList {
  readonly kind: ListKind;
  readonly depth: number;
  readonly items: { readonly text: ReadingBlock; readonly lists: GrowingList[] }[];
}

/** Builds lists out of their items and quotes out of their paragraphs. The page around it has headings 1 and 2. */
export function readingParts(blocks: readonly ReadingBlock[]): readonly ReadingPart[] {
  const parts: ReadingPart[] = [];
  let lists: GrowingList[] = [];
  let quote: ReadingBlock[] | null = null;
  let headed = false;
  for (const text of blocks) {
    const { kind, depth, level } = text.block;
    if (isItem(kind)) {
      quote = null;
      const root = put(lists, kind, depth, text);
      if (root !== null) parts.push({ kind: 'list', list: root });
      continue;
    }
    lists = [];
    if (kind === 'quote') {
      if (quote === null) parts.push({ kind: 'quote', texts: (quote = []) });
      quote.push(text);
      continue;
    }
    quote = null;
    // A subheading without a heading before it must not skip a level for who walks by headings.
    parts.push({ kind: 'block', text, outline: level === 3 && headed ? 4 : 3 });
    headed ||= kind === 'heading';
  }
  return parts;
}

function isItem(kind: HistoryBlock['kind']): kind is ListKind {
  return kind === 'bulletItem' || kind === 'orderedItem' || kind === 'taskItem';
}

/**
 * Adds an item to the lists that are open, outermost first.
 * @returns the list that began with it at the margin, if one did
 */
function put(open: GrowingList[], kind: ListKind, depth: number, text: ReadingBlock): GrowingList | null {
  while (open.length > 0) {
    const inner = open[open.length - 1];
    if (inner === undefined || inner.depth < depth) break;
    if (inner.depth === depth && inner.kind === kind) {
      inner.items.push({ text, lists: [] });
      return null;
    }
    open.pop();
  }
  const fresh: GrowingList = { kind, depth, items: [{ text, lists: [] }] };
  const outer = open[open.length - 1]?.items;
  open.push(fresh);
  if (outer === undefined) return fresh;
  outer[outer.length - 1]?.lists.push(fresh);
  return null;
}
