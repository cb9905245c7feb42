import { Component, inject } from '@angular/core';
import { Api, loaded, pageTitle, readableCode, routes, useWords } from '@samenplan/web/core';
import { Button, Page, QrCode, Ready, ResourceView, Text, Toasts } from '@samenplan/web/ui';
import { appWords } from './app-words';

/** Own code, to be scanned or read out by somebody who wants to share. */
@Component({
  selector: 'sp-my-code-page',
  imports: [Button, Page, QrCode, Ready, ResourceView, Text],
  template: `
    <sp-page [heading]="t('my-code.heading')" [lead]="t('my-code.lead')">
      <sp-resource [of]="code" shape="block" [count]="1">
        <ng-template [spReady]="code" let-mine>
          <div class="show">
            <sp-qr-code [value]="mine.url" [label]="t('my-code.qr', { code: readable(mine.code) })" />
            <div>
              <p class="caption">{{ t('my-code.code') }}</p>
              <p class="code">{{ readable(mine.code) }}</p>
              <button spButton type="button" (click)="copy(mine.code)">{{ t('my-code.copy') }}</button>
            </div>
          </div>
          <p spText look="small">{{ t('my-code.explain') }}</p>
        </ng-template>
      </sp-resource>
    </sp-page>
  `,
  styles: `
    .show {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      gap: var(--sp-space-5);
      padding: var(--sp-space-5);
      margin-block-end: var(--sp-space-4);
      border: 1px solid var(--sp-line);
      border-radius: var(--sp-radius-large);
      background: var(--sp-surface);
    }
    .caption {
      margin: 0;
      color: var(--sp-ink-soft);
    }
    .code {
      margin: 0 0 var(--sp-space-4);
      font:
        700 1.6rem ui-monospace,
        'DejaVu Sans Mono',
        monospace;
      letter-spacing: 0.06em;
    }
    sp-qr-code {
      inline-size: 14rem;
    }
  `,
})
export class MyCodePage {
  protected readonly t = useWords(appWords);
  protected readonly readable = readableCode;
  readonly #api = inject(Api);
  readonly #toasts = inject(Toasts);
  protected readonly code = loaded({ load: (_now, abort) => this.#api.call(routes.getContactCode, {}, abort) });

  constructor() {
    pageTitle(() => this.t('my-code.title'));
  }

  protected async copy(code: string): Promise<void> {
    await navigator.clipboard.writeText(code);
    this.#toasts.show({ text: this.t('my-code.copied') });
  }
}
