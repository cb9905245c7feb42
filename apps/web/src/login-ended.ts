import { afterNextRender, Component, ElementRef, inject, viewChild } from '@angular/core';
import { Session, useWords } from '@samenplan/web/core';
import { Button, Heading, Text } from '@samenplan/web/ui';
import { appWords } from './app-words';

/** Stands in place of a page whose login has ended. */
@Component({
  selector: 'sp-login-ended',
  imports: [Button, Heading, Text],
  template: `
    <h1 #heading spHeading [look]="1" tabindex="-1">{{ t('ended.heading') }}</h1>
    <p spText look="lead">{{ t('ended.text') }}</p>
    <button spButton type="button" kind="primary" (click)="session.login()">{{ t('ended.login') }}</button>
  `,
  styles: `
    :host {
      display: block;
      max-inline-size: 46rem;
      margin-inline: auto;
      padding: var(--sp-space-6) var(--sp-space-4);
    }
    h1 {
      margin-block: 0 var(--sp-space-4);
    }
    p {
      margin-block-end: var(--sp-space-5);
    }
  `,
})
export class LoginEnded {
  protected readonly t = useWords(appWords);
  protected readonly session = inject(Session);
  private readonly headingElement = viewChild.required<ElementRef<HTMLElement>>('heading');

  constructor() {
    afterNextRender(() => this.headingElement().nativeElement.focus());
  }
}
