import { Extension } from '@tiptap/core';
import { isChangeOrigin } from '@tiptap/extension-collaboration';
import { Fragment } from '@tiptap/pm/model';
import { Plugin, PluginKey, type Transaction } from '@tiptap/pm/state';
import { ReplaceAroundStep, ReplaceStep } from '@tiptap/pm/transform';

/** Bytes that a node or a change costs in an update beside its text: ids, attributes, marks. Measured, rounded up. */
const perNode = 160;
const perStep = 64;

export interface SizeOptions {
  /** Whether an edit that adds so many bytes may enter the document. */
  readonly accepts: (bytes: number) => 'yes' | 'read-only' | 'too-large' | 'full';
  /** Told after an edit was kept out, with the words that it would have added. */
  readonly refused: (reason: 'read-only' | 'too-large' | 'full', words: string) => void;
}

/** Asks before an edit enters the document; what it keeps out is handed over, so that no words are lost. */
export const SizeGate = Extension.create<SizeOptions>({
  name: 'sizeGate',
  addOptions: () => ({ accepts: () => 'yes' as const, refused: () => undefined }),
  addProseMirrorPlugins() {
    const { accepts, refused } = this.options;
    return [
      new Plugin({
        key: new PluginKey('sizeGate'),
        filterTransaction(transaction) {
          if (!transaction.docChanged || isChangeOrigin(transaction)) return true;
          const answer = accepts(addedBytes(transaction));
          if (answer === 'yes') return true;
          refused(answer, addedWords(transaction));
          return false;
        },
      }),
    ];
  },
});

/** About how many bytes a transaction adds to the document; never too low for text. Taking away adds nothing. */
export function addedBytes(transaction: Transaction): number {
  let bytes = 0;
  for (const content of additions(transaction)) {
    if (content.size === 0) continue;
    bytes += perStep + new TextEncoder().encode(content.textBetween(0, content.size, '\n')).length;
    content.descendants(() => {
      bytes += perNode;
    });
  }
  return bytes;
}

function addedWords(transaction: Transaction): string {
  return additions(transaction)
    .map((content) => content.textBetween(0, content.size, '\n'))
    .join('\n');
}

function additions(transaction: Transaction): Fragment[] {
  return transaction.steps.map((step) =>
    step instanceof ReplaceStep || step instanceof ReplaceAroundStep ? step.slice.content : Fragment.empty,
  );
}
