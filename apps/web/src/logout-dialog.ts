import { Component, inject } from '@angular/core';
import { useWords } from '@samenplan/web/core';
import { Button, DialogFrame, injectDialogData, OpenDialog, Text } from '@samenplan/web/ui';
import { appWords } from './app-words';
import type { LogoutAnswer, LogoutChoices } from './logout-question';

/** Text is not stored: log out and keep it for oneself, throw it away, or stay. */
@Component({
  selector: 'sp-logout-dialog',
  imports: [Button, DialogFrame, Text],
  template: `
    <sp-dialog [heading]="t('logout.heading')">
      <p spText>{{ t(keeps ? 'logout.kept' : 'logout.not-kept') }}</p>
      <ng-container actions>
        @if (keeps) {
          <button spButton kind="primary" type="button" (click)="dialog.close('keep')">{{ t('logout.keep') }}</button>
        }
        <button spButton [kind]="keeps ? 'secondary' : 'danger'" type="button" (click)="dialog.close('throw-away')">
          {{ t('logout.throw-away') }}
        </button>
        <button spButton type="button" (click)="dialog.close('stay')">{{ t('logout.stay') }}</button>
      </ng-container>
    </sp-dialog>
  `,
})
export class LogoutDialog {
  protected readonly t = useWords(appWords);
  protected readonly keeps = injectDialogData<LogoutChoices>().keeps;
  protected readonly dialog = inject<OpenDialog<LogoutAnswer>>(OpenDialog);
}
