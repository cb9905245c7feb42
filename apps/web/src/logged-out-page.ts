import { Component, inject } from '@angular/core';
import { RouterLink } from '@angular/router';
import { pageTitle, Session, useWords } from '@samenplan/web/core';
import { Button, Page } from '@samenplan/web/ui';
import { appWords } from './app-words';

/** Where logging out ends. */
@Component({
  selector: 'sp-logged-out-page',
  imports: [Button, Page, RouterLink],
  template: `
    <sp-page [heading]="t('logged-out.heading')" [lead]="t('logged-out.text')">
      <div class="actions">
        <button spButton kind="primary" type="button" (click)="session.login('/')">{{ t('logged-out.again') }}</button>
        <a spButton routerLink="/">{{ t('logged-out.home') }}</a>
      </div>
    </sp-page>
  `,
  styles: `
    .actions {
      display: flex;
      flex-wrap: wrap;
      gap: var(--sp-space-3);
    }
  `,
})
export class LoggedOutPage {
  protected readonly t = useWords(appWords);
  protected readonly session = inject(Session);

  constructor() {
    pageTitle(() => this.t('logged-out.title'));
  }
}
