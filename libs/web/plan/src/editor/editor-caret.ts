import { Extension } from '@tiptap/core';
import { BLOCK_ID } from '@samenplan/shared/live-protocol';
import type { Node } from '@tiptap/pm/model';
import { Plugin, PluginKey, TextSelection, type EditorState, type Transaction } from '@tiptap/pm/state';
import { relativePositionToAbsolutePosition, ySyncPluginKey, type ProsemirrorBinding } from '@tiptap/y-tiptap';

type RelativePosition = Parameters<typeof relativePositionToAbsolutePosition>[2];

interface SyncState {
  readonly binding: ProsemirrorBinding;
  readonly isChangeOrigin: boolean;
  readonly isUndoRedoOperation: boolean;
}

/**
 * Keeps the own caret between the letters where it stood while somebody else writes in the same block. The binding
 * (y-tiptap 3.0.9) takes a block with an id whose text changed for a block that was moved, and puts the caret back at
 * the old offset: two people in one sentence then write through each other. Where the position in the shared document
 * still lies in the same block, it counts; everything else stays as the binding decided.
 */
export const StillCaret = Extension.create({
  name: 'stillCaret',
  addProseMirrorPlugins: () => [
    new Plugin({
      key: new PluginKey('stillCaret'),
      appendTransaction: (transactions, before, now) =>
        transactions.some((one) => one.docChanged) ? stillCaret(before, now) : null,
    }),
  ],
});

function stillCaret(before: EditorState, now: EditorState): Transaction | null {
  const sync: SyncState | undefined = ySyncPluginKey.getState(now);
  if (sync === undefined || !sync.isChangeOrigin || sync.isUndoRedoOperation) return null;
  const kept = sync.binding.beforeTransactionSelection;
  if (kept === null || !(before.selection instanceof TextSelection)) return null;
  const anchor = samePlace(sync.binding, kept.anchor, before.doc, before.selection.anchor, now.doc);
  const head = samePlace(sync.binding, kept.head, before.doc, before.selection.head, now.doc);
  if (anchor === null || head === null || (anchor === now.selection.anchor && head === now.selection.head)) return null;
  // Marked as coming from the shared document, as the change itself: it is no edit and no step of the undo history.
  return now.tr
    .setSelection(TextSelection.create(now.doc, anchor, head))
    .setMeta(ySyncPluginKey, { isChangeOrigin: true });
}

/** Where a place is now; null when it is not in the same block any more. */
function samePlace(
  binding: ProsemirrorBinding,
  place: RelativePosition | null,
  before: Node,
  at: number,
  now: Node,
): number | null {
  if (place === null) return null;
  const found = relativePositionToAbsolutePosition(binding.doc, binding.type, place, binding.mapping);
  if (found === null || found > now.content.size) return null;
  const old: unknown = before.resolve(at).parent.attrs[BLOCK_ID];
  return typeof old === 'string' && now.resolve(found).parent.attrs[BLOCK_ID] === old ? found : null;
}
