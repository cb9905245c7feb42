import { Component, DestroyRef, inject, input, signal } from '@angular/core';
import { Router } from '@angular/router';
import { pageTitle, Session, useWords } from '@samenplan/web/core';
import { Alert, Button, Page } from '@samenplan/web/ui';
import { appWords } from './app-words';

/** Nobody answers. Tries again by itself, and goes on to where the person wanted to be. */
@Component({
  selector: 'sp-offline-page',
  imports: [Alert, Button, Page],
  template: `
    <sp-page [heading]="t('offline.heading')" [lead]="t('offline.text')">
      @if (failed()) {
        <sp-alert kind="warning" live>{{ t('offline.still') }}</sp-alert>
      }
      <button spButton kind="primary" type="button" [busy]="trying()" (click)="retry()">
        {{ t('offline.retry') }}
      </button>
    </sp-page>
  `,
  styles: `
    sp-alert {
      margin-block-end: var(--sp-space-4);
    }
  `,
})
export class OfflinePage {
  /** Path that was asked for; only paths of this app. */
  readonly naar = input<string>();

  protected readonly t = useWords(appWords);
  readonly #session = inject(Session);
  readonly #router = inject(Router);
  protected readonly trying = signal(false);
  protected readonly failed = signal(false);

  constructor() {
    pageTitle(() => this.t('offline.title'));
    const again = setInterval(() => void this.retry(), 10_000);
    inject(DestroyRef).onDestroy(() => clearInterval(again));
  }

  protected async retry(): Promise<void> {
    if (this.trying()) return;
    this.trying.set(true);
    await this.#session.check();
    this.trying.set(false);
    this.failed.set(this.#session.state() === 'unreachable');
    const wanted = this.naar() ?? '/';
    if (!this.failed())
      void this.#router.navigateByUrl(/^\/(?!\/)/.test(wanted) ? wanted : '/', { onSameUrlNavigation: 'reload' });
  }
}
