import { Component, computed, input, output } from '@angular/core';
import type { Recipient } from '@samenplan/shared/contracts';
import { coreWords, useWords } from '@samenplan/web/core';
import { Button, Heading, Text } from '@samenplan/web/ui';
import { planWords } from '../plan-words';
import { dutySentences } from './share-duties';

/** What one must know before sharing: what the other must keep silent or may report, why it is allowed, and that it is free. */
@Component({
  selector: 'sp-share-know',
  imports: [Button, Heading, Text],
  template: `
    <section>
      <h2 spHeading [look]="3">{{ t('share.know.duties', { name: recipient().name }) }}</h2>
      @for (duty of duties(); track duty) {
        <p spText>{{ duty }}</p>
      }
      @if (recipient().type === 'team') {
        <p spText>{{ t('share.know.team') }} {{ t('share.who.members.see', { names: members() }) }}</p>
      }
    </section>
    <section>
      <h2 spHeading [look]="3">{{ t('share.know.why') }}</h2>
      @if (recipient().purpose === null && recipient().legalBasis === null) {
        <p spText>{{ t('why.own-wish', { name: recipient().name }) }}</p>
      } @else {
        <dl>
          @if (recipient().purpose; as purpose) {
            <dt>{{ t('why.purpose.label') }}</dt>
            <dd>{{ purpose }}</dd>
          }
          @if (recipient().legalBasis; as basis) {
            <dt>{{ t('why.basis.label') }}</dt>
            <dd>{{ basis }}</dd>
          }
        </dl>
      }
    </section>
    <section>
      <h2 spHeading [look]="3">{{ t('share.know.free') }}</h2>
      <p spText>{{ core('safety.free-choice') }}</p>
    </section>
    <button spButton kind="primary" type="button" (click)="next.emit()">{{ t('share.next') }}</button>
  `,
  styles: `
    :host {
      display: grid;
      gap: var(--sp-space-4);
      justify-items: start;
    }
    section {
      inline-size: 100%;
      box-sizing: border-box;
      padding: var(--sp-space-4);
      border: 1px solid var(--sp-line);
      border-radius: var(--sp-radius-large);
      background: var(--sp-surface);
    }
    h2 {
      margin: 0 0 var(--sp-space-2);
    }
    p {
      margin: 0 0 var(--sp-space-2);
    }
    p:last-child {
      margin: 0;
    }
    dl {
      margin: 0;
    }
    dt {
      font-weight: 600;
    }
    dd {
      margin: 0 0 var(--sp-space-2);
      overflow-wrap: anywhere;
    }
  `,
})
export class ShareKnow {
  readonly recipient = input.required<Recipient>();
  readonly next = output();

  protected readonly t = useWords(planWords);
  protected readonly core = useWords(coreWords);
  protected readonly duties = computed(() => dutySentences(this.core, this.recipient().duties, this.recipient().name));
  protected readonly members = computed(() =>
    this.recipient()
      .members.map((one) => one.name)
      .join(', '),
  );
}
