import { Component, computed, inject, input, signal } from '@angular/core';
import { RouterLink } from '@angular/router';
import { Api, Dates, pageTitle, routes, useWords } from '@samenplan/web/core';
import {
  Button,
  Card,
  CardLink,
  Cards,
  Empty,
  Heading,
  Icon,
  Page,
  Person,
  ProblemState,
  Ready,
  ResourceView,
  StatusPill,
  Text,
  TextField,
} from '@samenplan/web/ui';
import { administrationWords } from './administration-words';
import { lastMomentOf } from './day-moments';
import { deeds } from './deeds';
import { loadOrganisation, type OfficeColleague } from './load-organisation';

/** A list gets a field to search in from this length on. */
const MANY = 12;

/** Everybody who works here, and the codes that wait for somebody. */
@Component({
  selector: 'sp-colleagues-page',
  imports: [
    Button,
    Card,
    CardLink,
    Cards,
    Empty,
    Heading,
    Icon,
    Page,
    Person,
    ProblemState,
    Ready,
    ResourceView,
    RouterLink,
    StatusPill,
    Text,
    TextField,
  ],
  template: `
    <sp-page
      [heading]="t('people.heading')"
      [lead]="t('people.lead')"
      [back]="['/beheer/organisaties', organisationId()]"
      [backLabel]="office.value()?.name ?? t('organisation')"
    >
      <sp-resource [of]="office" shape="person" [count]="4">
        <ng-template [spReady]="office" let-now>
          <p class="actions">
            <a spButton kind="primary" [routerLink]="['/beheer/organisaties', now.id, 'mensen', 'uitnodigen']"
              ><sp-icon name="plus" />{{ t('people.invite') }}</a
            >
          </p>
          @if (now.colleagues.length > many) {
            <sp-text-field type="search" optional [label]="t('people.search')" [(value)]="search" />
          }
          <ul spCards>
            @for (one of found(); track one.affiliationId) {
              <li spCard>
                <sp-person [name]="one.name" [function]="one.function">
                  @if (statusOf(one); as status) {
                    <sp-status-pill [tone]="status.tone" icon="clock">{{ status.text }}</sp-status-pill>
                  }
                </sp-person>
                <a
                  spCardLink
                  class="more"
                  [routerLink]="['/beheer/organisaties', now.id, 'mensen', one.affiliationId]"
                  >{{ t('people.open', { name: one.name }) }}</a
                >
              </li>
            } @empty {
              <li>
                <sp-empty icon="people" [heading]="t(search() === '' ? 'people.empty' : 'people.none-found')" />
              </li>
            }
          </ul>
          <section>
            <h2 spHeading>{{ t('invitations.heading') }}</h2>
            @if (deed.problem(); as problem) {
              <sp-problem [problem]="problem" [canRetry]="false" />
            }
            <ul spCards>
              @for (one of now.invitations; track one.id) {
                <li spCard class="row">
                  <span>
                    <strong>{{ t('invitations.number', { number: one.number }) }}</strong><br />{{
                      forWhat(one.functionId, one.administrator)
                    }}<br />{{ t('invitations.valid', { date: dates.date(one.expiresAt) }) }}
                  </span>
                  <button
                    spButton
                    small
                    type="button"
                    [attr.aria-label]="t('invitations.cancel.label', { number: one.number })"
                    (click)="cancel(one.id)"
                  >
                    {{ t('invitations.cancel') }}
                  </button>
                </li>
              } @empty {
                <li>
                  <p spText>{{ t('invitations.empty') }}</p>
                </li>
              }
            </ul>
          </section>
        </ng-template>
      </sp-resource>
    </sp-page>
  `,
  styleUrl: './administration.css',
  styles: `
    .more {
      display: inline-flex;
      align-items: center;
      min-block-size: 44px;
      font-weight: 600;
    }
    sp-text-field {
      margin-block-end: var(--sp-space-4);
    }
  `,
})
export class ColleaguesPage {
  readonly organisationId = input.required<string>();

  protected readonly t = useWords(administrationWords);
  protected readonly dates = inject(Dates);
  readonly #api = inject(Api);
  protected readonly many = MANY;
  protected readonly office = loadOrganisation(() => this.organisationId());
  protected readonly deed = deeds();
  protected readonly search = signal('');
  protected readonly found = computed(() => {
    const words = this.search().toLowerCase().split(/\s+/);
    return (this.office.value()?.colleagues ?? []).filter((one) =>
      words.every((word) => `${one.name} ${one.function}`.toLowerCase().includes(word)),
    );
  });

  constructor() {
    pageTitle(() => this.t('people.heading'));
  }

  protected statusOf({ endsAt, replacements }: OfficeColleague): { text: string; tone: 'warning' | 'accent' } | null {
    if (endsAt !== null)
      return { text: this.t('people.leaves', { date: this.dates.date(lastMomentOf(endsAt)) }), tone: 'warning' };
    const [away] = replacements;
    if (away === undefined) return null;
    const words = { from: this.dates.date(away.startsAt), until: this.dates.date(lastMomentOf(away.endsAt)) };
    return {
      text: this.t(Date.parse(away.startsAt) > Date.now() ? 'people.away.from' : 'people.away', words),
      tone: 'accent',
    };
  }

  protected forWhat(functionId: string | null, administrator: boolean): string {
    const job = this.office.value()?.functions.find(({ id }) => id === functionId)?.name ?? '';
    if (!administrator) return job;
    return functionId === null ? this.t('invitations.administrator') : this.t('invitations.both', { job });
  }

  protected async cancel(invitationId: string): Promise<void> {
    const params = { organisationId: this.organisationId(), invitationId };
    await this.deed.run(
      () => this.#api.call(routes.cancelColleagueInvitation, { params }),
      this.t('invitations.cancelled'),
    );
    this.office.reload();
  }
}
