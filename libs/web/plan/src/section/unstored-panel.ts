import { Component, inject, input, output, signal } from '@angular/core';
import { useWords } from '@samenplan/web/core';
import { Alert, Button, Dialogs } from '@samenplan/web/ui';
import type { Kept } from './live-section';
import { sectionWords } from './section-words';

/** Own words that could not be stored: to copy, never put back by themselves. */
@Component({
  selector: 'sp-unstored-panel',
  imports: [Alert, Button],
  template: `
    @for (one of kept(); track $index) {
      <sp-alert kind="warning" [heading]="t('unstored.heading')" [live]="true">
        <p>{{ t(whyWord(one)) }} {{ t('unstored.text') }}</p>
        <blockquote tabindex="0" role="group" [attr.aria-label]="t('unstored.label')">{{ one.words }}</blockquote>
        <div class="actions">
          <button spButton type="button" (click)="copy(one.words, $index)">
            {{ copied() === $index ? t('unstored.copied') : t('unstored.copy') }}
          </button>
          <button spButton kind="subtle" type="button" (click)="discard($index)">{{ t('unstored.discard') }}</button>
        </div>
      </sp-alert>
    }
  `,
  styles: `
    :host {
      display: grid;
      gap: var(--sp-space-3);
    }
    :host:empty {
      display: none;
    }
    p {
      margin: 0 0 var(--sp-space-2);
    }
    blockquote {
      margin: 0 0 var(--sp-space-3);
      padding: var(--sp-space-3);
      max-block-size: 14rem;
      overflow-y: auto;
      border-radius: var(--sp-radius);
      background: var(--sp-surface);
      white-space: pre-wrap;
      overflow-wrap: anywhere;
    }
    .actions {
      display: flex;
      flex-wrap: wrap;
      gap: var(--sp-space-2);
    }
  `,
})
export class UnstoredPanel {
  readonly kept = input.required<readonly Kept[]>();
  readonly discarded = output<number>();

  readonly #dialogs = inject(Dialogs);
  protected readonly t = useWords(sectionWords);
  protected readonly copied = signal<number | null>(null);

  protected whyWord(kept: Kept): `unstored.why.${Kept['why']}` {
    return `unstored.why.${kept.why}`;
  }

  protected async copy(words: string, index: number): Promise<void> {
    try {
      await navigator.clipboard.writeText(words);
      this.copied.set(index);
    } catch {
      // The browser can forbid it; the words stand there to be selected by hand.
      this.copied.set(null);
    }
  }

  protected async discard(index: number): Promise<void> {
    const sure = await this.#dialogs.confirm({
      heading: this.t('unstored.discard.heading'),
      text: this.t('unstored.discard.text'),
      confirm: this.t('unstored.discard'),
      danger: true,
    });
    if (!sure) return;
    this.copied.set(null);
    this.discarded.emit(index);
  }
}
