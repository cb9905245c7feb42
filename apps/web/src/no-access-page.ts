import { Component } from '@angular/core';
import { RouterLink } from '@angular/router';
import { pageTitle, useWords } from '@samenplan/web/core';
import { Button, Page } from '@samenplan/web/ui';
import { appWords } from './app-words';

/** A page for another role than one's own. */
@Component({
  selector: 'sp-no-access-page',
  imports: [Button, Page, RouterLink],
  template: `
    <sp-page [heading]="t('no-access.heading')" [lead]="t('no-access.text')">
      <a spButton kind="primary" routerLink="/">{{ t('home') }}</a>
    </sp-page>
  `,
})
export class NoAccessPage {
  protected readonly t = useWords(appWords);

  constructor() {
    pageTitle(() => this.t('no-access.title'));
  }
}
