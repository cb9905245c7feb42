import { Component, computed, inject, input, output } from '@angular/core';
import type { Recipient } from '@samenplan/shared/contracts';
import { Dates, useWords } from '@samenplan/web/core';
import { Button, Text } from '@samenplan/web/ui';
import { planWords } from '../plan-words';
import type { ShareDeed, ShareStep } from './share-answers';
import { ShareResult } from './share-result';
import { ShareSending } from './share-sending';
import { deedWords } from './share-words';

interface Line {
  readonly term: string;
  readonly values: readonly string[];
  readonly change: string;
  readonly step: ShareStep;
}

/** The last look before sending, and after it the result of each thing that was asked. */
@Component({
  selector: 'sp-share-check',
  imports: [Button, ShareResult, Text],
  providers: [ShareSending],
  template: `
    @if (sending.finished()) {
      <sp-share-result
        [planId]="planId()"
        [recipient]="recipient()"
        [endsAt]="endsAt()"
        [results]="sending.results()"
        (retry)="send()"
      />
    } @else {
      <dl>
        @for (line of lines(); track line.step) {
          <div>
            <dt>{{ line.term }}</dt>
            @for (value of line.values; track value) {
              <dd>{{ value }}</dd>
            }
            <dd class="change">
              <button
                spButton
                small
                kind="subtle"
                type="button"
                [attr.aria-label]="line.change"
                (click)="revised.emit(line.step)"
              >
                {{ t('share.check.change') }}
              </button>
            </dd>
          </div>
        }
      </dl>
      <p spText look="small">{{ t('share.check.log', { name: recipient().name }) }}</p>
      <button spButton kind="primary" type="button" [busy]="sending.busy()" (click)="send()">
        {{ t('share.send') }}
      </button>
      <p class="progress" role="status">{{ progress() }}</p>
    }
  `,
  styles: `
    dl {
      margin: 0 0 var(--sp-space-4);
      border: 1px solid var(--sp-line);
      border-radius: var(--sp-radius-large);
      background: var(--sp-surface);
    }
    dl > div {
      display: grid;
      grid-template-columns: minmax(0, 1fr) auto;
      gap: 0 var(--sp-space-3);
      padding: var(--sp-space-3) var(--sp-space-2) var(--sp-space-3) var(--sp-space-4);
      border-block-end: 1px solid var(--sp-line);
    }
    dl > div:last-child {
      border: 0;
    }
    dt {
      grid-column: 1;
      font-weight: 600;
    }
    dd {
      grid-column: 1;
      margin: 0;
      overflow-wrap: anywhere;
    }
    .change {
      grid-column: 2;
      grid-row: 1 / span 2;
    }
    p {
      margin: 0 0 var(--sp-space-4);
    }
    .progress {
      min-block-size: 1.5em;
      margin-block-start: var(--sp-space-2);
    }
  `,
})
export class ShareCheck {
  readonly planId = input.required<string>();
  readonly recipient = input.required<Recipient>();
  readonly endsAt = input.required<string>();
  readonly deeds = input.required<readonly ShareDeed[]>();
  readonly revised = output<ShareStep>();
  /** Everything was tried; the page then says so above. */
  readonly finished = output<boolean>();

  readonly #dates = inject(Dates);
  protected readonly t = useWords(planWords);
  protected readonly sending = inject(ShareSending);

  protected readonly progress = computed(() => {
    const total = this.sending.results().length;
    return this.sending.busy() && total > 1 ? this.t('share.sending', { n: this.sending.stored() + 1, total }) : '';
  });

  protected readonly lines = computed<readonly Line[]>(() => {
    const { name, position } = this.recipient();
    const place = [position?.function, position?.organisation].filter((part) => part !== undefined).join(', ');
    return [
      {
        term: this.t('share.check.who'),
        values: place === '' ? [name] : [name, place],
        change: this.t('share.check.change.who'),
        step: 'wie',
      },
      {
        term: this.t('share.check.what'),
        values: this.deeds().map((deed) => deedWords(this.t, deed)),
        change: this.t('share.check.change.what'),
        step: 'wat',
      },
      {
        term: this.t('share.check.until'),
        values: this.endsAt() === '' ? [] : [this.#dates.date(this.endsAt())],
        change: this.t('share.check.change.until'),
        step: 'tot-wanneer',
      },
    ];
  });

  async #send(): Promise<void> {
    await this.sending.send(this.planId(), this.deeds());
    this.finished.emit(this.sending.stored() === this.deeds().length);
  }

  protected send(): void {
    void this.#send();
  }
}
