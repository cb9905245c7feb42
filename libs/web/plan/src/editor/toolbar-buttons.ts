import type { Editor } from '@tiptap/core';
import type { SectionWord } from '../section/section-words';

/** One tool above the text. */
export interface ToolbarButton {
  readonly id: string;
  readonly word: SectionWord;
  /** Line drawing on a field of 24 by 24; null where the word itself says it better than a drawing can. */
  readonly drawing: string | null;
  /** Keys as Tiptap writes them; `Mod` is Ctrl, or Cmd on a Mac. */
  readonly keys: string;
  /** Stands in the first row of a phone. */
  readonly first: boolean;
  /** Absent for what has no state of being on. */
  readonly isOn?: (editor: Editor) => boolean;
  readonly can: (editor: Editor) => boolean;
  readonly run: (editor: Editor) => void;
}

const always = (): boolean => true;

/** All tools but the link, which asks something first. */
export const toolbarButtons: readonly ToolbarButton[] = [
  {
    id: 'undo',
    word: 'tool.undo',
    drawing: 'M9 6 4 11l5 5M4 11h10a6 6 0 0 1 0 8h-3',
    keys: 'Mod-z',
    first: true,
    can: (editor) => editor.can().undo(),
    run: (editor) => editor.chain().focus().undo().run(),
  },
  {
    id: 'redo',
    word: 'tool.redo',
    drawing: 'm15 6 5 5-5 5m5-5H10a6 6 0 0 0 0 8h3',
    keys: 'Mod-Shift-z',
    first: false,
    can: (editor) => editor.can().redo(),
    run: (editor) => editor.chain().focus().redo().run(),
  },
  {
    id: 'bold',
    word: 'tool.bold',
    drawing: 'M7 4.5h6a3.6 3.6 0 0 1 0 7.2H7zm0 7.2h7a3.9 3.9 0 0 1 0 7.8H7z',
    keys: 'Mod-b',
    first: true,
    isOn: (editor) => editor.isActive('bold'),
    can: always,
    run: (editor) => editor.chain().focus().toggleBold().run(),
  },
  {
    id: 'italic',
    word: 'tool.italic',
    drawing: 'M10 4.5h8M6 19.5h8M14.5 4.5l-5 15',
    keys: 'Mod-i',
    first: false,
    isOn: (editor) => editor.isActive('italic'),
    can: always,
    run: (editor) => editor.chain().focus().toggleItalic().run(),
  },
  {
    id: 'heading',
    word: 'tool.heading',
    drawing: null,
    keys: 'Mod-Alt-2',
    first: true,
    isOn: (editor) => editor.isActive('heading', { level: 2 }),
    can: always,
    run: (editor) => editor.chain().focus().toggleHeading({ level: 2 }).run(),
  },
  {
    id: 'subheading',
    word: 'tool.subheading',
    drawing: null,
    keys: 'Mod-Alt-3',
    first: false,
    isOn: (editor) => editor.isActive('heading', { level: 3 }),
    can: always,
    run: (editor) => editor.chain().focus().toggleHeading({ level: 3 }).run(),
  },
  {
    id: 'bullets',
    word: 'tool.bullets',
    drawing: 'M9.5 6H20M9.5 12H20M9.5 18H20M4.5 6v.01M4.5 12v.01M4.5 18v.01',
    keys: 'Mod-Shift-8',
    first: true,
    isOn: (editor) => editor.isActive('bulletList'),
    can: always,
    run: (editor) => editor.chain().focus().toggleBulletList().run(),
  },
  {
    id: 'numbers',
    word: 'tool.numbers',
    drawing: 'M10 6h10M10 12h10M10 18h10M4 4.5l1.2-.7v4.4M3.8 16.2c.4-1.2 2.6-1 2.6.4 0 1-2.4 1.6-2.4 2.9h2.6',
    keys: 'Mod-Shift-7',
    first: false,
    isOn: (editor) => editor.isActive('orderedList'),
    can: always,
    run: (editor) => editor.chain().focus().toggleOrderedList().run(),
  },
  {
    id: 'checks',
    word: 'tool.checks',
    drawing: 'm3.5 6.5 1.6 1.6L8 5M3.5 16.5l1.6 1.6L8 15M11.5 6.5H20M11.5 17H20',
    keys: 'Mod-Shift-9',
    first: true,
    isOn: (editor) => editor.isActive('taskList'),
    can: always,
    run: (editor) => editor.chain().focus().toggleTaskList().run(),
  },
  {
    id: 'quote',
    word: 'tool.quote',
    drawing: 'M5 5v14M10 8h9M10 12h9M10 16h6',
    keys: 'Mod-Shift-b',
    first: false,
    isOn: (editor) => editor.isActive('blockquote'),
    can: always,
    run: (editor) => editor.chain().focus().toggleBlockquote().run(),
  },
];

export const linkDrawing =
  'M10 14a4 4 0 0 0 6 .4l3-3a4 4 0 0 0-5.7-5.7L12 7M14 10a4 4 0 0 0-6-.4l-3 3a4 4 0 0 0 5.7 5.7L12 17';
export const moreDrawing =
  'M5.5 11.3a.7.7 0 1 0 0 1.4.7.7 0 0 0 0-1.4Zm6.5 0a.7.7 0 1 0 0 1.4.7.7 0 0 0 0-1.4Zm6.5 0a.7.7 0 1 0 0 1.4.7.7 0 0 0 0-1.4Z';
export const helpDrawing =
  'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18Zm-2.5-11.5c0-1.5 1-2.5 2.5-2.5s2.5 1 2.5 2.3c0 1.7-2.5 2-2.5 4m0 2.7v.01';

/** Keys as people read them: "Ctrl + Shift + 8", on a Mac "Cmd + Shift + 8". */
export function readableKeys(keys: string, isMac: boolean): string {
  const names: Readonly<Record<string, string>> = { Mod: isMac ? 'Cmd' : 'Ctrl', Alt: isMac ? 'Option' : 'Alt' };
  return keys
    .split('-')
    .map((key) => names[key] ?? (key.length === 1 ? key.toUpperCase() : key))
    .join(' + ');
}

/**
 * Where the focus goes inside the toolbar. One stop for Tab, arrows inside, as the toolbar pattern of ARIA says.
 * @param at place that has the focus, from 0
 * @returns null for a key that is not the toolbar's
 */
export function roved(key: string, at: number, count: number): number | null {
  switch (key) {
    case 'ArrowRight':
      return (at + 1) % count;
    case 'ArrowLeft':
      return (at - 1 + count) % count;
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return null;
  }
}
