import { Component, computed, inject, input } from '@angular/core';
import type { LetterCode } from '@samenplan/shared/contracts';
import { Dates, readableCode, Session, useWords } from '@samenplan/web/core';
import { Alert, Button, Heading, Icon, QrCode, Text } from '@samenplan/web/ui';
import { entryWords } from './entry-words';

/** A code that binds a login, on the screen and as a letter in large type. Says nothing about whose it is. */
@Component({
  selector: 'sp-letter-sheet',
  imports: [Alert, Button, Heading, Icon, QrCode, Text],
  template: `
    <section class="screen sp-no-print">
      <div class="show">
        <sp-qr-code [value]="letter().url" [label]="t('sheet.qr', { code: readable() })" />
        <div>
          <p class="code">{{ readable() }}</p>
          <p spText>{{ t('sheet.valid', { day: dates.date(letter().expiresAt) }) }}</p>
          <button spButton kind="primary" type="button" (click)="print()">
            <sp-icon name="print" />{{ t('sheet.print') }}
          </button>
        </div>
      </div>
      <sp-alert kind="warning">{{ t('sheet.once') }}</sp-alert>
    </section>
    <section class="letter sp-print-only">
      <h1 spHeading [look]="1">{{ t(kind() === 'takeover' ? 'sheet.takeover.heading' : 'sheet.recovery.heading') }}</h1>
      <p>{{ t(kind() === 'takeover' ? 'sheet.takeover.text' : 'sheet.recovery.text') }}</p>
      <h2 spHeading>{{ t('sheet.how') }}</h2>
      <ol>
        <li>
          {{ t('sheet.scan', { address: address() }) }}
          <sp-qr-code [value]="letter().url" [label]="readable()" />
        </li>
        <li>
          {{ t('sheet.code') }} <strong class="code">{{ readable() }}</strong>
        </li>
        <li>{{ t(kind() === 'takeover' ? 'sheet.takeover.step' : 'sheet.recovery.step') }}</li>
      </ol>
      <p>{{ t('sheet.valid', { day: dates.date(letter().expiresAt) }) }}</p>
      <p>{{ t('sheet.help') }}</p>
      @if (kind() === 'takeover') {
        <p>{{ t('sheet.from', { name: from() }) }}</p>
      }
    </section>
  `,
  styleUrl: '../start/code-letter.css',
})
export class LetterSheet {
  readonly letter = input.required<LetterCode>();
  readonly kind = input.required<'takeover' | 'recovery'>();

  protected readonly t = useWords(entryWords);
  protected readonly dates = inject(Dates);
  readonly #session = inject(Session);
  protected readonly readable = computed(() => readableCode(this.letter().code));
  protected readonly address = computed(() => `${location.host}/account`);
  protected readonly from = computed(() => {
    const me = this.#session.me();
    const place = me?.positions[0];
    return [me?.name, place?.function, place?.organisation].filter((part) => part !== undefined).join(', ');
  });

  protected print(): void {
    window.print();
  }
}
