import { DialogRef } from '@angular/cdk/dialog';
import { Component, computed, inject, signal } from '@angular/core';
import type { Editor } from '@tiptap/core';
import { useWords } from '@samenplan/web/core';
import { Button, DialogFrame, injectDialogData, TextField, type Dialogs } from '@samenplan/web/ui';
import { linkAddress } from './editor-link';
import { sectionWords } from '../section/section-words';

interface LinkQuestion {
  /** Address that stands there now; empty when there is none. */
  readonly address: string;
  /** Words are selected; otherwise the dialog asks for them too. */
  readonly hasWords: boolean;
}

interface LinkAnswer {
  /** null takes the link away and leaves its words. */
  readonly href: string | null;
  readonly words: string;
  /** The address as it was typed; stands in the text when there are no words. */
  readonly typed: string;
}

/** Asks for an address and puts the link in the text; focus returns there. */
export async function askLink(dialogs: Dialogs, editor: Editor): Promise<void> {
  if (!editor.isEditable) return;
  const href: unknown = editor.getAttributes('link')['href'];
  const address = typeof href === 'string' ? href : '';
  const hasWords = !editor.state.selection.empty || address !== '';
  const answer = await dialogs.open<LinkAnswer, LinkQuestion>(LinkDialog, { address, hasWords });
  // The right to write, or the text itself, can be gone by now.
  if (editor.isDestroyed || !editor.isEditable) return;
  if (answer === undefined) {
    editor.commands.focus();
    return;
  }
  const chain = editor.chain().focus();
  if (answer.href === null) chain.extendMarkRange('link').unsetLink().run();
  else if (hasWords) chain.extendMarkRange('link').setLink({ href: answer.href }).run();
  else {
    const text = answer.words.trim() === '' ? answer.typed : answer.words.trim();
    chain
      .insertContent([
        { type: 'text', text, marks: [{ type: 'link', attrs: { href: answer.href } }] },
        { type: 'text', text: ' ' },
      ])
      .run();
  }
}

/** The question of {@link askLink}. */
@Component({
  selector: 'sp-link-dialog',
  imports: [Button, DialogFrame, TextField],
  template: `
    <sp-dialog [heading]="t('link.heading')">
      <form id="sp-link" novalidate (submit)="save($event)">
        <sp-text-field
          [label]="t('link.address')"
          [hint]="t('link.hint')"
          [error]="error()"
          inputMode="url"
          [maxLength]="2000"
          [(value)]="address"
        />
        @if (!question.hasWords) {
          <sp-text-field [label]="t('link.words')" [optional]="true" [maxLength]="200" [(value)]="words" />
        }
      </form>
      <ng-container actions>
        <button spButton kind="primary" type="submit" form="sp-link">{{ t('link.save') }}</button>
        @if (question.address !== '') {
          <button spButton type="button" (click)="remove()">{{ t('link.remove') }}</button>
        }
      </ng-container>
    </sp-dialog>
  `,
  styles: `
    form {
      display: grid;
      gap: var(--sp-space-4);
    }
  `,
})
export class LinkDialog {
  protected readonly t = useWords(sectionWords);
  protected readonly question = injectDialogData<LinkQuestion>();
  readonly #dialog = inject<DialogRef<LinkAnswer>>(DialogRef);
  readonly #tried = signal(false);
  protected readonly address = signal(this.question.address);
  protected readonly words = signal('');
  readonly #href = computed(() => linkAddress(this.address()));
  protected readonly error = computed(() => (this.#tried() && this.#href() === null ? this.t('link.error') : null));

  protected save(event: Event): void {
    event.preventDefault();
    this.#tried.set(true);
    const href = this.#href();
    if (href !== null) this.#dialog.close({ href, words: this.words(), typed: this.address().trim() });
  }

  protected remove(): void {
    this.#dialog.close({ href: null, words: '', typed: '' });
  }
}
