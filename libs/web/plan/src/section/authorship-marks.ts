import { Extension } from '@tiptap/core';
import type { Node } from '@tiptap/pm/model';
import { Plugin, PluginKey, type EditorState } from '@tiptap/pm/state';
import { Decoration, DecorationSet } from '@tiptap/pm/view';
import { BLOCK_ID } from '@samenplan/shared/live-protocol';
import type { BlockAuthorship } from '@samenplan/shared/contracts';
import { authorshipLines, type AuthorshipLine } from './authorship-lines';

/** Words around the names; functions, because the language can change while the text is open. */
export interface AuthorshipWords {
  readonly written: (line: AuthorshipLine) => string;
  readonly changed: (change: NonNullable<AuthorshipLine['change']>) => string;
  readonly showEarlier: () => string;
  readonly hideEarlier: () => string;
  readonly earlierHidden: () => string;
}

const key = new PluginKey<DecorationSet>('authorship');

/** Hands what is known of authors to the text on screen. */
export function showAuthorship(state: EditorState, known: ReadonlyMap<string, BlockAuthorship>) {
  return state.tr.setMeta(key, known).setMeta('addToHistory', false);
}

/** Writes beside and under each block who wrote it and who changed it; never part of the text. */
export const AuthorshipMarks = Extension.create<{ words: AuthorshipWords | null }>({
  name: 'authorshipMarks',
  addOptions: () => ({ words: null }),
  addProseMirrorPlugins() {
    const { words } = this.options;
    if (words === null) return [];
    let known: ReadonlyMap<string, BlockAuthorship> = new Map();
    return [
      new Plugin<DecorationSet>({
        key,
        state: {
          init: () => DecorationSet.empty,
          apply(transaction, before) {
            const fresh: unknown = transaction.getMeta(key);
            if (fresh instanceof Map) known = fresh;
            else if (!transaction.docChanged) return before;
            return decorations(transaction.doc, known, words);
          },
        },
        props: { decorations: (state) => key.getState(state) },
      }),
    ];
  },
});

function decorations(doc: Node, known: ReadonlyMap<string, BlockAuthorship>, words: AuthorshipWords): DecorationSet {
  if (known.size === 0) return DecorationSet.empty;
  const blocks = textBlocksOf(doc);
  const lines = authorshipLines(
    known,
    blocks.map((block) => block.id),
  );
  const shown: Decoration[] = [];
  for (const { id, from, to, begins } of blocks) {
    const line = id === null ? undefined : lines.get(id);
    if (line === undefined) continue;
    const { showAuthor, change } = line;
    if (showAuthor || begins) {
      const by = words.written(line);
      shown.push(widget(from, -1, `a ${line.blockId} ${showAuthor} ${by}`, () => authorElement(by, showAuthor)));
    }
    if (change !== null)
      shown.push(
        // Closer to its own block than the name of who wrote the next.
        widget(to, -2, `c ${line.blockId} ${words.changed(change)} ${change.earlierText ?? ''}`, () =>
          changeElement(change, words),
        ),
      );
  }
  return DecorationSet.create(doc, shown);
}

interface TextBlock {
  readonly id: string | null;
  readonly from: number;
  readonly to: number;
  /** A paragraph or heading by itself, or the first text of a list or quote. */
  readonly begins: boolean;
}

function textBlocksOf(doc: Node): readonly TextBlock[] {
  const blocks: TextBlock[] = [];
  const add = (node: Node, from: number, begins: boolean): void => {
    const id: unknown = node.attrs[BLOCK_ID];
    // An empty block has nothing that anybody wrote.
    const known = typeof id === 'string' && node.content.size > 0 ? id : null;
    blocks.push({ id: known, from, to: from + node.nodeSize, begins });
  };
  doc.forEach((outer, at) => {
    if (outer.isTextblock) {
      add(outer, at, true);
      return;
    }
    let begins = true;
    outer.descendants((node, within) => {
      if (!node.isTextblock) return true;
      add(node, at + 1 + within, begins);
      begins = false;
      return false;
    });
  });
  return blocks;
}

function widget(at: number, side: number, widgetKey: string, create: () => HTMLElement): Decoration {
  return Decoration.widget(at, create, { side, key: widgetKey, ignoreSelection: true, stopEvent: () => true });
}

function authorElement(text: string, changes: boolean): HTMLElement {
  const element = line(changes ? 'sp-author' : 'sp-author sp-author--same');
  element.textContent = text;
  return element;
}

function changeElement(change: NonNullable<AuthorshipLine['change']>, words: AuthorshipWords): HTMLElement {
  const element = line('sp-change');
  const who = document.createElement('span');
  who.textContent = words.changed(change);
  const earlier = document.createElement('span');
  earlier.className = 'sp-earlier';
  earlier.hidden = true;
  earlier.textContent = change.earlierText ?? words.earlierHidden();
  const button = document.createElement('button');
  button.type = 'button';
  const label = (): void => {
    button.textContent = earlier.hidden ? words.showEarlier() : words.hideEarlier();
    button.setAttribute('aria-expanded', String(!earlier.hidden));
  };
  label();
  // Without this the editor would take the focus away before the tap arrives.
  button.addEventListener('mousedown', (event) => event.preventDefault());
  button.addEventListener('click', () => {
    earlier.hidden = !earlier.hidden;
    label();
  });
  element.append(who, ' ', button, earlier);
  return element;
}

function line(className: string): HTMLElement {
  const element = document.createElement('span');
  element.className = className;
  element.contentEditable = 'false';
  return element;
}
