import { DialogRef } from '@angular/cdk/dialog';
import { Component, computed, inject, signal } from '@angular/core';
import { useWords } from '@samenplan/web/core';
import { Button, DialogFrame, injectDialogData, TextField } from '@samenplan/web/ui';
import { planWords } from '../plan-words';

/** Gives a section another name; closes with it. */
@Component({
  selector: 'sp-plan-rename-dialog',
  imports: [Button, DialogFrame, TextField],
  template: `
    <sp-dialog [heading]="t('plan.rename.heading')">
      <form id="sp-rename" novalidate (submit)="save($event)">
        <sp-text-field
          [label]="t('plan.rename.label')"
          [hint]="t('new.title.hint')"
          [error]="error()"
          [maxLength]="120"
          [(value)]="title"
        />
      </form>
      <ng-container actions>
        <button spButton kind="primary" type="submit" form="sp-rename">{{ t('plan.rename.save') }}</button>
      </ng-container>
    </sp-dialog>
  `,
})
export class PlanRenameDialog {
  protected readonly t = useWords(planWords);
  readonly #dialog = inject<DialogRef<string>>(DialogRef);
  readonly #tried = signal(false);
  protected readonly title = signal(injectDialogData<string>());
  protected readonly error = computed(() =>
    this.#tried() && this.title().trim() === '' ? this.t('plan.title.empty') : null,
  );

  protected save(event: Event): void {
    event.preventDefault();
    this.#tried.set(true);
    const title = this.title().trim();
    if (title !== '') this.#dialog.close(title);
  }
}
