import { Component, computed, inject, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import { problemCatalogue, type ProblemCode } from '@samenplan/shared/contracts';
import { coreWords, pageTitle, Session, useWords } from '@samenplan/web/core';
import { Alert, Button, Heading, Icon, Text, type IconName } from '@samenplan/web/ui';
import { appWords } from './app-words';

/** What the product is, for who is not logged in. */
@Component({
  selector: 'sp-welcome-page',
  imports: [Alert, Button, Heading, Icon, RouterLink, Text],
  template: `
    <section class="hero">
      @if (wrong(); as words) {
        <sp-alert kind="error" [heading]="t('welcome.problem')" live>{{ words }}</sp-alert>
      }
      <h1 spHeading [look]="1">{{ t('welcome.heading') }}</h1>
      <p spText look="lead">{{ t('welcome.lead') }}</p>
      <div class="actions">
        <button spButton kind="primary" type="button" (click)="session.login('/')">{{ t('welcome.login') }}</button>
        <a spButton routerLink="/begin">{{ t('welcome.code') }}</a>
      </div>
    </section>
    <ul class="points" role="list">
      @for (point of points; track point.name) {
        <li>
          <span class="drawing" aria-hidden="true"><sp-icon [name]="point.icon" /></span>
          <h2 spHeading [look]="3">{{ t(point.heading) }}</h2>
          <p spText>{{ t(point.text) }}</p>
        </li>
      }
    </ul>
    <section class="work">
      <h2 spHeading [look]="3">{{ t('welcome.professional.heading') }}</h2>
      <p spText>{{ t('welcome.professional.text') }}</p>
    </section>
  `,
  styleUrl: './welcome-page.css',
})
export class WelcomePage {
  /** Code of a login that failed; the login page of the provider sends people back with it. */
  readonly problem = input<string>();

  protected readonly t = useWords(appWords);
  readonly #core = useWords(coreWords);
  protected readonly wrong = computed(() => {
    const code = this.problem();
    if (code === undefined) return null;
    return isProblemCode(code) ? this.#core(`problem.${code}`) : this.t('welcome.problem.unknown');
  });
  protected readonly session = inject(Session);
  protected readonly points = (['decide', 'together', 'log'] as const).map((name) => ({
    name,
    icon: ({ decide: 'lock', together: 'pencil', log: 'eye' } as const satisfies Record<string, IconName>)[name],
    heading: `welcome.${name}.heading` as const,
    text: `welcome.${name}.text` as const,
  }));

  constructor() {
    pageTitle(() => this.t('welcome.title'));
  }
}

function isProblemCode(code: string): code is ProblemCode {
  return Object.hasOwn(problemCatalogue, code);
}
