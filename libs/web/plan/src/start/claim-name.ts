import { Component, input, output, signal, viewChild } from '@angular/core';
import { useWords } from '@samenplan/web/core';
import { Button, TextField } from '@samenplan/web/ui';
import type { ClaimDraft } from './claim-draft';
import { startWords } from './start-words';

/** The plan gets a name of the client's own choice. */
@Component({
  selector: 'sp-claim-name',
  imports: [Button, TextField],
  template: `
    <form (submit)="send($event)" novalidate>
      <sp-text-field
        #field
        [label]="t('new.name')"
        [hint]="t('new.name.hint')"
        [error]="wrong() ? t('new.name.error') : null"
        [maxLength]="120"
        [(value)]="draft().title"
      />
      <div class="actions">
        <button spButton kind="primary" type="submit">{{ t('claim.next') }}</button>
        <button spButton type="button" (click)="back.emit()">{{ t('back') }}</button>
      </div>
    </form>
  `,
  styles: `
    form {
      display: grid;
      gap: var(--sp-space-5);
    }
    .actions {
      display: flex;
      flex-wrap: wrap;
      gap: var(--sp-space-3);
    }
  `,
})
export class ClaimName {
  readonly draft = input.required<ClaimDraft>();
  readonly next = output();
  readonly back = output();

  protected readonly t = useWords(startWords);
  protected readonly wrong = signal(false);
  private readonly field = viewChild.required<TextField>('field');

  protected send(event: Event): void {
    event.preventDefault();
    this.wrong.set(this.draft().title().trim() === '');
    if (this.wrong()) this.field().focus();
    else this.next.emit();
  }
}
