import { BLOCK_ID, isTextBlock, TEXT, Y } from '@samenplan/shared/live-protocol';
import type { HistoryFold } from './history-fold';
import type { Written } from './history-ranges';

type Attributes = Readonly<Record<string, unknown>>;
type Insert = { readonly insert: string; readonly attributes: Attributes };
/** An element as it was, or (`text`) a stretch of text. */
type Old = {
  readonly name: string;
  readonly attributes: Attributes;
  /** Its own id, and that of the first block in it. */
  readonly item: string;
  readonly blockId: string | null;
  readonly children: readonly (Old | OldText)[];
};
type OldText = { readonly text: readonly Insert[] };
type Hides = (written: Written, length: number) => readonly { readonly length: number; readonly hidden: boolean }[];

const MOST_DEPTH = 32;
const isText = (child: Old | OldText): child is OldText => 'text' in child;
const isElement = (child: Old | OldText): child is Old => !isText(child);

/**
 * The edit that makes the text of a document what it was: blocks that are the same stay as they are, with their ids.
 * @param current the document now, as a V1 update; @param hides which text of back then must not return
 * @returns undefined when it is the same already
 */
export function restoringUpdate(current: Uint8Array, fold: HistoryFold, hides: Hides): Uint8Array | undefined {
  const doc = new Y.Doc();
  doc.on('afterTransaction', (transaction) => {
    transaction._needFormattingCleanup = false;
  });
  Y.applyUpdate(doc, current);
  const before = Y.encodeStateVector(doc);
  let changed = false;
  doc.once('update', () => {
    changed = true;
  });
  doc.transact(() =>
    restoreChildren(
      doc.getXmlFragment(TEXT),
      new Reader(fold, hides).children(fold.doc.getXmlFragment(TEXT), MOST_DEPTH),
    ),
  );
  const update = changed ? Y.encodeStateAsUpdate(doc, before) : undefined;
  doc.destroy();
  return update;
}

class Reader {
  constructor(
    private readonly fold: HistoryFold,
    private readonly hides: Hides,
  ) {}

  children(parent: Y.XmlFragment, depth: number): Old[] {
    if (depth === 0) return [];
    return parent.toArray().flatMap((child) => (child instanceof Y.XmlElement ? this.#element(child, depth) : []));
  }

  /** Nothing when only what must not return was in it. */
  #element(element: Y.XmlElement, depth: number): Old[] {
    const children = isTextBlock(element) ? this.#texts(element) : this.children(element, depth - 1);
    if (children === undefined || (children.length === 0 && element.length > 0 && !isTextBlock(element))) return [];
    const own: unknown = element.getAttribute(BLOCK_ID);
    const first = children.flatMap((child) => (isText(child) ? [] : (child.blockId ?? [])))[0];
    return [
      {
        name: element.nodeName,
        attributes: element.getAttributes(),
        item: itemOf(element),
        blockId: typeof own === 'string' ? own : (first ?? null),
        children,
      },
    ];
  }

  #texts(element: Y.XmlElement): Old['children'] | undefined {
    let [had, kept] = [false, false];
    const children = element.toArray().map((child): Old | OldText => {
      if (child instanceof Y.XmlElement)
        return {
          name: child.nodeName,
          attributes: child.getAttributes(),
          item: itemOf(child),
          blockId: null,
          children: [],
        };
      const text = child instanceof Y.XmlText ? this.#text(child) : [];
      had ||= child instanceof Y.XmlText && child.length > 0;
      kept ||= text.length > 0;
      return { text };
    });
    return had && !kept ? undefined : children.filter((child) => isElement(child) || child.text.length > 0);
  }

