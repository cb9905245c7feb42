import { Component, computed, DestroyRef, inject } from '@angular/core';
import { RouterLink } from '@angular/router';
import { Session, useWords } from '@samenplan/web/core';
import { Button } from '@samenplan/web/ui';
import { appWords } from './app-words';

/** The server ends an assisted session after five minutes without a request; the screen goes dark no later. */
const idleMilliseconds = 5 * 60_000;
const signs = ['pointerdown', 'keydown', 'scroll'] as const;

/** Says on every page of an assisted session that the client decides, and with whose help; "Klaar" leads to the last screen. */
@Component({
  selector: 'sp-assisted-bar',
  imports: [Button, RouterLink],
  template: `
    @if (assisted(); as now) {
      <div class="bar sp-no-print" role="region" [attr.aria-label]="t('assisted.label')">
        <p>{{ t('assisted.text', { helper: now.helper }) }}</p>
        <a spButton kind="primary" small [routerLink]="['/plannen', now.planId, 'wie-ziet-wat', 'papier']">{{
          t('assisted.done')
        }}</a>
      </div>
    }
  `,
  styles: `
    .bar {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      justify-content: space-between;
      gap: var(--sp-space-2) var(--sp-space-4);
      max-inline-size: 76rem;
      margin: var(--sp-space-3) auto 0;
      padding: var(--sp-space-3) var(--sp-space-4);
      border-radius: var(--sp-radius-large);
      background: var(--sp-warning-soft);
    }
    p {
      margin: 0;
      font-weight: 600;
    }
  `,
})
export class AssistedBar {
  protected readonly t = useWords(appWords);
  readonly #session = inject(Session);
  protected readonly assisted = computed(() => (this.#session.isIn() ? (this.#session.me()?.assisted ?? null) : null));
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    const restart = (): void => {
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => {
        if (this.assisted() !== null) this.#session.end();
      }, idleMilliseconds);
    };
    for (const sign of signs) addEventListener(sign, restart, { passive: true, capture: true });
    inject(DestroyRef).onDestroy(() => {
      clearTimeout(this.#timer);
      for (const sign of signs) removeEventListener(sign, restart, { capture: true });
    });
    restart();
  }
}
