import { Component, inject, input, linkedSignal } from '@angular/core';
import { dutyKinds, lifeDomains } from '@samenplan/shared/contracts';
import { Api, coreWords, Dates, loaded, pageTitle, routes, useWords, type AnswerOf } from '@samenplan/web/core';
import {
  Button,
  Card,
  Cards,
  Empty,
  EmptyState,
  Page,
  ProblemState,
  Ready,
  ResourceView,
  Text,
} from '@samenplan/web/ui';
import { administrationWords } from './administration-words';
import { changeSentence, fieldSentences, type ChangeVoice } from './change-sentences';
import { deeds } from './deeds';
import { daysInWords } from './working-days';

type Change = AnswerOf<typeof routes.listAdministrationChanges>['items'][number];

/** What changed in this organisation: who did it and when. Nobody can change or remove a line. */
@Component({
  selector: 'sp-changes-page',
  imports: [Button, Card, Cards, Empty, EmptyState, Page, ProblemState, Ready, ResourceView, Text],
  template: `
    <sp-page
      [heading]="t('changes.heading')"
      [lead]="t('changes.lead')"
      [back]="['/beheer/organisaties', organisationId()]"
      [backLabel]="t('organisation')"
    >
      <sp-resource [of]="first" shape="card" [count]="5">
        <ng-template [spReady]="first">
          <ol spCards>
            @for (change of items(); track change.id) {
              <li spCard>
                <p spText>
                  <strong>{{ sentence(change) }}</strong>
                </p>
                @for (detail of details(change); track detail) {
                  <p spText>{{ detail }}</p>
                }
                <p spText look="small">
                  {{ dates.moment(change.at) }} - {{ change.by?.name ?? t('changes.installation') }}
                </p>
              </li>
            }
          </ol>
          @if (deed.problem(); as problem) {
            <sp-problem [problem]="problem" [canRetry]="false" />
          }
          @if (cursor(); as before) {
            <p class="actions">
              <button spButton type="button" [busy]="deed.busy()" (click)="more(before)">
                {{ t('changes.more') }}
              </button>
            </p>
          }
        </ng-template>
        <ng-template spEmptyState>
          <sp-empty [heading]="t('changes.empty')" />
        </ng-template>
      </sp-resource>
    </sp-page>
  `,
  styleUrl: './administration.css',
})
export class ChangesPage {
  readonly organisationId = input.required<string>();

  protected readonly t = useWords(administrationWords);
  protected readonly dates = inject(Dates);
  readonly #api = inject(Api);
  protected readonly deed = deeds();
  protected readonly first = loaded({
    params: () => this.organisationId(),
    load: (organisationId, abort) =>
      this.#api.call(routes.listAdministrationChanges, { params: { organisationId }, query: {} }, abort),
    isEmpty: (page) => page.items.length === 0,
  });
  protected readonly items = linkedSignal<readonly Change[]>(() => this.first.value()?.items ?? []);
  protected readonly cursor = linkedSignal(() => this.first.value()?.nextCursor ?? null);
  readonly #core = useWords(coreWords);
  readonly #voice: ChangeVoice = {
    t: this.t,
    date: (iso) => this.dates.date(iso),
    days: (days) => daysInWords(this.t, days),
    duty: (duty) => {
      const known = dutyKinds.find((kind) => kind === duty);
      return known === undefined ? duty : this.t(`duty.short.${known}`);
    },
    domain: (domain) => {
      const known = lifeDomains.find((one) => one === domain);
      return known === undefined ? domain : this.#core(`domain.${known}`);
    },
  };

  constructor() {
    pageTitle(() => this.t('changes.heading'));
  }

  protected sentence(change: Change): string {
    return changeSentence(this.#voice, change);
  }

  protected details(change: Change): string[] {
    return fieldSentences(this.#voice, change);
  }

  protected async more(before: string): Promise<void> {
    await this.deed.run(async () => {
      const call = { params: { organisationId: this.organisationId() }, query: { before } };
      const page = await this.#api.call(routes.listAdministrationChanges, call);
      this.items.update((items) => [...items, ...page.items]);
      this.cursor.set(page.nextCursor);
    });
  }
}
