import type { BlockAuthorship } from '@samenplan/shared/contracts';

type Writer = BlockAuthorship['author'];

/** What stands at one block of text. */
export interface AuthorshipLine {
  readonly blockId: string;
  readonly author: Writer;
  readonly writtenAt: string;
  /** False where the block before it is by the same person: their name stands there already. */
  readonly showAuthor: boolean;
  readonly change: BlockAuthorship['change'];
}

/**
 * Puts what is known of authors onto the blocks that stand in the text now. A block that the server has not stored yet
 * has no line; a line whose block is gone is left out.
 * @param blockIds ids in reading order; null for a block without one
 */
export function authorshipLines(
  known: ReadonlyMap<string, BlockAuthorship>,
  blockIds: readonly (string | null)[],
): Map<string, AuthorshipLine> {
  const lines = new Map<string, AuthorshipLine>();
  let before: string | null = null;
  for (const blockId of blockIds) {
    const one = blockId === null ? undefined : known.get(blockId);
    if (blockId === null || one === undefined || lines.has(blockId)) continue;
    const { author, writtenAt } = one;
    // A change that ended in the same hands says nothing about another.
    const change = one.change !== null && one.change.by.id !== author.id ? one.change : null;
    lines.set(blockId, { blockId, author, writtenAt, showAuthor: author.id !== before, change });
    before = author.id;
  }
  return lines;
}

/** By block; the later of two lines for the same block counts. */
export function byBlock(items: readonly BlockAuthorship[]): ReadonlyMap<string, BlockAuthorship> {
  return new Map(items.map((item) => [item.blockId, item]));
}
