import { DialogRef } from '@angular/cdk/dialog';
import { Component, computed, inject, signal } from '@angular/core';
import { phases, type Phase } from '@samenplan/shared/contracts';
import { coreWords, useWords } from '@samenplan/web/core';
import { Button, DialogFrame, injectDialogData, RadioCards, type Choice } from '@samenplan/web/ui';
import { planWords } from '../plan-words';

/** Chooses the step of a plan, also an earlier one; closes with the chosen step. */
@Component({
  selector: 'sp-plan-phase-dialog',
  imports: [Button, DialogFrame, RadioCards],
  template: `
    <sp-dialog [heading]="t('plan.phase.change')">
      <sp-radio-cards
        [legend]="t('plan.phase.change.heading')"
        [hint]="t('plan.phase.change.hint')"
        [choices]="choices()"
        [(value)]="chosen"
      />
      <ng-container actions>
        <button spButton kind="primary" type="button" (click)="dialog.close(chosen())">
          {{ t('plan.phase.change.save') }}
        </button>
      </ng-container>
    </sp-dialog>
  `,
})
export class PlanPhaseDialog {
  protected readonly t = useWords(planWords);
  readonly #core = useWords(coreWords);
  protected readonly dialog = inject<DialogRef<Phase | null>>(DialogRef);
  protected readonly chosen = signal<Phase | null>(injectDialogData<Phase>());
  protected readonly choices = computed<readonly Choice<Phase>[]>(() =>
    phases.map((phase) => ({
      value: phase,
      label: this.#core(`phase.${phase}`),
      hint: this.t(`plan.phase.explain.${phase}`),
    })),
  );
}
