import { Y } from './y';

/** Name of the running text in the document of a section: a `Y.XmlFragment`. */
export const TEXT = 'text';
/** Reserved beside the text: maps by UUID, one key per field. */
export const GOALS = 'goals';
export const ACTIONS = 'actions';

/** Node names, as Tiptap calls them. */
export const nodes = {
  paragraph: 'paragraph',
  heading: 'heading',
  bulletList: 'bulletList',
  orderedList: 'orderedList',
  listItem: 'listItem',
  taskList: 'taskList',
  taskItem: 'taskItem',
  blockquote: 'blockquote',
  hardBreak: 'hardBreak',
} as const;
export const marks = { bold: 'bold', italic: 'italic', link: 'link' } as const;

/** Attribute with the stable id (UUID) of a block. */
export const BLOCK_ID = 'blockId';

/** Blocks that hold text themselves: these have an author. */
const textblocks: ReadonlySet<string> = new Set([nodes.paragraph, nodes.heading]);

/** A textblock of a section: its element in the document, its id (null when it carries none) and its text. */
export type TextBlock = { readonly element: Y.XmlElement; readonly blockId: string | null; readonly text: string };

/** Textblocks in reading order. Bounded by the document; nesting deeper than an editor makes is not followed. */
export function textBlocks(doc: Y.Doc): TextBlock[] {
  const found: TextBlock[] = [];
  collect(doc.getXmlFragment(TEXT), found, MOST_DEPTH);
  return found;
}

const MOST_DEPTH = 32;

function collect(parent: Y.XmlFragment, found: TextBlock[], depth: number): void {
  if (depth === 0) return;
  for (const child of parent.toArray()) {
    if (!(child instanceof Y.XmlElement)) continue;
    if (textblocks.has(child.nodeName)) found.push(readTextBlock(child));
    else collect(child, found, depth - 1);
  }
}

/** True for an element that holds text itself. */
export function isTextBlock(type: unknown): type is Y.XmlElement {
  return type instanceof Y.XmlElement && textblocks.has(type.nodeName);
}

export function readTextBlock(element: Y.XmlElement): TextBlock {
  const id: unknown = element.getAttribute(BLOCK_ID);
  return {
    element,
    blockId: typeof id === 'string' && id.length > 0 && id.length <= 64 ? id : null,
    text: textOf(element),
  };
}

/** Text without marks; a line break inside a block is `\n`. */
function textOf(element: Y.XmlElement): string {
  let text = '';
  for (const child of element.toArray()) {
    if (child instanceof Y.XmlText) text += plain(child);
    else if (child instanceof Y.XmlElement && child.nodeName === nodes.hardBreak) text += '\n';
  }
  return text;
}

/** `toString` of a Y.XmlText writes marks as tags; this writes the text only. */
function plain(text: Y.XmlText): string {
  let result = '';
  for (let item = text._start; item !== null; item = item.right)
    if (!item.deleted && item.content instanceof Y.ContentString) result += item.content.str;
  return result;
}

/** Blocks that carry an id, in reading order. */
export function sectionBlocks(doc: Y.Doc): { readonly blockId: string; readonly text: string }[] {
  return textBlocks(doc).flatMap(({ blockId, text }) => (blockId === null ? [] : [{ blockId, text }]));
}

/** The text of a section, one line per block. */
export function plainText(doc: Y.Doc): string {
  return textBlocks(doc)
    .map(({ text }) => text)
    .join('\n');
}

/** A block in plain words, for example data and tests. */
export type PlainBlock =
  | { readonly type: 'paragraph'; readonly text: string }
  | { readonly type: 'heading'; readonly level: 2 | 3; readonly text: string }
  | { readonly type: 'bulletList' | 'orderedList'; readonly items: readonly string[] }
  | { readonly type: 'taskList'; readonly items: readonly { readonly text: string; readonly checked: boolean }[] };

/** Lays down the first content: one empty paragraph, so that no browser ever has to. Only the server calls this. */
export function seedSection(doc: Y.Doc): void {
  addBlocks(doc, [{ type: 'paragraph', text: '' }]);
}

/** Adds blocks at the end of the text, in one transaction, every textblock with a new id. */
export function addBlocks(doc: Y.Doc, blocks: readonly PlainBlock[]): void {
  doc.transact(() => {
    const fragment = doc.getXmlFragment(TEXT);
    const only = fragment.length === 1 ? fragment.get(0) : undefined;
    // Written text replaces the empty paragraph of the seed instead of standing under it.
    if (blocks.length > 0 && isTextBlock(only) && textOf(only) === '' && blocks.some(hasText)) fragment.delete(0, 1);
    fragment.push(blocks.map(elementOf));
  });
}

const hasText = (block: PlainBlock): boolean => !('text' in block) || block.text !== '';

function elementOf(block: PlainBlock): Y.XmlElement {
  switch (block.type) {
    case 'paragraph':
      return textElement(nodes.paragraph, block.text);
    case 'heading':
      return textElement(nodes.heading, block.text, { level: block.level });
    case 'taskList':
      return parent(
        nodes.taskList,
        block.items.map(({ text, checked }) => item(nodes.taskItem, text, { checked })),
      );
    default:
      return parent(
        nodes[block.type],
        block.items.map((text) => item(nodes.listItem, text)),
      );
  }
}

type Attributes = Readonly<Record<string, string | number | boolean>>;

const item = (name: string, text: string, attributes: Attributes = {}): Y.XmlElement =>
  parent(name, [textElement(nodes.paragraph, text)], attributes);

function textElement(name: string, text: string, attributes: Attributes = {}): Y.XmlElement {
  const content = text === '' ? [] : [new Y.XmlText(text)];
  return parent(name, content, { ...attributes, [BLOCK_ID]: crypto.randomUUID() });
}

function parent(name: string, children: (Y.XmlElement | Y.XmlText)[], attributes: Attributes = {}): Y.XmlElement {
  // Attributes of our nodes are numbers and booleans too; the type of Yjs only knows strings by default.
  const element = new Y.XmlElement<Record<string, string | number | boolean>>(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.insert(0, children);
  return element as unknown as Y.XmlElement;
}
