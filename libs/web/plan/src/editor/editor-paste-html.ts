export type PastedList = 'bullet' | 'ordered' | 'task';

/** Text with the same marks. `\n` is a line break inside a paragraph. */
export interface PastedRun {
  readonly text: string;
  readonly bold: boolean;
  readonly italic: boolean;
  readonly href: string | null;
}

/** One line of what was pasted. */
export interface PastedBlock {
  readonly runs: readonly PastedRun[];
  readonly quote: boolean;
  readonly heading: 2 | 3 | null;
  /** Lists around it, outermost first. */
  readonly lists: readonly PastedList[];
  /** False for a second paragraph of the same item. */
  readonly startsItem: boolean;
  /** Only for an item of a checklist. */
  readonly checked: boolean | null;
}

const tags: Record<PastedList, { readonly open: string; readonly close: string }> = {
  bullet: { open: '<ul>', close: '</ul>' },
  ordered: { open: '<ol>', close: '</ol>' },
  task: { open: '<ul data-type="taskList">', close: '</ul>' },
};

/** Writes lines as HTML that holds nothing but them. */
export function paragraphsToHtml(blocks: readonly PastedBlock[]): string {
  let html = '';
  let open: readonly PastedList[] = [];
  let quoted = false;
  const closeTo = (depth: number): void => {
    for (const list of open.slice(depth).reverse()) html += `</li>${tags[list].close}`;
    open = open.slice(0, depth);
  };
  for (const block of blocks) {
    const same = commonDepth(open, block.lists);
    if (same < block.lists.length || open.length > same || quoted !== block.quote)
      closeTo(quoted === block.quote ? same : 0);
    if (quoted !== block.quote) html += block.quote ? '<blockquote>' : '</blockquote>';
    quoted = block.quote;
    const continues = open.length === block.lists.length;
    if (block.lists.length > 0 && continues && block.startsItem) html += `</li>${itemTag(block)}`;
    for (const list of block.lists.slice(open.length)) html += tags[list].open + itemTag(block);
    open = block.lists;
    html += paragraph(block);
  }
  closeTo(0);
  return quoted ? `${html}</blockquote>` : html;
}

function itemTag(block: PastedBlock): string {
  if (block.lists.at(-1) !== 'task') return '<li>';
  return `<li data-type="taskItem" data-checked="${block.checked === true}">`;
}

function paragraph(block: PastedBlock): string {
  const tag = block.heading === null ? 'p' : `h${block.heading}`;
  return `<${tag}>${block.runs.map(inline).join('')}</${tag}>`;
}

function inline(run: PastedRun): string {
  let html = escaped(run.text).replace(/\n/g, '<br>');
  if (run.bold) html = `<strong>${html}</strong>`;
  if (run.italic) html = `<em>${html}</em>`;
  return run.href === null ? html : `<a href="${escaped(run.href)}">${html}</a>`;
}

function escaped(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');
}

function commonDepth(a: readonly PastedList[], b: readonly PastedList[]): number {
  let depth = 0;
  while (depth < a.length && depth < b.length && a[depth] === b[depth]) depth += 1;
  return depth;
}
