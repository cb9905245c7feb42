import { BLOCK_ID, isTextBlock, marks, nodes, TEXT, Y } from '@samenplan/shared/live-protocol';
import { shifted, type IdRanges, type Written } from './history-ranges';

export type Mark = keyof typeof marks;
/** Text of one writer with the same marks. */
export type ReadRun = { readonly text: string; readonly marks: readonly Mark[]; readonly written: Written };
export type ReadBlock = {
  /** Unique in one reading. */
  readonly id: string;
  readonly kind: 'paragraph' | 'heading' | 'bulletItem' | 'orderedItem' | 'taskItem' | 'quote';
  readonly level: number | null;
  readonly checked: boolean | null;
  readonly depth: number;
  readonly runs: readonly ReadRun[];
};

type Around = Pick<ReadBlock, 'kind' | 'checked' | 'depth'>;
const MOST_DEPTH = 32;
const listKinds: Readonly<Record<string, ReadBlock['kind']>> = {
  [nodes.bulletList]: 'bulletItem',
  [nodes.orderedList]: 'orderedItem',
  [nodes.taskList]: 'taskItem',
};

/** The text of a section in reading order, with who wrote it. Deeper nesting than an editor makes is left out. */
export function readBlocks(doc: Y.Doc, living: IdRanges<Written>): ReadBlock[] {
  const reader = new Reader(living);
  reader.read(doc.getXmlFragment(TEXT), { kind: 'paragraph', checked: null, depth: -1 }, MOST_DEPTH);
  return reader.blocks;
}

class Reader {
  readonly blocks: ReadBlock[] = [];
  readonly #ids = new Set<string>();

  constructor(private readonly living: IdRanges<Written>) {}

  read(parent: Y.XmlFragment, around: Around, depth: number): void {
    if (depth === 0) return;
    for (const child of parent.toArray()) {
      if (!(child instanceof Y.XmlElement)) continue;
      if (isTextBlock(child)) this.#block(child, around);
      else this.read(child, inside(child, around), depth - 1);
    }
  }

  #block(element: Y.XmlElement, { kind, checked, depth }: Around): void {
    const heading = element.nodeName === nodes.heading;
    const level: unknown = element.getAttribute('level');
    this.blocks.push({
      id: this.#freeId(element),
      kind: heading ? 'heading' : kind,
      level: heading ? (Number(level) === 3 ? 3 : 2) : null,
      checked,
      depth: Math.max(depth, 0),
      runs: runsOf(element, this.living),
    });
  }

  #freeId(element: Y.XmlElement): string {
    const given: unknown = element.getAttribute(BLOCK_ID);
    const item = element._item;
    const own = item === null ? '' : `${item.id.client}.${item.id.clock}`;
    const id = typeof given === 'string' && given !== '' && given.length <= 64 && !this.#ids.has(given) ? given : own;
    this.#ids.add(id);
    return id;
  }
}

function inside(element: Y.XmlElement, around: Around): Around {
  const { nodeName } = element;
  const kind = listKinds[nodeName];
  if (kind !== undefined) return { kind, checked: null, depth: around.depth + 1 };
  if (nodeName === nodes.blockquote) return { ...around, kind: 'quote' };
  const checked: unknown = element.getAttribute('checked');
  return nodeName === nodes.taskItem ? { ...around, checked: checked === true || checked === 'true' } : around;
}

/** Text of a textblock by writer and marks; a line break is `\n` and goes with the text before it. */
export function runsOf(element: Y.XmlElement, living: IdRanges<Written>): ReadRun[] {
  const runs: ReadRun[] = [];
  for (const child of element.toArray()) {
    if (child instanceof Y.XmlText) readText(child, living, runs);
    else if (child instanceof Y.XmlElement && child.nodeName === nodes.hardBreak) {
      const before = runs.at(-1)?.written;
      const origin = child._item?.id ?? { client: 0, clock: 0 };
      const { author, at } = before ?? { author: null, at: 0 };
      runs.push({
        text: '\n',
        marks: [],
        written: { author, at, origin: { client: origin.client, clock: origin.clock } },
      });
    }
  }
  return runs;
}

function readText(text: Y.XmlText, living: IdRanges<Written>, runs: ReadRun[]): void {
  const on = new Set<Mark>();
  for (let item = text._start; item !== null; item = item.right) {
    if (item.deleted) continue;
    const { content, id } = item;
    if (content instanceof Y.ContentFormat) mark(on, content.key, content.value);
    if (!(content instanceof Y.ContentString)) continue;
    for (const { clock, length, value } of living.slices(id.client, id.clock, item.length)) {
      const origin = { client: id.client, clock };
      const written = value ?? { author: null, at: 0, origin };
      append(runs, { text: content.str.slice(clock - id.clock, clock - id.clock + length), marks: [...on], written });
    }
  }
}

function mark(on: Set<Mark>, key: string, value: unknown): void {
  const found = Object.values(marks).find((known) => known === key);
  if (found === undefined) return;
  if (value === null) on.delete(found);
  else on.add(found);
}

/** Joins what goes on where the last run ended. */
function append(runs: ReadRun[], run: ReadRun): void {
  const last = runs.at(-1);
  if (last === undefined || !continues(last, run)) runs.push(run);
  else runs.splice(-1, 1, { ...last, text: last.text + run.text });
}

const continues = (last: ReadRun, { marks: on, written }: ReadRun): boolean => {
  const end = shifted(last.written.origin, last.text.length);
  return (
    last.written.author === written.author &&
    last.written.at === written.at &&
    end.client === written.origin.client &&
    end.clock === written.origin.clock &&
    last.marks.join() === on.join()
  );
};
