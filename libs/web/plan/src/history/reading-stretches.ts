import type { HistoryBlock, HistoryRun } from '@samenplan/shared/contracts';

/** Text in a row that the same person wrote, added or took away; it may go on in the next block. */
export interface Stretch {
  /** Number of the stretch in its text, from 0. */
  readonly id: number;
  readonly deed: 'wrote' | 'added' | 'removed';
  /** null: the product itself, or not known. */
  readonly personId: string | null;
  /** First and last moment; null when not known. */
  readonly from: string | null;
  readonly until: string | null;
}

/** Text with one look. */
export interface Piece {
  /** White space before it, which is not marked: the name of a writer stands between it and the words. */
  readonly space: string;
  readonly text: string;
  readonly bold: boolean;
  readonly italic: boolean;
  /** null: unchanged text of a comparison, which nobody has to be named for. */
  readonly stretch: Stretch | null;
  /** The stretch begins here: its writer is named. */
  readonly begins: boolean;
  /** First and last piece of the stretch in this block: a screen reader is told where it begins and ends. */
  readonly opens: boolean;
  readonly closes: boolean;
}

export interface ReadingBlock {
  readonly block: HistoryBlock;
  readonly pieces: readonly Piece[];
  /** More than one writer, so that a line beside the block cannot say who wrote it. */
  readonly mixed: boolean;
}

export interface ReadingChoice {
  /** True for a comparison: only what changed is told; false: who wrote what. */
  readonly compares: boolean;
  /** False leaves out what was taken away. */
  readonly removed: boolean;
}

interface Open {
  readonly id: number;
  readonly deed: Stretch['deed'];
  readonly personId: string | null;
  readonly moments: string[];
}

/** Cuts the runs of a text into pieces and says where each stretch of one person begins. Blocks left empty go. */
export function readingBlocks(blocks: readonly HistoryBlock[], choice: ReadingChoice): readonly ReadingBlock[] {
  const opened: Open[] = [];
  let current: Open | null = null;
  const cut = blocks.map((block) => {
    const runs = block.runs.filter((run) => run.text !== '' && (choice.removed || run.change !== 'removed'));
    const owners = runs.map((run) => {
      const deed = deedOf(run, choice.compares);
      if (deed === null) return (current = null);
      const { personId, at } = doerOf(run, deed);
      if (current === null || current.deed !== deed || current.personId !== personId) {
        current = { id: opened.length, deed, personId, moments: [] };
        opened.push(current);
      }
      if (at !== null) current.moments.push(at);
      return current;
    });
    return { block, runs, owners };
  });
  const stretches = opened.map(stretchOf);
  let named = -1;
  return cut
    .map(({ block, runs, owners }) => {
      const pieces = runs.map((run, at): Piece => {
        const stretch = stretches[owners[at]?.id ?? -1] ?? null;
        const begins = stretch !== null && stretch.id > named;
        named = Math.max(named, stretch?.id ?? -1);
        return {
          ...spaceAndText(run.text),
          bold: run.marks.includes('bold'),
          italic: run.marks.includes('italic'),
          stretch,
          begins,
          opens: stretch !== null && owners[at - 1] !== owners[at],
          closes: stretch !== null && owners[at + 1] !== owners[at],
        };
      });
      return { block, pieces, mixed: new Set(owners).size > 1 };
    })
    .filter(({ block, pieces }) => pieces.length > 0 || (block.runs.length === 0 && block.change !== 'removed'));
}

function spaceAndText(whole: string): Pick<Piece, 'space' | 'text'> {
  const text = whole.trimStart();
  return text === '' ? { space: '', text: whole } : { space: whole.slice(0, whole.length - text.length), text };
}

function deedOf({ change }: HistoryRun, compares: boolean): Stretch['deed'] | null {
  if (!compares) return 'wrote';
  return change === 'same' ? null : change;
}

function doerOf(
  { author, at, removed }: HistoryRun,
  deed: Stretch['deed'],
): { personId: string | null; at: string | null } {
  if (deed === 'removed') return { personId: removed?.by ?? null, at: removed?.at ?? null };
  return { personId: author, at };
}

function stretchOf({ id, deed, personId, moments }: Open): Stretch {
  const sorted = [...moments].sort();
  return { id, deed, personId, from: sorted[0] ?? null, until: sorted[sorted.length - 1] ?? null };
}
