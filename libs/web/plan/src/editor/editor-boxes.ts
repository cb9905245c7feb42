import { Extension } from '@tiptap/core';
import { Plugin } from '@tiptap/pm/state';
import type { EditorView } from '@tiptap/pm/view';

/**
 * The boxes of a checklist can be ticked by who may write, and are out of order for who reads: also for a screen
 * reader, and as soon as the right comes or goes.
 */
export const BoxesFollowRight = Extension.create({
  name: 'boxesFollowRight',
  addProseMirrorPlugins: () => [
    new Plugin({
      view: (view) => {
        follow(view);
        return { update: follow };
      },
    }),
  ],
});

function follow(view: EditorView): void {
  for (const box of view.dom.querySelectorAll<HTMLInputElement>('input[type="checkbox"]')) {
    if (box.disabled === view.editable) box.disabled = !view.editable;
  }
}