  #text(text: Y.XmlText): Insert[] {
    const found: Insert[] = [];
    const on = new Map<string, unknown>();
    for (let item = text._start; item !== null; item = item.right) {
      const { content, id, deleted } = item;
      if (deleted) continue;
      if (content instanceof Y.ContentFormat) {
        if (content.value === null) on.delete(content.key);
        else on.set(content.key, content.value);
      }
      if (!(content instanceof Y.ContentString)) continue;
      for (const { clock, length, value } of this.fold.living.slices(id.client, id.clock, item.length)) {
        let at = clock - id.clock;
        const written = value ?? { author: null, at: 0, origin: { client: id.client, clock } };
        for (const part of this.hides(written, length)) {
          const insert = content.str.slice(at, at + part.length);
          if (!part.hidden) found.push({ insert, attributes: Object.fromEntries(on) });
          at += part.length;
        }
      }
    }
    return found;
  }
}

function restoreChildren(parent: Y.XmlFragment, old: readonly Old[]): void {
  const now = parent.toArray();
  const kept = partners(now, old);
  const stays = new Set(kept.values());
  for (let n = now.length - 1; n >= 0; n -= 1) {
    const child = now[n];
    if (child instanceof Y.XmlElement && stays.has(child)) continue;
    parent.delete(n, 1);
  }
  old.forEach((one, place) => {
    const element = kept.get(one);
    if (element === undefined) parent.insert(place, [elementOf(one)]);
    else restoreElement(element, one);
  });
}

function restoreElement(element: Y.XmlElement, old: Old): void {
  const attributes: Attributes = element.getAttributes();
  for (const key of Object.keys(attributes)) if (!(key in old.attributes)) element.removeAttribute(key);
  for (const [key, value] of Object.entries(old.attributes))
    if (attributes[key] !== value) setAttribute(element, key, value);
  if (!isTextBlock(element)) return restoreChildren(element, old.children.filter(isElement));
  const only = element.length === 1 ? element.get(0) : undefined;
  const [first] = old.children;
  if (only instanceof Y.XmlText && old.children.length === 1 && first !== undefined && isText(first))
    restoreText(only, first.text);
  else if (element.length > 0 || old.children.length > 0) {
    if (sameContent(element, old.children)) return;
    element.delete(0, element.length);
    element.insert(0, old.children.map(nodeOf));
  }
}

/** Changes only from where both begin to differ until where they end alike. */
function restoreText(text: Y.XmlText, old: readonly Insert[]): void {
  const [now, then] = [letters(deltaOf(text)), letters(old)];
  const least = Math.min(now.length, then.length);
  let start = 0;
  while (start < least && sameLetter(now[start], then[start])) start += 1;
  let end = 0;
  while (end < least - start && sameLetter(now.at(-1 - end), then.at(-1 - end))) end += 1;
  if (now.length === start + end && then.length === start + end) return;
  const lengthOf = (part: readonly Insert[]): number => part.reduce((sum, { insert }) => sum + insert.length, 0);
  text.applyDelta(
    [
      { retain: lengthOf(now.slice(0, start)) },
      { delete: lengthOf(now.slice(start, now.length - end)) },
      ...runs(then.slice(start, then.length - end)),
    ].filter((step) => !('retain' in step && step.retain === 0) && !('delete' in step && step.delete === 0)),
  );
}

/** Whole characters: half of one can't stand in a text. */
const letters = (inserts: readonly Insert[]): Insert[] =>
  inserts.flatMap(({ insert, attributes }) => [...insert].map((letter) => ({ insert: letter, attributes })));

const sameLetter = (a: Insert | undefined, b: Insert | undefined): boolean =>
  a?.insert === b?.insert && markOf(a) === markOf(b);

const markOf = (insert: Insert | undefined): string =>
  JSON.stringify(Object.entries(insert?.attributes ?? {}).sort(([a], [b]) => (a < b ? -1 : 1)));

function runs(given: readonly Insert[]): { insert: string; attributes: Attributes }[] {
  const joined: { insert: string; attributes: Attributes }[] = [];
  for (const one of given) {
    const last = joined.at(-1);
    if (last !== undefined && markOf(last) === markOf(one)) last.insert += one.insert;
    else joined.push({ ...one });
  }
  return joined;
}

