import { Component, computed, inject, input, linkedSignal } from '@angular/core';
import { RouterLink } from '@angular/router';
import { Api, pageTitle, routes, useWords } from '@samenplan/web/core';
import {
  Alert,
  Button,
  Card,
  CardLink,
  Cards,
  Disclosure,
  Heading,
  Page,
  ProblemState,
  Ready,
  ResourceView,
  Text,
  TextField,
} from '@samenplan/web/ui';
import { administrationWords } from './administration-words';
import { deeds } from './deeds';
import { loadOrganisation } from './load-organisation';

/** An organisation: ways to its people, teams, functions and log, and its own name and number. */
@Component({
  selector: 'sp-organisation-page',
  imports: [
    Alert,
    Button,
    Card,
    CardLink,
    Cards,
    Disclosure,
    Heading,
    Page,
    ProblemState,
    Ready,
    ResourceView,
    RouterLink,
    Text,
    TextField,
  ],
  template: `
    <sp-page
      [heading]="office.value()?.name ?? t('organisation')"
      [lead]="t('organisation.lead')"
      back="/beheer"
      [backLabel]="t('list.heading')"
    >
      <sp-resource [of]="office" shape="card" [count]="4">
        <ng-template [spReady]="office" let-now>
          <ul spCards class="ways">
            @for (way of ways(); track way.link) {
              <li spCard>
                <h2 spHeading [look]="3">
                  <a spCardLink [routerLink]="['/beheer/organisaties', now.id, way.link]">{{ way.label }}</a>
                </h2>
                <p spText look="small">{{ way.text }}</p>
              </li>
            }
          </ul>
          <sp-alert kind="info" [heading]="t('organisation.no-content')">{{
            t('organisation.no-content.text')
          }}</sp-alert>
          <sp-disclosure [heading]="t('organisation.edit')">
            <form novalidate (submit)="save($event)">
              <sp-text-field
                [label]="t('organisation.name')"
                [error]="nameError()"
                [maxLength]="120"
                [(value)]="name"
              />
              <sp-text-field
                type="tel"
                optional
                [label]="t('phone.organisation')"
                [hint]="t('phone.organisation.hint')"
                [maxLength]="25"
                [(value)]="phone"
              />
              @if (deed.problem(); as problem) {
                <sp-problem [problem]="problem" [canRetry]="false" />
              }
              <button spButton kind="primary" type="submit" [busy]="deed.busy()">{{ t('save') }}</button>
            </form>
          </sp-disclosure>
        </ng-template>
      </sp-resource>
    </sp-page>
  `,
  styleUrl: './administration.css',
})
export class OrganisationPage {
  readonly organisationId = input.required<string>();

  protected readonly t = useWords(administrationWords);
  readonly #api = inject(Api);
  protected readonly office = loadOrganisation(() => this.organisationId());
  protected readonly deed = deeds();
  protected readonly name = linkedSignal(() => this.office.value()?.name ?? '');
  protected readonly phone = linkedSignal(() => this.office.value()?.phone ?? '');
  protected readonly nameError = computed(() =>
    this.office.value() !== undefined && this.name().trim() === '' ? this.t('name.empty') : null,
  );
  protected readonly ways = computed(() => {
    const { colleagues = [], teams = [], functions = [], administrators = [] } = this.office.value() ?? {};
    return [
      { link: 'mensen', label: this.t('people.heading'), text: this.t('people.count', { n: colleagues.length }) },
      { link: 'teams', label: this.t('teams.heading'), text: this.t('teams.count', { n: teams.length }) },
      {
        link: 'functies',
        label: this.t('functions.heading'),
        text: this.t('functions.count', { n: functions.length }),
      },
      {
        link: 'beheerders',
        label: this.t('administrators.heading'),
        text: administrators.map((one) => one.name).join(', '),
      },
      { link: 'veranderingen', label: this.t('changes.heading'), text: this.t('changes.hint') },
    ];
  });

  constructor() {
    pageTitle(() => this.office.value()?.name ?? this.t('organisation'));
  }

  protected async save(event: Event): Promise<void> {
    event.preventDefault();
    if (this.nameError() !== null) return;
    const phone = this.phone().trim();
    const body = { name: this.name(), phone: phone === '' ? null : phone };
    const params = { organisationId: this.organisationId() };
    if (await this.deed.run(() => this.#api.call(routes.changeOrganisation, { params, body }), this.t('saved')))
      this.office.reload();
  }
}
