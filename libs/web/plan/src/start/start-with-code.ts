import { Component, computed, inject, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import { Api, loaded, pageTitle, routes, Session, useWords } from '@samenplan/web/core';
import {
  Button,
  Card,
  CardLink,
  Cards,
  Empty,
  EmptyState,
  Heading,
  Link,
  Page,
  Ready,
  ResourceView,
} from '@samenplan/web/ui';
import { startWords } from './start-words';

/** Somebody's code was scanned: choose the plan to show something of. Who it is comes first on the next page. */
@Component({
  selector: 'sp-start-with-code',
  imports: [Button, Card, CardLink, Cards, Empty, EmptyState, Heading, Link, Page, Ready, ResourceView, RouterLink],
  template: `
    <sp-page [heading]="t('with.heading')" [lead]="t('with.lead')" back="/" [backLabel]="t('back.start')">
      <sp-resource [of]="plans" shape="person" [count]="2">
        <ng-template [spReady]="plans" let-list>
          <h2 spHeading>{{ t('with.choose') }}</h2>
          <ul spCards>
            @for (plan of list; track plan.id) {
              <li spCard>
                <a spCardLink [routerLink]="['/plannen', plan.id, 'laat-zien']" [queryParams]="{ code: code() }"
                  ><strong>{{ plan.title }}</strong></a
                >
                @if (plan.client.id !== ownId()) {
                  <br />{{ t('plan.client', { name: plan.client.name }) }}
                }
              </li>
            }
          </ul>
        </ng-template>
        <ng-template spEmptyState>
          <sp-empty [heading]="t('with.empty')" [text]="t('with.empty.text')">
            <a spButton routerLink="/begin/nieuw">{{ t('client.plans.new') }}</a>
          </sp-empty>
        </ng-template>
      </sp-resource>
      @if (professional()) {
        <p>
          <a spLink routerLink="/vragen" [queryParams]="{ code: code() }">{{ t('with.ask') }}</a>
        </p>
      }
    </sp-page>
  `,
})
export class StartWithCode {
  readonly code = input.required<string>();

  protected readonly t = useWords(startWords);
  readonly #api = inject(Api);
  readonly #session = inject(Session);
  protected readonly ownId = computed(() => this.#session.me()?.id ?? '');
  protected readonly professional = computed(() => this.#session.has('professional'));
  protected readonly plans = loaded({
    load: async (_now, abort) => {
      const { items } = await this.#api.call(routes.listPlans, {}, abort);
      // Only the client and a representative decide; the server decides again when something is shown.
      return this.#session.has('representative') ? items : items.filter((plan) => plan.client.id === this.ownId());
    },
    isEmpty: (list) => list.length === 0,
  });

  constructor() {
    pageTitle(() => this.t('with.title'));
  }
}
