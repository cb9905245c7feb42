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
  const blocks: { readonly id: string | null; readonly from: number; readonly to: number }[] = [];
  doc.descendants((node, at) => {
    if (!node.isTextblock) return true;
    const id: unknown = node.attrs[BLOCK_ID];
    // An empty block has nothing that anybody wrote.
    blocks.push({ id: typeof id === 'string' && node.content.size > 0 ? id : null, from: at, to: at + node.nodeSize });
    return false;
  });
  const lines = authorshipLines(
    known,
    blocks.map((block) => block.id),
  );
  const shown: Decoration[] = [];
  for (const { id, from, to } of blocks) {
    const line = id === null ? undefined : lines.get(id);
    if (line === undefined) continue;
    const { showAuthor, change } = line;
    if (showAuthor)
      shown.push(
        widget(from, -1, `a ${line.blockId} ${words.written(line)}`, () => authorElement(words.written(line))),
      );
    if (change !== null)
      shown.push(
        widget(to, 1, `c ${line.blockId} ${words.changed(change)} ${change.earlierText ?? ''}`, () =>
          changeElement(change, words),
        ),
      );
  }
  return DecorationSet.create(doc, shown);
}

function widget(at: number, side: number, widgetKey: string, create: () => HTMLElement): Decoration {
  return Decoration.widget(at, create, { side, key: widgetKey, ignoreSelection: true, stopEvent: () => true });
}

function authorElement(text: string): HTMLElement {
  const element = line('sp-author');
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
