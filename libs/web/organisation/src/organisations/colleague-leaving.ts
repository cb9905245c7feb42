import { Component, computed, inject, input, output, signal } from '@angular/core';
import { Api, Dates, loaded, routes, useWords } from '@samenplan/web/core';
import { Alert, Button, DateField, Dialogs, Disclosure, ProblemState, RadioCards, Text } from '@samenplan/web/ui';
import { administrationWords } from './administration-words';
import { dayOf, endOfDay } from './day-moments';
import { deeds } from './deeds';
import type { OfficeColleague } from './load-organisation';

/** A colleague leaves: on a day, so that clients are offered a successor first, or at once. */
@Component({
  selector: 'sp-colleague-leaving',
  imports: [Alert, Button, DateField, Disclosure, ProblemState, RadioCards, Text],
  template: `
    <p spText>{{ t('leaving.explain', { name: colleague().name }) }}</p>
    <sp-disclosure [heading]="t('leaving.start')" [(open)]="open">
      @if (check.value()?.handsOver) {
        <sp-alert kind="warning" [heading]="t('leaving.hands-over', { name: colleague().name })">
          {{ t('leaving.hands-over.text', { name: colleague().name }) }}
        </sp-alert>
      } @else if (check.value() !== undefined) {
        <sp-alert kind="ok" [heading]="t('leaving.nothing')">{{ t('leaving.nothing.text') }}</sp-alert>
      }
      <form novalidate (submit)="save($event)">
        <sp-radio-cards [legend]="t('leaving.when')" [choices]="choices()" [(value)]="when" />
        @if (when() === 'day') {
          <sp-date-field [label]="t('leaving.day')" [min]="today" [error]="dayError()" [(value)]="day" />
        }
        @if (deed.problem(); as problem) {
          <sp-problem [problem]="problem" [canRetry]="false" />
        }
        <button spButton type="submit" [kind]="when() === 'now' ? 'danger' : 'primary'" [busy]="deed.busy()">
          {{ t(when() === 'now' ? 'leaving.now.button' : 'leaving.day.button') }}
        </button>
      </form>
    </sp-disclosure>
  `,
  styleUrl: './administration.css',
})
export class ColleagueLeaving {
  readonly organisationId = input.required<string>();
  readonly colleague = input.required<OfficeColleague>();
  readonly changed = output();

  protected readonly t = useWords(administrationWords);
  readonly #api = inject(Api);
  readonly #dates = inject(Dates);
  readonly #dialogs = inject(Dialogs);
  protected readonly deed = deeds();
  protected readonly open = signal(false);
  protected readonly today = dayOf(new Date());
  protected readonly when = signal<'day' | 'now' | null>('day');
  protected readonly day = signal('');
  protected readonly tried = signal(false);
  protected readonly dayError = computed(() =>
    this.tried() && (this.day() === '' || this.day() < this.today) ? this.t('leaving.day.wrong') : null,
  );
  protected readonly choices = computed(() => [
    { value: 'day' as const, label: this.t('leaving.day.choice'), hint: this.t('leaving.day.hint') },
    { value: 'now' as const, label: this.t('leaving.now.choice'), hint: this.t('leaving.now.hint') },
  ]);
  protected readonly check = loaded({
    params: () => (this.open() ? this.#params() : undefined),
    load: (params, abort) => this.#api.call(routes.checkDeparture, { params }, abort),
  });

  readonly #params = computed(() => ({
    organisationId: this.organisationId(),
    affiliationId: this.colleague().affiliationId,
  }));

  protected async save(event: Event): Promise<void> {
    event.preventDefault();
    this.tried.set(true);
    const now = this.when() === 'now';
    if (!now && (this.day() === '' || this.dayError() !== null)) return;
    const { name } = this.colleague();
    const sure = await this.#dialogs.confirm({
      heading: this.t(now ? 'leaving.now.sure' : 'leaving.day.sure', { name }),
      text: now
        ? [this.t('leaving.now.sure.text', { name }), this.t('leaving.now.final')]
        : this.t('leaving.day.sure.text', { name, date: this.#dates.date(this.day()) }),
      confirm: this.t(now ? 'leaving.now.button' : 'leaving.day.button'),
      danger: now,
    });
    if (!sure) return;
    const body = now ? {} : { at: endOfDay(this.day()) };
    const done = await this.deed.run(
      () => this.#api.call(routes.planDeparture, { params: this.#params(), body }),
      this.t(now ? 'leaving.now.done' : 'saved', { name }),
    );
    if (!done) return;
    this.open.set(false);
    this.changed.emit();
  }
}
