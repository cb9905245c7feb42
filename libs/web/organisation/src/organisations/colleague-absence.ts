import { Component, computed, inject, input, output, signal } from '@angular/core';
import { Api, Dates, routes, useWords } from '@samenplan/web/core';
import { Button, Card, Cards, DateField, Disclosure, ProblemState, Select, Text } from '@samenplan/web/ui';
import { administrationWords } from './administration-words';
import { dayOf, endOfDay, lastMomentOf, startOfDay } from './day-moments';
import { deeds } from './deeds';
import type { Office, OfficeColleague } from './load-organisation';

/** Who takes over while a colleague is away. */
@Component({
  selector: 'sp-colleague-absence',
  imports: [Button, Card, Cards, DateField, Disclosure, ProblemState, Select, Text],
  template: `
    <p spText>{{ t('absence.explain') }}</p>
    <ul spCards>
      @for (one of colleague().replacements; track one.id) {
        <li spCard class="row">
          <span>{{
            t('absence.line', {
              name: one.substituteName,
              from: dates.date(one.startsAt),
              until: dates.date(lastDay(one.endsAt)),
            })
          }}</span>
          <button
            spButton
            small
            type="button"
            [attr.aria-label]="t('absence.cancel.label', { name: one.substituteName })"
            (click)="cancel(one.id)"
          >
            {{ t('absence.cancel') }}
          </button>
        </li>
      }
    </ul>
    @if (deed.problem(); as problem) {
      <sp-problem [problem]="problem" [canRetry]="false" />
    }
    @if (choices().length > 1) {
      <sp-disclosure [heading]="t('absence.new')" [(open)]="open">
        <form novalidate (submit)="save($event)">
          <sp-select
            [label]="t('absence.who')"
            [error]="tried() && substitute() === '' ? t('absence.who.choose') : null"
            [choices]="choices()"
            [(value)]="substitute"
          />
          <sp-date-field [label]="t('absence.from')" [min]="today" [(value)]="from" />
          <sp-date-field [label]="t('absence.until')" [min]="from()" [error]="untilError()" [(value)]="until" />
          <button spButton kind="primary" type="submit" [busy]="deed.busy()">{{ t('save') }}</button>
        </form>
      </sp-disclosure>
    } @else {
      <p spText look="small">{{ t('absence.nobody') }}</p>
    }
  `,
  styleUrl: './administration.css',
})
export class ColleagueAbsence {
  readonly office = input.required<Office>();
  readonly colleague = input.required<OfficeColleague>();
  readonly changed = output();

  protected readonly t = useWords(administrationWords);
  protected readonly dates = inject(Dates);
  readonly #api = inject(Api);
  protected readonly deed = deeds();
  protected readonly today = dayOf(new Date());
  protected readonly open = signal(false);
  protected readonly tried = signal(false);
  protected readonly substitute = signal('');
  protected readonly from = signal(this.today);
  protected readonly until = signal('');
  protected readonly choices = computed(() => [
    { value: '', label: this.t('choose') },
    ...this.office()
      .colleagues.filter(({ affiliationId }) => affiliationId !== this.colleague().affiliationId)
      .map((one) => ({ value: one.affiliationId, label: `${one.name}, ${one.function}` })),
  ]);
  protected readonly untilError = computed(() =>
    this.tried() && (this.until() === '' || this.until() < this.from()) ? this.t('absence.until.wrong') : null,
  );

  protected readonly lastDay = lastMomentOf;

  protected async save(event: Event): Promise<void> {
    event.preventDefault();
    this.tried.set(true);
    if (this.substitute() === '' || this.from() === '' || this.untilError() !== null) return;
    const params = { organisationId: this.office().id };
    const body = {
      affiliationId: this.colleague().affiliationId,
      substituteId: this.substitute(),
      startsAt: startOfDay(this.from()),
      endsAt: endOfDay(this.until()),
    };
    const done = await this.deed.run(
      () => this.#api.call(routes.createReplacement, { params, body }),
      this.t('absence.saved'),
    );
    if (!done) return;
    this.open.set(false);
    this.tried.set(false);
    this.substitute.set('');
    this.until.set('');
    this.changed.emit();
  }

  protected async cancel(replacementId: string): Promise<void> {
    const params = { organisationId: this.office().id, replacementId };
    await this.deed.run(() => this.#api.call(routes.cancelReplacement, { params }), this.t('absence.cancelled'));
    this.changed.emit();
  }
}
