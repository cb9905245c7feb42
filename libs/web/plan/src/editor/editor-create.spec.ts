import type { Editor } from '@tiptap/core';
import { addBlocks, liveLimits, seedSection, textBlocks, Y } from '@samenplan/shared/live-protocol';
import type { BlockAuthorship } from '@samenplan/shared/contracts';
import { showAuthorship, type AuthorshipWords } from '../section/authorship-marks';
import { byBlock } from '../section/authorship-lines';
import { createEditor, letWrite, type EditorSetup } from './editor-create';

const editors: Editor[] = [];

function open(doc: Y.Doc, setup: Partial<EditorSetup> = {}): Editor {
  const element = document.createElement('div');
  document.body.append(element);
  const editor = createEditor({
    connection: { doc },
    editable: true,
    element,
    label: 'Tekst',
    checkboxLabel: (text) => text,
    size: { accepts: () => 'yes', refused: () => undefined },
    words: null,
    covered: () => ({ top: 0, bottom: 0 }),
    ...setup,
  });
  editors.push(editor);
  return editor;
}

afterEach(() => {
  for (const editor of editors.splice(0)) editor.destroy();
  document.body.replaceChildren();
});

function written(doc: Y.Doc): string[] {
  return textBlocks(doc).map((block) => block.text);
}

/** Position after the words of a block. */
function textEnd(editor: Editor, words: string): number {
  let end = 0;
  editor.state.doc.descendants((node, at) => {
    if (node.isTextblock && node.textContent === words) end = at + 1 + node.content.size;
  });
  return end;
}

/** A document with everything that the schema knows. */
function full(): Y.Doc {
  const doc = new Y.Doc();
  addBlocks(doc, [
    { type: 'heading', level: 2, text: 'Wonen' },
    { type: 'paragraph', text: 'Ik woon hier.' },
    { type: 'bulletList', items: ['een', 'twee'] },
    { type: 'orderedList', items: ['eerst', 'dan'] },
    { type: 'taskList', items: [{ text: 'bellen', checked: true }] },
  ]);
  return doc;
}

function join(a: Y.Doc, b: Y.Doc): void {
  a.on('update', (update: Uint8Array, origin: unknown) => origin !== 'link' && Y.applyUpdate(b, update, 'link'));
  b.on('update', (update: Uint8Array, origin: unknown) => origin !== 'link' && Y.applyUpdate(a, update, 'link'));
}

function copyOf(doc: Y.Doc): Y.Doc {
  const copy = new Y.Doc();
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc), 'link');
  return copy;
}

