import { Component } from '@angular/core';
import { RouterLink } from '@angular/router';
import { pageTitle, useWords } from '@samenplan/web/core';
import { Alert, Button, Page } from '@samenplan/web/ui';
import { entryWords } from './entry-words';
import { Telling } from './telling';

/** After a letter was used: the login is bound, and the client chooses how to be told. */
@Component({
  selector: 'sp-account-done-page',
  imports: [Alert, Button, Page, RouterLink, Telling],
  template: `
    <sp-page [heading]="t('account.done.heading')">
      <sp-alert kind="ok">{{ t('account.done.text') }}</sp-alert>
      <sp-telling />
      <a spButton kind="primary" routerLink="/">{{ t('account.done.open') }}</a>
    </sp-page>
  `,
  styles: `
    sp-alert,
    sp-telling {
      display: block;
      margin-block-end: var(--sp-space-5);
    }
  `,
})
export class AccountDonePage {
  protected readonly t = useWords(entryWords);

  constructor() {
    pageTitle(() => this.t('account.title'));
  }
}
