import { Component, input, model } from '@angular/core';
import { useWords } from '@samenplan/web/core';
import { Checkbox } from '@samenplan/web/ui';
import { administrationWords, type AdministrationTranslate } from './administration-words';

export const weekDays = [1, 2, 3, 4, 5, 6, 7] as const;

/** "maandag, dinsdag en donderdag"; says so when nothing is known. */
export function daysInWords(t: AdministrationTranslate, days: readonly number[]): string {
  if (days.length === 0) return t('days.unknown');
  return weekDays
    .filter((day) => days.includes(day))
    .map((day) => t(`day.${day}`))
    .join(', ');
}

/** Days of the week to tick. */
@Component({
  selector: 'sp-working-days',
  imports: [Checkbox],
  template: `
    <fieldset>
      <legend>{{ legend() }}</legend>
      <div class="days">
        @for (day of weekDays; track day) {
          <sp-checkbox [label]="t('day.' + day)" [checked]="days().includes(day)" (checkedChange)="tick(day, $event)" />
        }
      </div>
    </fieldset>
  `,
  styles: `
    fieldset {
      margin: 0;
      padding: 0;
      border: 0;
    }
    legend {
      padding: 0;
      font-weight: 600;
    }
    .days {
      display: grid;
      grid-template-columns: repeat(auto-fill, minmax(9rem, 1fr));
      gap: 0 var(--sp-space-4);
    }
  `,
})
export class WorkingDays {
  readonly legend = input.required<string>();
  readonly days = model.required<readonly number[]>();
  protected readonly weekDays = weekDays;
  readonly #words = useWords(administrationWords);
  protected readonly t = (key: string): string => this.#words(key as 'day.1');

  protected tick(day: number, on: boolean): void {
    const others = this.days().filter((one) => one !== day);
    this.days.set(on ? [...others, day].sort() : others);
  }
}
