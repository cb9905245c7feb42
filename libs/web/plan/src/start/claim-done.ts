import { Component, computed, inject, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import { Dates, useWords } from '@samenplan/web/core';
import { Alert, Button } from '@samenplan/web/ui';
import { Telling } from '../entry/telling';
import type { ClaimDraft } from './claim-draft';
import { startWords } from './start-words';

/** The plan is there; says once more who can see it. */
@Component({
  selector: 'sp-claim-done',
  imports: [Alert, Button, RouterLink, Telling],
  template: `
    <sp-alert kind="ok">{{ words() }}</sp-alert>
    <sp-telling />
    <a spButton kind="primary" [routerLink]="['/plannen', planId()]">{{ t('claim.done.open') }}</a>
  `,
  styles: `
    sp-alert,
    sp-telling {
      display: block;
      margin-block-end: var(--sp-space-5);
    }
  `,
})
export class ClaimDone {
  readonly draft = input.required<ClaimDraft>();
  readonly planId = input.required<string>();
  readonly starterName = input.required<string>();

  protected readonly t = useWords(startWords);
  readonly #dates = inject(Dates);
  protected readonly words = computed(() => {
    const share = this.draft().share();
    const day = this.draft().lastDay();
    if (share === null || share === 'none' || day === null) return this.t('claim.done.alone');
    const what = this.t(`claim.check.${share}`);
    return this.t('claim.done.shared', { name: this.starterName(), what, day: this.#dates.date(day) });
  });
}
