import { Component, computed, inject, signal } from '@angular/core';
import { useWords } from '@samenplan/web/core';
import { Button, DateField, DialogFrame, injectDialogData, OpenDialog, Text } from '@samenplan/web/ui';
import { endOfDutchDay } from '../sharing/share-ends';
import { representationWords } from './representation-words';

/** Asks the young person until when a parent goes on deciding along; closes with that moment. */
@Component({
  selector: 'sp-renew-dialog',
  imports: [Button, DateField, DialogFrame, Text],
  template: `
    <sp-dialog [heading]="t('act.renew.heading', { name: data.name })">
      <p spText>{{ t('act.renew.text', { name: data.name }) }}</p>
      <sp-date-field
        [label]="t('act.renew.until')"
        [max]="last"
        [error]="tried() && day() === '' ? t('new.missing') : null"
        [(value)]="day"
      />
      <ng-container actions>
        <button spButton kind="primary" type="button" (click)="send()">
          {{ t('act.renew', { name: data.name }) }}
        </button>
      </ng-container>
    </sp-dialog>
  `,
})
export class RenewDialog {
  protected readonly t = useWords(representationWords);
  protected readonly data = injectDialogData<{ readonly name: string; readonly latest: string | null }>();
  readonly #dialog = inject<OpenDialog<string>>(OpenDialog);
  protected readonly last = this.data.latest === null ? null : dayBefore(this.data.latest);
  protected readonly day = signal(this.last ?? '');
  protected readonly tried = signal(false);
  readonly #end = computed(() => endOfDutchDay(this.day()));

  protected send(): void {
    this.tried.set(true);
    if (this.day() !== '') this.#dialog.close(this.#end());
  }
}

/** The last whole day before a birthday in Amsterdam, `yyyy-mm-dd`: that begins at midnight there, the evening before in UTC. */
function dayBefore(birthday: string): string {
  return new Date(birthday).toISOString().slice(0, 10);
}
