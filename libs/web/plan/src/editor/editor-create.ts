import { Editor, type AnyExtension, type EditorOptions } from '@tiptap/core';
import { Collaboration } from '@tiptap/extension-collaboration';
import { TEXT, type LiveConnection } from '@samenplan/shared/live-protocol';
import { AuthorshipMarks, type AuthorshipWords } from '../section/authorship-marks';
import { StillCaret } from './editor-caret';
import { BoxesFollowRight } from './editor-boxes';
import type { Covered } from './editor-covered';
import { cleanPastedHtml } from './editor-paste';
import { sectionSchema, withoutProvider } from './editor-schema';
import { SizeGate, type SizeOptions } from './editor-size';

export interface EditorSetup {
  readonly connection: Pick<LiveConnection, 'doc'>;
  readonly editable: boolean;
  readonly checkboxLabel: (text: string) => string;
  readonly size: SizeOptions;
  readonly words: AuthorshipWords | null;
  /** Carets of others, keys of the page. */
  readonly more?: readonly AnyExtension[];
  readonly element: HTMLElement;
  /** Name of the text for screen readers. */
  readonly label: string;
  /** Measured anew at each move of the caret. */
  readonly covered: () => Covered;
}

/** The caret keeps this far from what covers the text, in pixels. */
const breath = 8;

/**
 * The editor on the text of a document that was received whole. It adds nothing by itself: what is missing is the
 * server's to lay down.
 */
export function createEditor(setup: EditorSetup): Editor {
  const options: Partial<EditorOptions> = {
    editable: setup.editable,
    // The page brings its own styles, so that no element of style is written at run time.
    injectCSS: false,
    extensions: [
      ...sectionSchema(setup.checkboxLabel),
      Collaboration.configure({ document: setup.connection.doc, field: TEXT, ...withoutProvider }),
      StillCaret,
      BoxesFollowRight,
      SizeGate.configure(setup.size),
      AuthorshipMarks.configure({ words: setup.words }),
      ...(setup.more ?? []),
    ],
    editorProps: { ...propsFor(setup.editable, setup.label), ...marginsOf(setup.covered) },
    element: setup.element,
  };
  return new Editor(options);
}

/** Opens or closes the text for typing, and tells screen readers which of the two it is. */
export function letWrite(editor: Editor, editable: boolean, label: string): void {
  editor.setOptions({ editable, editorProps: { ...editor.options.editorProps, ...propsFor(editable, label) } });
}

function propsFor(editable: boolean, label: string): EditorOptions['editorProps'] {
  return {
    transformPastedHTML: cleanPastedHtml,
    attributes: editable
      ? { class: 'sp-text', role: 'textbox', 'aria-multiline': 'true', 'aria-label': label }
      : // A text that one only reads is a part of the page, with its headings and lists.
        { class: 'sp-text', role: 'region', 'aria-label': label },
  };
}

/** Getters, because the editor reads these whenever it scrolls to the caret and the tools may have grown by then. */
function marginsOf(covered: () => Covered): EditorOptions['editorProps'] {
  const sides = (more: number) => ({
    get top() {
      return covered().top + more;
    },
    get bottom() {
      return covered().bottom + more;
    },
    left: 0,
    right: 0,
  });
  return { scrollMargin: sides(2 * breath), scrollThreshold: sides(breath) };
}
