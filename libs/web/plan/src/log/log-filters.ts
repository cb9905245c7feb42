import { Component, computed, input, model } from '@angular/core';
import { useWords } from '@samenplan/web/core';
import { Button, DateField, Disclosure, Select, type Choice } from '@samenplan/web/ui';
import { logPeriods, type LogPeriod } from './log-lines';
import { planWords } from '../plan-words';

/** What the reader of the log chose to see; an empty string is no choice. */
export interface LogChoices {
  readonly period: LogPeriod;
  readonly from: string;
  readonly to: string;
  readonly personId: string;
  readonly sectionId: string;
}

export const noChoices: LogChoices = { period: 'all', from: '', to: '', personId: '', sectionId: '' };

/** Narrows the log by period, person and section; closed until somebody wants it. */
@Component({
  selector: 'sp-log-filters',
  imports: [Button, DateField, Disclosure, Select],
  template: `
    <sp-disclosure [heading]="heading()">
      <div class="fields">
        <sp-select
          [label]="t('log.filter.period')"
          [choices]="periods()"
          [value]="choices().period"
          (valueChange)="put({ period: $event })"
        />
        @if (choices().period === 'own') {
          <sp-date-field
            [label]="t('log.period.from')"
            [optional]="true"
            [max]="choices().to || null"
            [value]="choices().from"
            (valueChange)="put({ from: $event })"
          />
          <sp-date-field
            [label]="t('log.period.to')"
            [optional]="true"
            [min]="choices().from || null"
            [value]="choices().to"
            (valueChange)="put({ to: $event })"
          />
        }
        <sp-select
          [label]="t('log.filter.person')"
          [choices]="people()"
          [value]="choices().personId"
          (valueChange)="put({ personId: $event })"
        />
        <sp-select
          [label]="t('log.filter.section')"
          [choices]="sections()"
          [value]="choices().sectionId"
          (valueChange)="put({ sectionId: $event })"
        />
      </div>
      @if (count() > 0) {
        <button spButton small type="button" (click)="clear()">{{ t('log.filter.clear') }}</button>
      }
    </sp-disclosure>
  `,
  styles: `
    :host {
      display: block;
      padding-inline: var(--sp-space-4);
      border: 1px solid var(--sp-line);
      border-radius: var(--sp-radius-large);
      background: var(--sp-surface);
    }
    .fields {
      display: grid;
      gap: var(--sp-space-3);
      margin-block-end: var(--sp-space-3);
    }
    @media (min-width: 48rem) {
      .fields {
        grid-template-columns: repeat(3, minmax(0, 1fr));
      }
    }
  `,
})
export class LogFilters {
  readonly choices = model.required<LogChoices>();
  /** People and sections that can be chosen; the first stands for all. */
  readonly people = input.required<readonly Choice[]>();
  readonly sections = input.required<readonly Choice[]>();

  protected readonly t = useWords(planWords);
  protected readonly periods = computed<readonly Choice<LogPeriod>[]>(() =>
    logPeriods.map((period) => ({ value: period, label: this.t(`log.period.${period}`) })),
  );
  protected readonly count = computed(() => {
    const { period, personId, sectionId } = this.choices();
    return [period !== 'all', personId !== '', sectionId !== ''].filter(Boolean).length;
  });
  protected readonly heading = computed(() => {
    const heading = this.t('log.filters');
    return this.count() === 0 ? heading : `${heading} (${this.t('log.filters.set', { n: this.count() })})`;
  });

  protected put(part: Partial<LogChoices>): void {
    this.choices.update((before) => ({ ...before, ...part }));
  }

  protected clear(): void {
    this.choices.set(noChoices);
  }
}
