import { Component, input, signal } from '@angular/core';
import { pageTitle, useWords } from '@samenplan/web/core';
import { Alert, Button, Page, Text } from '@samenplan/web/ui';
import { noticesWords } from './notices-words';

/**
 * Behind the link in a mail, without a login. Opening it changes nothing, since mail scanners open links; the answer is
 * the same for every link, so the page tells nobody whether an address is known.
 */
@Component({
  selector: 'sp-unsubscribe-page',
  imports: [Alert, Button, Page, Text],
  template: `
    <sp-page [heading]="t(done() ? 'unsubscribe.done.heading' : 'unsubscribe.heading')">
      @if (done()) {
        <p spText role="status">{{ t('unsubscribe.done.text') }}</p>
      } @else {
        <p spText>{{ t('unsubscribe.text') }}</p>
        @if (failed()) {
          <sp-alert kind="error" live>{{ t('unsubscribe.failed') }}</sp-alert>
        }
        <button spButton kind="primary" type="button" [busy]="busy()" (click)="stop()">
          {{ t('unsubscribe.button') }}
        </button>
      }
    </sp-page>
  `,
  styles: `
    sp-alert {
      margin-block-end: var(--sp-space-4);
    }
  `,
})
export class UnsubscribePage {
  readonly token = input.required<string>();

  protected readonly t = useWords(noticesWords);
  protected readonly busy = signal(false);
  protected readonly done = signal(false);
  protected readonly failed = signal(false);

  constructor() {
    pageTitle(() => this.t('unsubscribe.title'));
  }

  /** The same request that mail programs make (RFC 8058), which is no part of the REST API. */
  protected async stop(): Promise<void> {
    this.busy.set(true);
    this.failed.set(false);
    try {
      const answer = await fetch(`/afmelden/${encodeURIComponent(this.token())}`, {
        method: 'POST',
        credentials: 'omit',
        body: new URLSearchParams({ 'List-Unsubscribe': 'One-Click' }),
      });
      this.done.set(answer.ok);
      this.failed.set(!answer.ok);
    } catch {
      this.failed.set(true);
    } finally {
      this.busy.set(false);
    }
  }
}
