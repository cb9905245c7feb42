import { Component, inject, input, output, signal } from '@angular/core';
import { Dates, useWords } from '@samenplan/web/core';
import { Alert, Button, Dialogs } from '@samenplan/web/ui';
import type { Kept } from './kept-words';
import { sectionWords } from './section-words';

/** Own words that could not be stored: to copy, never put back by themselves. */
@Component({
  selector: 'sp-unstored-panel',
  imports: [Alert, Button],
  template: `
    @for (one of kept(); track one.id) {
      <sp-alert kind="warning" [heading]="t('unstored.heading')" [live]="live()">
        <p>{{ t(whyWord(one)) }} {{ t('unstored.written', { at: momentOf(one) }) }}</p>
        @if (one.words === '') {
          <p>{{ t('unstored.no-words') }}</p>
        } @else {
          <p>{{ t(one.onDevice ? 'unstored.text.device' : 'unstored.text') }}</p>
          <blockquote tabindex="0" role="group" [attr.aria-label]="t('unstored.label')">{{ one.words }}</blockquote>
        }
        <div class="actions">
          @if (one.words !== '') {
            <button spButton type="button" (click)="copy(one)">
              {{ copied() === one.id ? t('unstored.copied') : t('unstored.copy') }}
            </button>
          }
          <button spButton kind="subtle" type="button" (click)="discard(one)">
            {{ t(one.words === '' ? 'unstored.understood' : 'unstored.discard') }}
          </button>
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
  /** Read out when it appears: for words that are lost at this moment. */
  readonly live = input(true);
  /** Id of the words that may go. */
  readonly discarded = output<string>();

  readonly #dates = inject(Dates);
  readonly #dialogs = inject(Dialogs);
  protected readonly t = useWords(sectionWords);
  protected readonly copied = signal<string | null>(null);

  protected whyWord(kept: Kept): `unstored.why.${Kept['why']}` {
    return `unstored.why.${kept.why}`;
  }

  protected momentOf({ at }: Kept): string {
    return this.#dates.moment(new Date(at).toISOString());
  }

  protected async copy({ id, words }: Kept): Promise<void> {
    try {
      await navigator.clipboard.writeText(words);
      this.copied.set(id);
    } catch {
      // The browser can forbid it; the words stand there to be selected by hand.
      this.copied.set(null);
    }
  }

  protected async discard({ id, words }: Kept): Promise<void> {
    const sure =
      words === '' ||
      (await this.#dialogs.confirm({
        heading: this.t('unstored.discard.heading'),
        text: this.t('unstored.discard.text'),
        confirm: this.t('unstored.discard'),
        danger: true,
      }));
    if (!sure) return;
    this.copied.set(null);
    this.discarded.emit(id);
  }
}
