import { Component, inject, input, output } from '@angular/core';
import { coreWords, Dates, useWords } from '@samenplan/web/core';
import { Alert, Button, Heading, Person, Text } from '@samenplan/web/ui';
import type { PlanStarter } from './claim-draft';
import { ClaimDuties } from './claim-duties';
import { startWords } from './start-words';

/** Who gave the code, and what this function must keep silent and may report. */
@Component({
  selector: 'sp-claim-who',
  imports: [Alert, Button, ClaimDuties, Heading, Person, Text],
  template: `
    <div class="who">
      <sp-person [name]="starter().name" [function]="starter().function" [organisation]="starter().organisation" />
    </div>
    <h2 spHeading [look]="3">{{ t('claim.who.duties', { name: starter().name }) }}</h2>
    <sp-claim-duties [name]="starter().name" [duties]="starter().duties" />
    <sp-alert>{{ core('safety.free-choice') }}</sp-alert>
    <p spText look="small">{{ t('claim.who.valid', { moment: dates.moment(expiresAt()) }) }}</p>
    <div class="actions">
      <button spButton kind="primary" type="button" (click)="agreed.emit()">{{ t('claim.who.next') }}</button>
      <button spButton type="button" (click)="stopped.emit()">{{ t('claim.who.stop') }}</button>
    </div>
  `,
  styles: `
    .who {
      padding: var(--sp-space-4);
      border: 1px solid var(--sp-line);
      border-radius: var(--sp-radius-large);
      background: var(--sp-surface);
    }
    sp-alert {
      margin-block: var(--sp-space-5) var(--sp-space-4);
    }
    .actions {
      display: flex;
      flex-wrap: wrap;
      gap: var(--sp-space-3);
    }
  `,
})
export class ClaimWho {
  readonly starter = input.required<PlanStarter>();
  /** ISO moment. */
  readonly expiresAt = input.required<string>();
  readonly agreed = output();
  readonly stopped = output();

  protected readonly t = useWords(startWords);
  protected readonly core = useWords(coreWords);
  protected readonly dates = inject(Dates);
}
