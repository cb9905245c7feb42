import { Component, computed, inject, input, output, signal } from '@angular/core';
import { coreWords, Dates, useWords } from '@samenplan/web/core';
import { Alert, Button, Checkbox, DateField, RadioCards, type Choice } from '@samenplan/web/ui';
import type { ClaimDraft, PlanStarter, ShareChoice } from './claim-draft';
import { endChoices, endDay, possibleEnds, type EndChoice } from '../sharing/share-ends';
import { startWords } from './start-words';

/** What the starter may see, until when, and as coordinator or not. Nothing is chosen beforehand. */
@Component({
  selector: 'sp-claim-share',
  imports: [Alert, Button, Checkbox, DateField, RadioCards],
  template: `
    <form (submit)="send($event)" novalidate>
      <sp-radio-cards
        [legend]="t('claim.share.legend', { name: starter().name })"
        [choices]="levels()"
        [error]="tried() && draft().share() === null ? t('claim.share.error') : null"
        [(value)]="draft().share"
      />
      @if (shares()) {
        <sp-radio-cards
          [legend]="t('claim.until.legend')"
          [choices]="ends()"
          [value]="draft().end()"
          (valueChange)="setEnd($event)"
        />
        @if (draft().end() === 'date') {
          <sp-date-field
            [label]="t('claim.until.day')"
            [min]="possible.first"
            [max]="possible.last"
            [error]="tried() && draft().lastDay() === null ? t('claim.until.error') : null"
            [(value)]="draft().ownDay"
          />
        }
        <sp-checkbox
          [label]="t('claim.coordinator', { name: starter().name })"
          [hint]="t('claim.coordinator.hint')"
          [(checked)]="draft().coordinator"
        />
      }
      <sp-alert>{{ core('safety.free-choice') }}</sp-alert>
      <div class="actions">
        <button spButton kind="primary" type="submit">{{ t('claim.next') }}</button>
        <button spButton type="button" (click)="back.emit()">{{ t('back') }}</button>
      </div>
    </form>
  `,
  styles: `
    form {
      display: grid;
      gap: var(--sp-space-5);
    }
    .actions {
      display: flex;
      flex-wrap: wrap;
      gap: var(--sp-space-3);
    }
  `,
})
export class ClaimShare {
  readonly starter = input.required<PlanStarter>();
  readonly draft = input.required<ClaimDraft>();
  readonly next = output();
  readonly back = output();

  protected readonly t = useWords(startWords);
  protected readonly core = useWords(coreWords);
  readonly #dates = inject(Dates);
  protected readonly tried = signal(false);
  protected readonly possible = possibleEnds(new Date());
  protected readonly shares = computed(() => this.draft().share() === 'read' || this.draft().share() === 'write');
  protected readonly levels = computed<readonly Choice<ShareChoice>[]>(() => {
    const name = this.starter().name;
    return (['none', 'read', 'write'] as const).map((value) => ({
      value,
      label: this.t(`claim.share.${value}`),
      hint: this.t(`claim.share.${value}.hint`, { name }),
    }));
  });
  protected readonly ends = computed<readonly Choice<EndChoice>[]>(() =>
    endChoices.map((value) => ({
      value,
      label:
        value === 'date'
          ? this.t('claim.until.own')
          : this.t('claim.until.months', {
              n: Number(value),
              day: this.#dates.date(endDay(value, '', new Date()) ?? ''),
            }),
    })),
  );

  protected setEnd(end: EndChoice | null): void {
    if (end !== null) this.draft().end.set(end);
  }

  protected send(event: Event): void {
    event.preventDefault();
    this.tried.set(true);
    if (this.draft().shareIsDone()) this.next.emit();
  }
}
