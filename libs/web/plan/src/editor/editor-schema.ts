import type { AnyExtension, Editor } from '@tiptap/core';
import { Link } from '@tiptap/extension-link';
import { ListItem, OrderedList, TaskItem, TaskList } from '@tiptap/extension-list';
import { BLOCK_ID } from '@samenplan/shared/live-protocol';
import { UniqueID } from '@tiptap/extension-unique-id';
import { isChangeOrigin } from '@tiptap/extension-collaboration';
import type { Transaction } from '@tiptap/pm/state';
import { StarterKit } from '@tiptap/starter-kit';
import { isAllowedHref } from './editor-link';

/** Stands where the block-id extension looks for a provider: without one it would write ids into what it only reads. */
const noProvider = { on: (): void => undefined, off: (): void => undefined };

/** Names of nodes that carry a block id, because they hold text themselves. */
export const textBlockTypes = ['paragraph', 'heading'];

/**
 * Nodes and marks of a section, exactly those of the content schema in live-protocol. Attributes that the schema does
 * not have are left out: an editor writes a missing attribute as soon as it is opened, and looking must write nothing.
 * @param checkboxLabel name of the box of a checklist item with this text
 */
export function sectionSchema(checkboxLabel: (text: string) => string): AnyExtension[] {
  return [
    StarterKit.configure({
      code: false,
      codeBlock: false,
      heading: { levels: [2, 3] },
      horizontalRule: false,
      link: false,
      listItem: false,
      orderedList: false,
      strike: false,
      // Would add a paragraph at the end of what somebody only reads.
      trailingNode: false,
      underline: false,
      // The history of the editor undoes everybody's changes; that of the document only one's own.
      undoRedo: false,
    }),
    ListItem.extend({ addKeyboardShortcuts: () => listKeys('listItem') }),
    OrderedList.extend({ addAttributes: () => ({}) }),
    TaskList,
    TaskItem.extend({ addKeyboardShortcuts: () => listKeys('taskItem') }).configure({
      nested: true,
      a11y: { checkboxLabel: (node) => checkboxLabel(node.firstChild?.textContent ?? '') },
    }),
    Link.extend({
      inclusive: false,
      addAttributes: () => ({ href: { default: null, parseHTML: (element) => element.getAttribute('href') } }),
    }).configure({
      autolink: false,
      openOnClick: false,
      linkOnPaste: true,
      defaultProtocol: 'https',
      HTMLAttributes: { rel: 'noopener noreferrer nofollow', target: '_blank' },
      isAllowedUri: (address) => isAllowedHref(address),
    }),
    UniqueID.extend<object>({ onCreate: () => undefined }).configure({
      attributeName: BLOCK_ID,
      types: textBlockTypes,
      generateID: () => crypto.randomUUID(),
      filterTransaction: (transaction: Transaction) => !isChangeOrigin(transaction),
    }),
  ];
}

/** Tab and Shift-Tab belong to the page: with them one leaves the text. Deeper and back have keys of their own. */
function listKeys(item: string): Record<string, (props: { editor: Editor }) => boolean> {
  return {
    Enter: ({ editor }) => editor.commands.splitListItem(item),
    'Mod-]': ({ editor }) => editor.commands.sinkListItem(item),
    'Mod-[': ({ editor }) => editor.commands.liftListItem(item),
  };
}

/** Extra option of the collaboration extension, see {@link noProvider}. */
export const withoutProvider = { provider: noProvider };
