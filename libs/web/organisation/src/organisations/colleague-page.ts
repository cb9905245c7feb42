import { Component, computed, inject, input, linkedSignal } from '@angular/core';
import { Api, Dates, pageTitle, routes, useWords } from '@samenplan/web/core';
import {
  Alert,
  Button,
  Disclosure,
  Empty,
  Heading,
  Page,
  Person,
  ProblemState,
  Ready,
  ResourceView,
  Text,
  TextField,
} from '@samenplan/web/ui';
import { administrationWords } from './administration-words';
import { ColleagueAbsence } from './colleague-absence';
import { ColleagueLeaving } from './colleague-leaving';
import { lastMomentOf } from './day-moments';
import { deeds } from './deeds';
import { loadOrganisation } from './load-organisation';
import { daysInWords, WorkingDays } from './working-days';

/** One colleague: number and days, teams, absence, leaving. */
@Component({
  selector: 'sp-colleague-page',
  imports: [
    Alert,
    Button,
    ColleagueAbsence,
    ColleagueLeaving,
    Disclosure,
    Empty,
    Heading,
    Page,
    Person,
    ProblemState,
    Ready,
    ResourceView,
    Text,
    TextField,
    WorkingDays,
  ],
  template: `
    <sp-page
      [heading]="colleague()?.name ?? t('colleague')"
      [back]="['/beheer/organisaties', organisationId(), 'mensen']"
      [backLabel]="t('people.heading')"
    >
      <sp-resource [of]="office" shape="block" [count]="2">
        <ng-template [spReady]="office" let-now>
          @if (colleague(); as one) {
            <sp-person
              [name]="one.name"
              [function]="one.function"
              [organisation]="now.name"
              [phone]="one.phone"
              [compact]="true"
            />
            <p spText>{{ one.phone === null ? t('phone.none') : t('phone.is', { phone: one.phone }) }}</p>
            <p spText>{{ t('colleague.days', { days: days() }) }}</p>
            <p spText>{{ teams() === '' ? t('colleague.no-team') : t('colleague.teams', { teams: teams() }) }}</p>
            @if (one.endsAt; as end) {
              <sp-alert kind="warning" [heading]="t('people.leaves', { date: dates.date(lastDay(end)) })">
                <p spText>{{ t('leaving.planned') }}</p>
                <button spButton type="button" [busy]="deed.busy()" (click)="stays()">{{ t('leaving.stays') }}</button>
              </sp-alert>
            }
            <sp-disclosure [heading]="t('colleague.edit')">
              <form novalidate (submit)="save($event)">
                <sp-text-field
                  type="tel"
                  optional
                  [label]="t('phone')"
                  [hint]="t('phone.hint')"
                  [maxLength]="25"
                  [(value)]="phone"
                />
                <sp-working-days [legend]="t('colleague.working-days')" [(days)]="workingDays" />
                <button spButton kind="primary" type="submit" [busy]="deed.busy()">{{ t('save') }}</button>
              </form>
            </sp-disclosure>
            @if (deed.problem(); as problem) {
              <sp-problem [problem]="problem" [canRetry]="false" />
            }
            <section>
              <h2 spHeading>{{ t('absence.heading') }}</h2>
              <sp-colleague-absence [office]="now" [colleague]="one" (changed)="office.reload()" />
            </section>
            <section>
              <h2 spHeading>{{ t('leaving.heading') }}</h2>
              <sp-colleague-leaving [organisationId]="now.id" [colleague]="one" (changed)="office.reload()" />
            </section>
          } @else {
            <sp-empty icon="person" [heading]="t('colleague.gone')" [text]="t('colleague.gone.text')" />
          }
        </ng-template>
      </sp-resource>
    </sp-page>
  `,
  styleUrl: './administration.css',
})
export class ColleaguePage {
  readonly organisationId = input.required<string>();
  readonly affiliationId = input.required<string>();

  protected readonly t = useWords(administrationWords);
  protected readonly dates = inject(Dates);
  protected readonly lastDay = lastMomentOf;
  readonly #api = inject(Api);
  protected readonly office = loadOrganisation(() => this.organisationId());
  protected readonly deed = deeds();
  protected readonly colleague = computed(() =>
    this.office.value()?.colleagues.find((one) => one.affiliationId === this.affiliationId()),
  );
  protected readonly phone = linkedSignal(() => this.colleague()?.phone ?? '');
  protected readonly workingDays = linkedSignal<readonly number[]>(() => this.colleague()?.workingDays ?? []);
  protected readonly days = computed(() => daysInWords(this.t, this.colleague()?.workingDays ?? []));
  protected readonly teams = computed(() =>
    (this.office.value()?.teams ?? [])
      .filter(({ members }) => members.some((one) => one.affiliationId === this.affiliationId()))
      .map(({ name }) => name)
      .join(', '),
  );

  constructor() {
    pageTitle(() => this.colleague()?.name ?? this.t('colleague'));
  }

  protected async save(event: Event): Promise<void> {
    event.preventDefault();
    const phone = this.phone().trim();
    await this.#change({ phone: phone === '' ? null : phone, workingDays: [...this.workingDays()] });
  }

  protected async stays(): Promise<void> {
    await this.#change({ endsAt: null });
  }

  async #change(body: { phone?: string | null; workingDays?: number[]; endsAt?: null }): Promise<void> {
    const params = { organisationId: this.organisationId(), affiliationId: this.affiliationId() };
    if (await this.deed.run(() => this.#api.call(routes.changeColleague, { params, body }), this.t('saved')))
      this.office.reload();
  }
}
