import { Component, computed, inject, input, signal } from '@angular/core';
import { Router, RouterLink } from '@angular/router';
import { Api, pageTitle, routes, useWords } from '@samenplan/web/core';
import {
  Button,
  Card,
  CardLink,
  Cards,
  Disclosure,
  Empty,
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
import { loadOrganisation, type OfficeTeam } from './load-organisation';

/** Teams with their number and contact person. */
@Component({
  selector: 'sp-teams-page',
  imports: [
    Button,
    Card,
    CardLink,
    Cards,
    Disclosure,
    Empty,
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
      [heading]="t('teams.heading')"
      [lead]="t('teams.lead')"
      [back]="['/beheer/organisaties', organisationId()]"
      [backLabel]="office.value()?.name ?? t('organisation')"
    >
      <sp-resource [of]="office" shape="card" [count]="2">
        <ng-template [spReady]="office" let-now>
          <ul spCards>
            @for (team of now.teams; track team.id) {
              <li spCard>
                <h2 spHeading [look]="3">
                  <a spCardLink [routerLink]="['/beheer/organisaties', now.id, 'teams', team.id]">{{ team.name }}</a>
                </h2>
                <p spText>{{ about(team) }}</p>
                <p spText look="small">{{ contact(team) }}</p>
              </li>
            } @empty {
              <li><sp-empty icon="people" [heading]="t('teams.empty')" [text]="t('teams.empty.text')" /></li>
            }
          </ul>
          <sp-disclosure [heading]="t('teams.new')">
            <form novalidate (submit)="make($event)">
              <sp-text-field [label]="t('team.name')" [error]="error()" [maxLength]="120" [(value)]="name" />
              @if (deed.problem(); as problem) {
                <sp-problem [problem]="problem" [canRetry]="false" />
              }
              <button spButton kind="primary" type="submit" [busy]="deed.busy()">{{ t('teams.make') }}</button>
            </form>
          </sp-disclosure>
        </ng-template>
      </sp-resource>
    </sp-page>
  `,
  styleUrl: './administration.css',
})
export class TeamsPage {
  readonly organisationId = input.required<string>();

  protected readonly t = useWords(administrationWords);
  readonly #api = inject(Api);
  readonly #router = inject(Router);
  protected readonly office = loadOrganisation(() => this.organisationId());
  protected readonly deed = deeds();
  protected readonly name = signal('');
  protected readonly tried = signal(false);
  protected readonly error = computed(() => (this.tried() && this.name().trim() === '' ? this.t('name.empty') : null));

  constructor() {
    pageTitle(() => this.t('teams.heading'));
  }

  protected about({ members }: OfficeTeam): string {
    return members.length === 0 ? this.t('team.nobody') : members.map(({ name }) => name).join(', ');
  }

  protected contact({ contactId, phone }: OfficeTeam): string {
    const name = this.office.value()?.colleagues.find((one) => one.affiliationId === contactId)?.name;
    const who = name === undefined ? this.t('team.no-contact') : this.t('team.contact.is', { name });
    return phone === null ? who : `${who} ${this.t('team.phone.is', { phone })}`;
  }

  protected async make(event: Event): Promise<void> {
    event.preventDefault();
    this.tried.set(true);
    if (this.error() !== null) return;
    const organisationId = this.organisationId();
    await this.deed.run(async () => {
      const call = { params: { organisationId }, body: { name: this.name(), phone: null } };
      const { id } = await this.#api.call(routes.createTeam, call);
      await this.#router.navigate(['/beheer/organisaties', organisationId, 'teams', id]);
    });
  }
}
