import { Component } from '@angular/core';
import { RouterLink } from '@angular/router';
import { pageTitle, useWords } from '@samenplan/web/core';
import { Card, CardLink, Cards, Heading, Page, Text } from '@samenplan/web/ui';
import { accountWords } from './account-words';

/** What there is to arrange for oneself. */
@Component({
  selector: 'sp-account-page',
  imports: [Card, CardLink, Cards, Heading, Page, RouterLink, Text],
  template: `
    <sp-page [heading]="t('heading')" back="/" [backLabel]="t('back')">
      <ul spCards>
        @for (place of places; track place.name) {
          <li spCard>
            <h2 spHeading [look]="4">
              <a spCardLink [routerLink]="place.link">{{ t(place.name) }}</a>
            </h2>
            <p spText>{{ t(place.text) }}</p>
          </li>
        }
      </ul>
    </sp-page>
  `,
  styles: `
    h2,
    p {
      margin: 0;
    }
  `,
})
export class AccountPage {
  protected readonly t = useWords(accountWords);
  protected readonly places = [
    { name: 'logins', text: 'logins.text', link: '/mijn-account/inloggen' },
    { name: 'notices', text: 'notices.text', link: '/mijn-account/meldingen/hoe' },
  ] as const;

  constructor() {
    pageTitle(() => this.t('heading'));
  }
}
