import { Component } from '@angular/core';
import { RouterLink } from '@angular/router';
import { pageTitle, useWords } from '@samenplan/web/core';
import { Button, Page } from '@samenplan/web/ui';
import { appWords } from './app-words';

/** An address that leads nowhere. */
@Component({
  selector: 'sp-not-found-page',
  imports: [Button, Page, RouterLink],
  template: `
    <sp-page [heading]="t('not-found.heading')" [lead]="t('not-found.text')">
      <a spButton kind="primary" routerLink="/">{{ t('home') }}</a>
    </sp-page>
  `,
})
export class NotFoundPage {
  protected readonly t = useWords(appWords);

  constructor() {
    pageTitle(() => this.t('not-found.title'));
  }
}
