import { Component, computed, inject, input } from '@angular/core';
import { Dates, readableCode, Session, useWords, type AnswerOf, type routes } from '@samenplan/web/core';
import { Alert, Button, Heading, Icon, QrCode, Text } from '@samenplan/web/ui';
import { startWords } from './start-words';

/** A code on the screen, to scan or read out; printed it is a letter without anything about the client. */
@Component({
  selector: 'sp-plan-start-code',
  imports: [Alert, Button, Heading, Icon, QrCode, Text],
  template: `
    <section class="screen sp-no-print">
      <h2 spHeading>{{ t('together.show.heading') }}</h2>
      <div class="show">
        <sp-qr-code [value]="start().url" [label]="t('together.show.qr', { code: readable() })" />
        <div class="words">
          <p class="code">{{ readable() }}</p>
          <p spText>{{ valid() }}</p>
          <button spButton kind="primary" type="button" (click)="print()">
            <sp-icon name="print" />{{ t('together.show.print') }}
          </button>
        </div>
      </div>
      <sp-alert kind="warning">{{ t('together.show.once') }}</sp-alert>
      <p spText look="small">{{ t('together.privacy') }}</p>
    </section>
    <section class="letter sp-print-only">
      <h1 spHeading [look]="1">{{ t('letter.heading') }}</h1>
      <p>{{ t('letter.text') }}</p>
      <h2 spHeading>{{ t('letter.how') }}</h2>
      <sp-qr-code [value]="start().url" [label]="readable()" />
      <ol>
        <li>{{ t('letter.step.1', { address: address() }) }}</li>
        <li>{{ t('letter.step.2') }}</li>
        <li>
          {{ t('letter.step.3') }} <strong class="code">{{ readable() }}</strong>
        </li>
      </ol>
      <p>{{ t('letter.valid', { moment: dates.moment(start().expiresAt) }) }}</p>
      <p>{{ from() }}</p>
    </section>
  `,
  styleUrl: './code-letter.css',
})
export class PlanStartCode {
  readonly start = input.required<AnswerOf<typeof routes.createPlanStart>>();

  protected readonly t = useWords(startWords);
  protected readonly dates = inject(Dates);
  readonly #session = inject(Session);
  /** In two halves: easier to read out and to copy. */
  protected readonly readable = computed(() => readableCode(this.start().code));
  protected readonly valid = computed(() =>
    this.t('together.show.valid', { moment: this.dates.moment(this.start().expiresAt) }),
  );
  /** Where to type the code; without the code, so that the letter's steps stay readable. */
  protected readonly address = computed(() => `${location.host}/begin`);
  protected readonly from = computed(() => {
    const me = this.#session.me();
    const place = me?.positions[0];
    const detail = place === undefined ? '' : `${place.function}, ${place.organisation}`;
    return this.t('letter.from', { name: me?.name ?? '', detail });
  });

  protected print(): void {
    window.print();
  }
}
