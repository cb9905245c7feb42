import { linkAddress } from './editor-link';
import { paragraphsToHtml, type PastedBlock, type PastedList, type PastedRun } from './editor-paste-html';

interface Context {
  readonly bold: boolean;
  readonly italic: boolean;
  readonly href: string | null;
  readonly quote: boolean;
  readonly heading: 2 | 3 | null;
  readonly lists: readonly PastedList[];
  readonly keepSpaces: boolean;
}

const plain: Context = {
  bold: false,
  italic: false,
  href: null,
  quote: false,
  heading: null,
  lists: [],
  keepSpaces: false,
};

/** Elements of which nothing is taken over, not even their text. */
const dropped: ReadonlySet<string> = new Set(
  'SCRIPT STYLE TEMPLATE NOSCRIPT HEAD TITLE META LINK XML IMG PICTURE SVG MATH VIDEO AUDIO CANVAS IFRAME OBJECT EMBED INPUT SELECT TEXTAREA BUTTON'.split(
    ' ',
  ),
);
/** Elements that stand on lines of their own. */
const blocks: ReadonlySet<string> = new Set(
  'P DIV SECTION ARTICLE HEADER FOOTER MAIN ASIDE NAV ADDRESS FIGURE FIGCAPTION PRE DL DT DD UL OL LI BLOCKQUOTE H1 H2 H3 H4 H5 H6 TABLE TR HR CENTER FORM FIELDSET CAPTION'.split(
    ' ',
  ),
);

/**
 * Rebuilds pasted HTML from what the editor knows: paragraphs, headings, lists, quotes, bold, italic, links. Styles,
 * classes, comments, images and everything of Word stay behind; a row of a table becomes a paragraph. The HTML is
 * parsed without running or loading anything of it.
 */
export function cleanPastedHtml(html: string): string {
  const page = new DOMParser().parseFromString(html, 'text/html');
  const reader = new PasteReader();
  reader.read(page.body, plain);
  return paragraphsToHtml(reader.finish());
}

/** Walks a page once, and collects its lines. */
class PasteReader {
  readonly #found: PastedBlock[] = [];
  #runs: PastedRun[] = [];
  #context: Context = plain;
  #item: { readonly checked: boolean | null } | null = null;

  finish(): readonly PastedBlock[] {
    this.#endBlock();
    return this.#found;
  }

  read(parent: Node, context: Context): void {
    for (const node of parent.childNodes) {
      if (node.nodeType === Node.TEXT_NODE) this.#text(node.nodeValue ?? '', context);
      else if (node instanceof Element) this.#element(node, context);
    }
  }

  #element(element: Element, context: Context): void {
    const name = element.tagName.toUpperCase();
    if (dropped.has(name) || isHidden(element)) return;
    if (name === 'BR') {
      this.#add({ text: '\n', bold: false, italic: false, href: null }, context);
      return;
    }
    const inner = within(element, name, context);
    if (!blocks.has(name)) {
      if ((name === 'TD' || name === 'TH') && this.#runs.length > 0) this.#text(' · ', inner);
      this.read(element, inner);
      return;
    }
    // Inside a row of a table everything stays on one line.
    const inCell = element.closest('td, th') !== null && name !== 'TABLE' && name !== 'TR';
    if (inCell) {
      this.#text(' ', inner);
      this.read(element, inner);
      this.#text(' ', inner);
      return;
    }
    this.#endBlock();
    const word = wordListItem(element);
    if (name === 'LI') this.#item = { checked: checkedOf(element) };
    if (word !== null) this.#item = { checked: null };
    this.read(element, word === null ? inner : { ...inner, lists: [word] });
    this.#endBlock();
    if (name === 'LI') this.#item = null;
  }

  #text(text: string, context: Context): void {
    const spaced = context.keepSpaces ? text : text.replace(/[\s\u00a0]+/g, ' ');
    if (spaced !== '')
      this.#add({ text: spaced, bold: context.bold, italic: context.italic, href: context.href }, context);
  }

  #add(run: PastedRun, context: Context): void {
    if (this.#runs.length === 0) this.#context = context;
    this.#runs.push(run);
  }

  #endBlock(): void {
    const runs = trimmed(this.#runs);
    this.#runs = [];
    if (runs.length === 0) return;
    const { quote, heading, lists } = this.#context;
    this.#found.push({
      runs,
      quote,
      heading: lists.length > 0 ? null : heading,
      lists,
      startsItem: this.#item !== null,
      checked: this.#item?.checked ?? null,
    });
    this.#item = null;
  }
}

/** What an element changes for everything in it. */
function within(element: Element, name: string, context: Context): Context {
  const style = element instanceof HTMLElement ? element.style : null;
  const weight = style?.fontWeight ?? '';
  // Google Docs wraps everything in a <b> of normal weight.
  const bold = /^(normal|[1-4]00)$/.test(weight)
    ? false
    : name === 'B' || name === 'STRONG' || /^(bold|bolder|[6-9]00)$/.test(weight) || context.bold;
  const slant = style?.fontStyle ?? '';
  const italic = slant === 'normal' ? false : name === 'I' || name === 'EM' || slant === 'italic' || context.italic;
  const href = name === 'A' ? linkAddress(element.getAttribute('href') ?? '') : context.href;
  const list = name === 'UL' || name === 'OL' ? listOf(element, name) : null;
  return {
    bold,
    italic,
    href,
    quote: context.quote || name === 'BLOCKQUOTE',
    heading: /^H[12]$/.test(name) ? 2 : /^H[3-6]$/.test(name) ? 3 : context.heading,
    lists: list === null ? context.lists : [...context.lists, list],
    keepSpaces: context.keepSpaces || name === 'PRE',
  };
}

function listOf(element: Element, name: string): PastedList {
  if (element.getAttribute('data-type') === 'taskList') return 'task';
  return name === 'OL' ? 'ordered' : 'bullet';
}

/** Word writes items of lists as paragraphs, with the sign before them in a part that it marks itself. */
function wordListItem(element: Element): PastedList | null {
  if (!/mso-list:\s*l\d/i.test(element.getAttribute('style') ?? '')) return null;
  const sign = element.querySelector('[style*="mso-list:Ignore" i]')?.textContent ?? '';
  return /^[\s\u00a0]*[\da-z]{1,4}[.)]/i.test(sign) ? 'ordered' : 'bullet';
}

function isHidden(element: Element): boolean {
  const style = element.getAttribute('style') ?? '';
  return /mso-list:\s*ignore|mso-hide:\s*all|display:\s*none/i.test(style);
}

function checkedOf(element: Element): boolean | null {
  return element.getAttribute('data-type') === 'taskItem' ? element.getAttribute('data-checked') === 'true' : null;
}

/** Without white space at the ends, and never two spaces in a row over the border of two runs. */
function trimmed(runs: readonly PastedRun[]): PastedRun[] {
  const kept: PastedRun[] = [];
  let afterSpace = true;
  for (const run of runs) {
    const text = afterSpace ? run.text.replace(/^ +/, '') : run.text;
    if (text === '') continue;
    kept.push({ ...run, text });
    afterSpace = /\s$/.test(text);
  }
  for (let last = kept.pop(); last !== undefined; last = kept.pop()) {
    const text = last.text.trimEnd();
    if (text === '') continue;
    kept.push({ ...last, text });
    break;
  }
  return kept;
}
