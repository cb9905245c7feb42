import { Component, inject, signal } from '@angular/core';
import type { LoginNeeds } from '@samenplan/shared/contracts';
import { LoginWindow, useWords } from '@samenplan/web/core';
import { Alert, Button, DialogFrame, injectDialogData, OpenDialog, Text } from '@samenplan/web/ui';
import { appWords } from './app-words';

/** Asks to prove who one is, in a window of its own; closes with true when that was done. */
@Component({
  selector: 'sp-step-up-dialog',
  imports: [Alert, Button, DialogFrame, Text],
  template: `
    <sp-dialog [heading]="t('step-up.heading')">
      <p spText>{{ t('step-up.text') }}</p>
      <p spText>{{ t('step-up.stays') }}</p>
      <div role="status">
        @if (state() === 'waiting') {
          <p spText>{{ t('step-up.waiting') }}</p>
        }
      </div>
      @if (state() === 'failed') {
        <sp-alert kind="error" live>{{ t('step-up.failed') }}</sp-alert>
      }
      <ng-container actions>
        <button spButton kind="primary" type="button" (click)="prove()">
          {{ t(state() === 'waiting' ? 'step-up.again' : 'step-up.go') }}
        </button>
        <button spButton type="button" (click)="dialog.close(false)">{{ t('step-up.cancel') }}</button>
      </ng-container>
    </sp-dialog>
  `,
})
export class StepUpDialog {
  protected readonly t = useWords(appWords);
  protected readonly dialog = inject<OpenDialog<boolean>>(OpenDialog);
  readonly #window = inject(LoginWindow);
  readonly #needs = injectDialogData<LoginNeeds>();
  protected readonly state = signal<'asked' | 'waiting' | 'failed'>('asked');

  protected async prove(): Promise<void> {
    this.state.set('waiting');
    if (await this.#window.open(this.#needs)) this.dialog.close(true);
    else this.state.set('failed');
  }
}
