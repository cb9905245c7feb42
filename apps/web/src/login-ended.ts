import { afterNextRender, Component, computed, ElementRef, inject, signal, viewChild } from '@angular/core';
import { Api, LoginWindow, routes, Session, useWords } from '@samenplan/web/core';
import { Button, Heading, Text } from '@samenplan/web/ui';
import { appWords } from './app-words';

/**
 * Stands in place of a page whose login has ended, that of an assisted session too. When the same person logs in, the
 * page comes back as it was.
 */
@Component({
  selector: 'sp-login-ended',
  imports: [Button, Heading, Text],
  template: `
    <h1 #heading spHeading [look]="1" tabindex="-1">
      {{ t(helper() === null ? 'ended.heading' : 'assisted.ended.heading') }}
    </h1>
    <p spText look="lead">{{ t(helper() === null ? 'ended.text' : 'assisted.ended.text') }}</p>
    @if (helper(); as name) {
      <button spButton type="button" kind="primary" [busy]="leaving()" (click)="back()">
        {{ t('assisted.ended.back', { helper: name }) }}
      </button>
    } @else {
      <button spButton type="button" kind="primary" (click)="window.open(null)">{{ t('ended.login') }}</button>
    }
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
  protected readonly window = inject(LoginWindow);
  readonly #api = inject(Api);
  protected readonly leaving = signal(false);
  protected readonly helper = computed(() => this.session.me()?.assisted?.helper ?? null);
  private readonly headingElement = viewChild.required<ElementRef<HTMLElement>>('heading');

  constructor() {
    afterNextRender(() => this.headingElement().nativeElement.focus());
  }

  /** The browser forgets the assisted session; then the helper's own login counts again. */
  protected async back(): Promise<void> {
    this.leaving.set(true);
    await this.#api.call(routes.endAssistedSession, {}).catch(() => null);
    location.replace('/');
  }
}