const deltaOf = (text: Y.XmlText): Insert[] =>
  (text.toDelta() as { insert: unknown; attributes?: Attributes }[]).map(({ insert, attributes = {} }) => ({
    insert: typeof insert === 'string' ? insert : '\uFFFC',
    attributes,
  }));

function sameContent(element: Y.XmlElement, old: Old['children']): boolean {
  const now = element.toArray();
  return (
    now.length === old.length &&
    old.every((child, n) => {
      const other = now[n];
      if (isText(child))
        return other instanceof Y.XmlText && JSON.stringify(runs(deltaOf(other))) === JSON.stringify(runs(child.text));
      return other instanceof Y.XmlElement && other.nodeName === child.name;
    })
  );
}

/** Which elements of now are those of then: by their own id, else by the block in them; as many as keep their order. */
function partners(now: readonly unknown[], old: readonly Old[]): Map<Old, Y.XmlElement> {
  const places = new Map<string, number>();
  now.forEach((child, n) => {
    if (!(child instanceof Y.XmlElement)) return;
    places.set(itemOf(child), n);
    const block = firstBlock(child, MOST_DEPTH);
    if (block !== null) places.set(`#${block}`, n);
  });
  const pairs = old.flatMap((one) => {
    const n = places.get(one.item) ?? (one.blockId === null ? undefined : places.get(`#${one.blockId}`));
    const child = n === undefined ? undefined : now[n];
    return n !== undefined && child instanceof Y.XmlElement && child.nodeName === one.name ? [{ one, child, n }] : [];
  });
  return new Map(longestRising(pairs).map(({ one, child }) => [one, child]));
}

/** The most that can stay when the order must be that of `n`. */
function longestRising<T extends { readonly n: number }>(pairs: readonly T[]): T[] {
  const ends: { readonly pair: T; readonly before: number }[] = [];
  const tails: number[] = [];
  for (const pair of pairs) {
    let at = tails.findIndex((index) => (ends[index]?.pair.n ?? 0) >= pair.n);
    if (at < 0) at = tails.length;
    ends.push({ pair, before: tails[at - 1] ?? -1 });
    tails[at] = ends.length - 1;
  }
  const found: T[] = [];
  for (let at = tails.at(-1) ?? -1; at >= 0; at = ends[at]?.before ?? -1) {
    const end = ends[at];
    if (end !== undefined) found.unshift(end.pair);
  }
  return found;
}

function firstBlock(element: Y.XmlElement, depth: number): string | null {
  const own: unknown = element.getAttribute(BLOCK_ID);
  if (typeof own === 'string') return own;
  for (const child of depth === 0 ? [] : element.toArray()) {
    const found = child instanceof Y.XmlElement ? firstBlock(child, depth - 1) : null;
    if (found !== null) return found;
  }
  return null;
}

const itemOf = ({ _item: item }: Y.XmlElement): string => (item === null ? '' : `${item.id.client}.${item.id.clock}`);

function nodeOf(child: Old['children'][number]): Y.XmlElement | Y.XmlText {
  if (isElement(child)) return elementOf(child);
  const text = new Y.XmlText();
  text.applyDelta(runs(child.text));
  return text;
}

function elementOf({ name, attributes, children }: Old): Y.XmlElement {
  const element = new Y.XmlElement(name);
  for (const [key, value] of Object.entries(attributes)) setAttribute(element, key, value);
  element.insert(0, children.map(nodeOf));
  return element;
}

/** Attributes of our nodes are numbers and booleans too; the type of Yjs only knows strings by default. */
function setAttribute(element: Y.XmlElement, key: string, value: unknown): void {
  (element as unknown as Y.XmlElement<Record<string, unknown & {}>>).setAttribute(key, value ?? '');
}
