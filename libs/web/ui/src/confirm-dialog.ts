import { Component, inject } from '@angular/core';
import { useWords } from '@samenplan/web/core';
import { Button } from './button';
import { DialogFrame, injectDialogData, OpenDialog } from './dialog';
import type { Confirmation } from './dialogs';
import { Text } from './text';
import { uiWords } from './ui-words';

/** The question of {@link Dialogs.confirm}. */
@Component({
  selector: 'sp-confirm-dialog',
  imports: [Button, DialogFrame, Text],
  template: `
    <sp-dialog [heading]="question.heading">
      @for (paragraph of paragraphs; track $index) {
        <p spText>{{ paragraph }}</p>
      }
      <ng-container actions>
        <button spButton type="button" [kind]="question.danger ? 'danger' : 'primary'" (click)="dialog.close(true)">
          {{ question.confirm }}
        </button>
        <button spButton type="button" (click)="dialog.close(false)">{{ question.cancel ?? t('cancel') }}</button>
      </ng-container>
    </sp-dialog>
  `,
})
export class ConfirmDialog {
  protected readonly t = useWords(uiWords);
  protected readonly question = injectDialogData<Confirmation>();
  protected readonly dialog = inject<OpenDialog<boolean>>(OpenDialog);
  protected readonly paragraphs = typeof this.question.text === 'string' ? [this.question.text] : this.question.text;
}
