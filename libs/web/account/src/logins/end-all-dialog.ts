import { Component, inject } from '@angular/core';
import { useWords } from '@samenplan/web/core';
import { Button, DialogFrame, OpenDialog, Text } from '@samenplan/web/ui';
import { loginsWords } from './logins-words';

export type EndAllAnswer = 'also-here' | 'not-here';

/** Asks whether "everywhere" takes this device along. */
@Component({
  selector: 'sp-end-all-dialog',
  imports: [Button, DialogFrame, Text],
  template: `
    <sp-dialog [heading]="t('all.question')">
      <p spText>{{ t('all.question.text') }}</p>
      <ng-container actions>
        <button spButton kind="danger" type="button" (click)="dialog.close('also-here')">
          {{ t('all.also-here') }}
        </button>
        <button spButton type="button" (click)="dialog.close('not-here')">{{ t('all.not-here') }}</button>
        <button spButton kind="subtle" type="button" (click)="dialog.close()">{{ t('all.cancel') }}</button>
      </ng-container>
    </sp-dialog>
  `,
})
export class EndAllDialog {
  protected readonly t = useWords(loginsWords);
  protected readonly dialog = inject<OpenDialog<EndAllAnswer>>(OpenDialog);
}
