import { Component, computed, inject, input, linkedSignal, model } from '@angular/core';
import { Dates, useWords } from '@samenplan/web/core';
import { DateField, RadioCards, type Choice } from '@samenplan/web/ui';
import { planWords } from '../plan-words';
import { choiceOf, endChoices, endDay, endOfDutchDay, possibleEnds, usualEnd, type EndChoice } from './share-ends';

/** Until when something is shown: a few months ahead or a day of one's own. There is no "without end". */
@Component({
  selector: 'sp-share-end-picker',
  imports: [DateField, RadioCards],
  template: `
    <sp-radio-cards
      [legend]="legend() ?? t('end.legend')"
      [hint]="hint()"
      [choices]="choices()"
      [value]="choice()"
      (valueChange)="choose($event)"
    />
    @if (choice() === 'date') {
      <sp-date-field
        [label]="t('end.own')"
        [hint]="t('end.own.hint', { last: lastWords })"
        [error]="wrong() ? t('end.wrong', { last: lastWords }) : null"
        [min]="bounds.first"
        [max]="bounds.last"
        [value]="ownDay()"
        (valueChange)="chooseDay($event)"
      />
    }
  `,
  styles: `
    :host {
      display: grid;
      gap: var(--sp-space-4);
    }
  `,
})
export class ShareEndPicker {
  readonly legend = input<string | null>(null);
  readonly hint = input<string | null>(null);
  /** The end as ISO moment; null while the own day is not one that may be chosen. */
  readonly endsAt = model<string | null>(null);
  /** Shows what is wrong with the own day, for after the first try to go on. */
  readonly checked = input(false);

  readonly #dates = inject(Dates);
  readonly #now = new Date();
  protected readonly t = useWords(planWords);
  protected readonly bounds = possibleEnds(this.#now);
  protected readonly lastWords = this.#dates.date(this.bounds.last);
  /** What the end stands for; typing an own day must not jump to a ready-made choice that falls on the same day. */
  readonly #start = linkedSignal<string | null, { choice: EndChoice; day: string }>({
    source: this.endsAt,
    computation: (endsAt, before) => {
      if (before?.value.choice === 'date') return before.value;
      return endsAt === null ? { choice: usualEnd, day: '' } : choiceOf(endsAt, this.#now);
    },
  });
  protected readonly choice = computed(() => this.#start().choice);
  protected readonly ownDay = computed(() => (this.#start().choice === 'date' ? this.#start().day : ''));
  protected readonly wrong = computed(() => this.checked() && endDay(this.choice(), this.ownDay(), this.#now) === null);

  protected readonly choices = computed<readonly Choice<EndChoice>[]>(() =>
    endChoices.map((choice) => {
      const day = endDay(choice, '', this.#now);
      return {
        value: choice,
        label: this.t(`end.${choice}`),
        ...(day === null ? {} : { hint: this.t('end.until', { date: this.#dates.date(day) }) }),
      };
    }),
  );

  protected choose(choice: EndChoice | null): void {
    if (choice !== null)
      this.#set(choice, choice === 'date' ? (endDay(this.choice(), this.ownDay(), this.#now) ?? '') : '');
  }

  protected chooseDay(day: string): void {
    this.#set('date', day);
  }

  #set(choice: EndChoice, own: string): void {
    this.#start.set({ choice, day: own });
    const day = endDay(choice, own, this.#now);
    this.endsAt.set(day === null ? null : endOfDutchDay(day));
  }
}