describe('the editor of a section', () => {
  it.each([true, false])('writes nothing by being opened, looked at and closed (editable: %p)', (editable) => {
    const doc = full();
    let updates = 0;
    doc.on('update', () => (updates += 1));
    const editor = open(doc, { editable });
    editor.view.dispatch(editor.state.tr.setMeta('looked', true));
    editor.commands.setTextSelection(3);
    editor.destroy();
    expect(updates).toBe(0);
  });

  it('adds nothing to the document but what was typed', () => {
    const doc = full();
    const editor = open(doc);
    editor.commands.insertContentAt(textEnd(editor, 'eerst'), '!');
    const list = doc
      .getXmlFragment('text')
      .toArray()
      .find((one) => one instanceof Y.XmlElement && one.nodeName === 'orderedList');
    expect(list instanceof Y.XmlElement && list.getAttributes()).toEqual({});
    expect(written(doc)).toContain('eerst!');
  });

  it('never seeds an empty document', () => {
    const doc = new Y.Doc();
    let updates = 0;
    doc.on('update', () => (updates += 1));
    const editor = open(doc);
    editor.view.dispatch(editor.state.tr.setMeta('looked', true));
    expect(updates).toBe(0);
  });

  it('gives each block that is made here an id of its own, and keeps that of the block that was split', () => {
    const doc = new Y.Doc();
    seedSection(doc);
    const first = textBlocks(doc)[0]?.blockId;
    const editor = open(doc);
    editor.commands.insertContentAt(1, 'een twee');
    editor.chain().setTextSelection(4).splitBlock().run();
    const blocks = textBlocks(doc);
    expect(blocks.map((block) => block.text)).toEqual(['een', ' twee']);
    expect(blocks[0]?.blockId).toBe(first);
    expect(new Set(blocks.map((block) => block.blockId)).size).toBe(2);
    expect(blocks.every((block) => block.blockId !== null)).toBe(true);
  });

  it('does not make ids for what others write', () => {
    const doc = new Y.Doc();
    seedSection(doc);
    const other = copyOf(doc);
    join(doc, other);
    open(doc);
    let own = 0;
    doc.on('update', (_update: Uint8Array, origin: unknown) => (own += origin === 'link' ? 0 : 1));
    const strange = new Y.XmlElement('paragraph');
    strange.insert(0, [new Y.XmlText('zonder id')]);
    other.getXmlFragment('text').push([strange]);
    expect(written(doc)).toEqual(['', 'zonder id']);
    expect(own).toBe(0);
  });

  it('undoes only what was done here', () => {
    const doc = new Y.Doc();
    seedSection(doc);
    const other = copyOf(doc);
    join(doc, other);
    const mine = open(doc);
    const theirs = open(other);
    mine.commands.insertContentAt(1, 'mijn ');
    theirs.commands.insertContentAt(6, 'jouw');
    expect(written(doc)).toEqual(['mijn jouw']);
    mine.commands.undo();
    expect(written(doc)).toEqual(['jouw']);
    mine.commands.redo();
    expect(written(other)).toEqual(['mijn jouw']);
  });

  it('keeps the caret between the same letters while another writes before it in the same sentence', () => {
    const doc = new Y.Doc();
    seedSection(doc);
    const other = copyOf(doc);
    join(doc, other);
    const mine = open(doc);
    const theirs = open(other);
    mine.commands.insertContentAt(1, 'de trap');
    mine.commands.setTextSelection(8);
    theirs.commands.setTextSelection(1);
    for (const [own, their] of ['. ', 'B ', 'e '].map((pair) => pair.split(''))) {
      mine.commands.insertContent(own ?? '');
      theirs.commands.insertContent(their ?? '');
    }
    expect(written(doc)).toEqual(['   de trap.Be']);
    expect(mine.state.selection.head).toBe(14);
    mine.commands.undo();
    expect(written(other)).toEqual(['   ']);
  });

  it('keeps out what is too large, and hands its words over', () => {
    const doc = new Y.Doc();
    seedSection(doc);
    const refused: string[] = [];
    const editor = open(doc, {
      size: {
        accepts: (bytes) => (bytes <= liveLimits.edit ? 'yes' : 'too-large'),
        refused: (_reason, words) => refused.push(words),
      },
    });
    editor.commands.insertContentAt(1, 'kort');
    editor.commands.insertContentAt(1, 'x'.repeat(liveLimits.edit));
    expect(written(doc)).toEqual(['kort']);
    expect(refused[0]).toHaveLength(liveLimits.edit);
  });

  it('lets no link in that leads elsewhere than allowed', () => {
    const doc = new Y.Doc();
    seedSection(doc);
    const editor = open(doc);
    editor.commands.insertContentAt(1, 'hier');
    editor.commands.selectAll();
    expect(editor.commands.setLink({ href: 'javascript:alert(1)' })).toBe(false);
    editor.commands.setLink({ href: 'https://voorbeeld.nl/' });
    expect(editor.getHTML()).toContain('href="https://voorbeeld.nl/"');
    expect(editor.view.dom.querySelector('a')?.rel).toContain('noopener');
  });

  it('shows who wrote and who changed a block without writing in it', () => {
    const doc = full();
    let updates = 0;
    doc.on('update', () => (updates += 1));
    const words: AuthorshipWords = {
      written: (line) => `door ${line.author.name}`,
      changed: (change) => `veranderd door ${change.by.name}`,
      showEarlier: () => 'eerst',
      hideEarlier: () => 'sluit',
      earlierHidden: () => 'weg',
    };
    const editor = open(doc, { words });
    const blockId = textBlocks(doc)[1]?.blockId ?? '';
    const person = { id: 'f', name: 'Fatma', function: null };
    const known: BlockAuthorship = {
      blockId,
      author: { ...person, id: 'n', name: 'Noor' },
      writtenAt: '2026-01-01T00:00:00Z',
      change: { by: person, at: '2026-01-01T00:00:00Z', earlierText: 'Vroeger.' },
    };
    editor.view.dispatch(showAuthorship(editor.state, byBlock([known])));
    const text = editor.view.dom.textContent;
    expect(text).toContain('door Noor');
    expect(text).toContain('veranderd door Fatma');
    editor.view.dom.querySelector<HTMLButtonElement>('.sp-change button')?.click();
    expect(editor.view.dom.querySelector<HTMLElement>('.sp-earlier')?.hidden).toBe(false);
    expect(editor.getText()).not.toContain('Fatma');
    expect(updates).toBe(0);
  });

  it('puts a change under the block that was changed, before the name of who wrote the next', () => {
    const doc = full();
    const words: AuthorshipWords = {
      written: (line) => `door ${line.author.name}`,
      changed: (change) => `veranderd door ${change.by.name}`,
      showEarlier: () => 'eerst',
      hideEarlier: () => 'sluit',
      earlierHidden: () => 'weg',
    };
    const editor = open(doc, { words });
    const at = '2026-01-01T00:00:00Z';
    const [noor, fatma] = ['Noor', 'Fatma'].map((name) => ({ id: name, name, function: null }));
    const ids = textBlocks(doc).map((block) => block.blockId ?? '');
    const known = ids.map((blockId, place): BlockAuthorship => {
      const author = place < 1 ? noor : fatma;
      if (author === undefined || fatma === undefined) throw new Error('somebody wrote it');
      const change = place === 0 ? { by: fatma, at, earlierText: null } : null;
      return { blockId, author, writtenAt: at, change };
    });
    editor.view.dispatch(showAuthorship(editor.state, byBlock(known)));
    const lines = [...editor.view.dom.querySelectorAll<HTMLElement>('.sp-author, .sp-change > span:first-child')];
    // The heading, the paragraph, and each list once; within a list a name only where the writer changes.
    expect(lines.map((line) => [line.textContent, line.classList.contains('sp-author--same')])).toEqual([
      ['door Noor', false],
      ['veranderd door Fatma', false],
      ['door Fatma', false],
      ['door Fatma', true],
      ['door Fatma', true],
      ['door Fatma', true],
    ]);
  });

  it('lets nobody tick a box who only reads, also when the right goes or comes while the text is open', () => {
    const doc = full();
    const editor = open(doc, { editable: false });
    const boxes = (): boolean[] =>
      [...editor.view.dom.querySelectorAll<HTMLInputElement>('input[type="checkbox"]')].map((box) => box.disabled);
    expect(boxes()).toEqual([true]);
    letWrite(editor, true, 'Tekst');
    expect(boxes()).toEqual([false]);
    letWrite(editor, false, 'Tekst');
    addBlocks(doc, [{ type: 'taskList', items: [{ text: 'schrijven', checked: false }] }]);
    expect(boxes()).toEqual([true, true]);
  });
});
