import { Component, computed, inject, input } from '@angular/core';
import type { Invitation } from '@samenplan/shared/contracts';
import { Dates, readableCode, useWords } from '@samenplan/web/core';
import { Alert, Button, Heading, Icon, QrCode, Text } from '@samenplan/web/ui';
import { invitationWords } from './invitation-words';

/**
 * A letter with the code, on the screen once and on paper. Whoever opens it reads for whom it is, where to go and the
 * code: nothing about who invites or what it is about.
 */
@Component({
  selector: 'sp-invitation-letter',
  imports: [Alert, Button, Heading, Icon, QrCode, Text],
  template: `
    <section class="screen sp-no-print">
      <div class="show">
        <sp-qr-code [value]="letter().url" [label]="t('letter.qr', { code: readable() })" />
        <div>
          <p class="sp-visually-hidden">{{ t('letter.code') }}</p>
          <p class="code">{{ readable() }}</p>
          <button spButton kind="primary" type="button" (click)="print()">
            <sp-icon name="print" />{{ t('letter.print') }}
          </button>
        </div>
      </div>
      <sp-alert kind="warning">{{ t('letter.once') }}</sp-alert>
      <p spText look="small">{{ t('letter.safe') }}</p>
    </section>
    <section class="letter sp-print-only">
      <p class="address">
        {{ t('letter.for') }}<br />
        {{ invitation().name }}<br />{{ invitation().function }}<br />{{ invitation().organisation }}
      </p>
      <h1 spHeading [look]="1">{{ t('letter.heading') }}</h1>
      <p>{{ t('letter.text') }}</p>
      <h2 spHeading>{{ t('letter.how') }}</h2>
      <sp-qr-code [value]="letter().url" [label]="readable()" />
      <ol>
        <li>{{ t('letter.step.1', { address: address() }) }}</li>
        <li>{{ t('letter.step.2') }}</li>
        <li>
          {{ t('letter.step.3') }} <strong class="code">{{ readable() }}</strong>
        </li>
        <li>{{ t('letter.step.4') }}</li>
      </ol>
      <p>{{ valid() }}</p>
      <p>{{ t('letter.personal', { name: invitation().name }) }}</p>
    </section>
  `,
  styleUrl: '../start/code-letter.css',
  // Half as long again as other codes.
  styles: `
    .screen .code {
      font-size: 1.35rem;
      letter-spacing: 0.03em;
    }
    .letter .code {
      font-size: 1.6rem;
    }
  `,
})
export class InvitationLetter {
  readonly invitation = input.required<Invitation>();
  readonly letter = input.required<{ readonly code: string; readonly url: string }>();

  readonly #dates = inject(Dates);
  protected readonly t = useWords(invitationWords);
  protected readonly readable = computed(() => readableCode(this.letter().code));
  /** Where to type the code; without the code, so that the letter's steps stay readable. */
  protected readonly address = computed(() => `${location.host}/uitnodiging`);
  protected readonly valid = computed(() => {
    const end = this.invitation().codeEndsAt;
    return end === null ? '' : this.t('letter.valid', { date: this.#dates.date(end) });
  });

  protected print(): void {
    window.print();
  }
}
