import { Component, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import { coreWords, pageTitle, useWords } from '@samenplan/web/core';
import { Button, Card, CardLink, Cards, Heading, Icon, Page, Ready, ResourceView, Text } from '@samenplan/web/ui';
import { administrationWords } from './administration-words';
import { dutySentence } from './duty-sentence';
import { loadOrganisation, type OfficeFunction } from './load-organisation';

/** Functions, with what the client reads about them before showing something. */
@Component({
  selector: 'sp-functions-page',
  imports: [Button, Card, CardLink, Cards, Heading, Icon, Page, Ready, ResourceView, RouterLink, Text],
  template: `
    <sp-page
      [heading]="t('functions.heading')"
      [lead]="t('functions.lead')"
      [back]="['/beheer/organisaties', organisationId()]"
      [backLabel]="office.value()?.name ?? t('organisation')"
    >
      <sp-resource [of]="office" shape="card" [count]="2">
        <ng-template [spReady]="office" let-now>
          <p class="actions">
            <a spButton kind="primary" [routerLink]="['/beheer/organisaties', now.id, 'functies', 'nieuw']"
              ><sp-icon name="plus" />{{ t('functions.new') }}</a
            >
          </p>
          <ul spCards>
            @for (one of now.functions; track one.id) {
              <li spCard>
                <h2 spHeading [look]="3">
                  <a spCardLink [routerLink]="['/beheer/organisaties', now.id, 'functies', one.id]">{{ one.name }}</a>
                </h2>
                @for (sentence of sentences(one); track sentence) {
                  <p spText look="small">{{ sentence }}</p>
                }
                <p spText look="small">{{ t('function.purpose.is', { purpose: one.purpose }) }}</p>
              </li>
            }
          </ul>
        </ng-template>
      </sp-resource>
    </sp-page>
  `,
  styleUrl: './administration.css',
})
export class FunctionsPage {
  readonly organisationId = input.required<string>();

  protected readonly t = useWords(administrationWords);
  readonly #core = useWords(coreWords);
  protected readonly office = loadOrganisation(() => this.organisationId());

  constructor() {
    pageTitle(() => this.t('functions.heading'));
  }

  protected sentences({ duties }: OfficeFunction): string[] {
    return duties.map((duty) => dutySentence(this.#core, this.t, duty));
  }
}
