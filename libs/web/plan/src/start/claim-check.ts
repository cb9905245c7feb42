import { Component, computed, inject, input, output } from '@angular/core';
import { coreWords, Dates, useWords } from '@samenplan/web/core';
import { Alert, Button, DataList, type DataItem } from '@samenplan/web/ui';
import type { ClaimDraft, PlanStarter } from './claim-draft';
import { startWords } from './start-words';

/** Everything that was chosen, to look at once more before the plan begins. */
@Component({
  selector: 'sp-claim-check',
  imports: [Alert, Button, DataList],
  template: `
    <sp-data-list [items]="items()" />
    <sp-alert>{{ core('safety.no-registration-yet') }}</sp-alert>
    <div class="actions">
      <button spButton kind="primary" type="button" [busy]="busy()" (click)="begin.emit()">
        {{ t('claim.check.begin') }}
      </button>
      <button spButton type="button" (click)="back.emit()">{{ t('back') }}</button>
    </div>
  `,
  styles: `
    sp-alert {
      margin-block: var(--sp-space-5);
    }
    .actions {
      display: flex;
      flex-wrap: wrap;
      gap: var(--sp-space-3);
    }
  `,
})
export class ClaimCheck {
  readonly starter = input.required<PlanStarter>();
  readonly draft = input.required<ClaimDraft>();
  readonly busy = input(false);
  readonly begin = output();
  readonly back = output();

  protected readonly t = useWords(startWords);
  protected readonly core = useWords(coreWords);
  readonly #dates = inject(Dates);

  protected readonly items = computed<readonly DataItem[]>(() => {
    const draft = this.draft();
    const { name, function: job, organisation } = this.starter();
    const share = draft.share() ?? 'none';
    const day = draft.lastDay();
    const whole = [name, job, organisation].filter((part) => part !== null).join(', ');
    const always = [
      { term: this.t('claim.check.name'), value: draft.title().trim() },
      { term: this.t('claim.check.who'), value: whole },
      { term: this.t('claim.check.share', { name }), value: this.t(`claim.check.${share}`) },
    ];
    if (share === 'none' || day === null) return always;
    return [
      ...always,
      { term: this.t('claim.check.until'), value: this.#dates.date(day) },
      {
        term: this.t('claim.check.coordinator'),
        value: draft.coordinator() ? name : this.t('claim.check.no-coordinator'),
      },
    ];
  });
}
