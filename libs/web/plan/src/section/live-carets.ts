import type { AnyExtension } from '@tiptap/core';
import { CollaborationCaret } from '@tiptap/extension-collaboration-caret';
import type { LiveConnection } from '@samenplan/shared/live-protocol';
import { colourOf, personOf } from './live-people';

/** Where others are in the text, with their names. Who they are comes from the server, in each entry of presence. */
export function caretsOf(connection: LiveConnection): AnyExtension {
  return CollaborationCaret.configure({
    provider: { awareness: connection.awareness },
    // What is put here counts for nothing: the server writes who it is.
    user: {},
    render: (user) => caret(user),
    selectionRender: (user) => {
      const person = personOf({ user });
      return person === null ? {} : { class: `sp-selected sp-person-${colourOf(person.id)}` };
    },
  });
}

function caret(user: unknown): HTMLElement {
  const element = document.createElement('span');
  const person = personOf({ user });
  if (person === null) return element;
  element.className = `sp-caret sp-person-${colourOf(person.id)}`;
  // Screen readers hear who is here from the line above the text, not in the middle of a sentence.
  element.setAttribute('aria-hidden', 'true');
  const name = document.createElement('span');
  name.className = 'sp-caret-name';
  name.textContent = person.name;
  element.append(name);
  return element;
}
