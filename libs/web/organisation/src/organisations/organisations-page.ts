import { Component, inject } from '@angular/core';
import { RouterLink } from '@angular/router';
import { Api, loaded, pageTitle, routes, useWords } from '@samenplan/web/core';
import { Card, CardLink, Cards, Empty, EmptyState, Heading, Page, Ready, ResourceView, Text } from '@samenplan/web/ui';
import { administrationWords } from './administration-words';

/** Organisations that one administers. */
@Component({
  selector: 'sp-organisations-page',
  imports: [Card, CardLink, Cards, Empty, EmptyState, Heading, Page, Ready, ResourceView, RouterLink, Text],
  template: `
    <sp-page [heading]="t('list.heading')" [lead]="t('list.lead')" back="/" [backLabel]="t('back.start')">
      <sp-resource [of]="organisations" shape="card" [count]="1">
        <ng-template [spReady]="organisations" let-list>
          <ul spCards>
            @for (one of list.items; track one.id) {
              <li spCard>
                <h2 spHeading [look]="3">
                  <a spCardLink [routerLink]="['/beheer/organisaties', one.id]">{{ one.name }}</a>
                </h2>
                <p spText look="small">{{ one.phone ?? t('phone.none') }}</p>
              </li>
            }
          </ul>
        </ng-template>
        <ng-template spEmptyState>
          <sp-empty icon="people" [heading]="t('list.empty')" [text]="t('list.empty.text')" />
        </ng-template>
      </sp-resource>
    </sp-page>
  `,
  styles: `
    h2 {
      margin: 0;
    }
    p {
      margin: 0;
    }
  `,
})
export class OrganisationsPage {
  protected readonly t = useWords(administrationWords);
  readonly #api = inject(Api);
  protected readonly organisations = loaded({
    load: (_now, abort) => this.#api.call(routes.listOrganisations, {}, abort),
    isEmpty: (list) => list.items.length === 0,
  });

  constructor() {
    pageTitle(() => this.t('list.heading'));
  }
}
