import { Component, computed, inject, input } from '@angular/core';
import type { AuditReport } from '@samenplan/shared/contracts';
import { Dates, useWords } from '@samenplan/web/core';
import { Alert, Heading } from '@samenplan/web/ui';
import { LATE_SECONDS } from './audit-figures';
import { auditWords } from './audit-words';

/** Whether the log is whole, in words. */
@Component({
  selector: 'sp-audit-integrity',
  imports: [Alert, Heading],
  template: `
    <h2 spHeading [look]="3">{{ t('integrity') }}</h2>
    @if (last(); as found) {
      <sp-alert [kind]="found.faults === 0 ? 'ok' : 'error'">
        {{
          found.faults === 0
            ? t('integrity.whole', { day: dates.moment(found.at) })
            : t('integrity.broken', { day: dates.moment(found.at), n: found.faults })
        }}
      </sp-alert>
      @if (found.heads === 0) {
        <p>{{ t('integrity.no-heads') }}</p>
      }
    } @else {
      <sp-alert kind="warning">{{ t('integrity.never') }}</sp-alert>
    }
    @if (integrity().sealedAt; as at) {
      <p>{{ t('integrity.sealed', { day: dates.moment(at) }) }}</p>
    }
    @if (integrity().waiting > 0) {
      <p>{{ t('integrity.waits', { n: integrity().waiting }) }}</p>
    }
    @if (late()) {
      <sp-alert kind="error">{{ t('integrity.late', { seconds: integrity().waitingSeconds }) }}</sp-alert>
    }
    @if (earlier().length > 0) {
      <p>
        <strong>{{ t('integrity.earlier') }}</strong>
      </p>
      <ul>
        @for (one of earlier(); track one.at) {
          <li>
            {{ t('integrity.verification', { day: dates.moment(one.at), lines: one.lines, n: one.faults }) }}
          </li>
        }
      </ul>
    }
  `,
})
export class AuditIntegrity {
  readonly integrity = input.required<AuditReport['integrity']>();

  protected readonly t = useWords(auditWords);
  protected readonly dates = inject(Dates);
  protected readonly last = computed(() => this.integrity().verifications[0]);
  protected readonly earlier = computed(() => this.integrity().verifications.slice(1));
  protected readonly late = computed(() => this.integrity().waitingSeconds > LATE_SECONDS);
}
