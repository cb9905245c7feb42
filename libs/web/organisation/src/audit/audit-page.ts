import { Component, computed, inject, signal } from '@angular/core';
import { Api, loaded, pageTitle, routes, useWords } from '@samenplan/web/core';
import {
  Alert,
  DataList,
  Empty,
  Heading,
  Page,
  ProblemState,
  Segmented,
  Skeleton,
  type Choice,
} from '@samenplan/web/ui';
import { groupsOf } from './audit-figures';
import { AuditIntegrity } from './audit-integrity';
import { AuditPeople } from './audit-people';
import { auditWords } from './audit-words';

const DAY = 86_400_000;
const periods = ['7', '30', '90'] as const;
type Period = (typeof periods)[number];

/** The access log for a privacy officer: figures and whether it is whole, no content. */
@Component({
  selector: 'sp-audit-page',
  imports: [Alert, AuditIntegrity, AuditPeople, DataList, Empty, Heading, Page, ProblemState, Segmented, Skeleton],
  template: `
    <sp-page [heading]="t('page')" [lead]="t('lead')" [back]="['/']" [backLabel]="t('back')">
      @switch (report.state()) {
        @case ('gone') {
          <sp-empty icon="lock" [heading]="t('gone.heading')" [text]="t('gone.text')" />
        }
        @case ('problem') {
          @if (report.problem(); as problem) {
            <sp-problem [problem]="problem" (retry)="report.reload()" />
          }
        }
        @case ('loading') {
          <sp-skeleton shape="person" [count]="6" />
        }
        @default {
          @if (report.value(); as found) {
            <sp-alert>{{ t('note') }}</sp-alert>
            <sp-audit-integrity [integrity]="found.integrity" />
            <h2 spHeading [look]="3">{{ t('totals') }}</h2>
            <sp-segmented [legend]="t('period')" [choices]="choices()" [(value)]="period" />
            <sp-data-list [items]="totals()" />
            <h2 spHeading [look]="3">{{ t('kinds') }}</h2>
            <sp-data-list [items]="kinds()" />
            <sp-audit-people [report]="found" />
          }
        }
      }
    </sp-page>
  `,
})
export class AuditPage {
  protected readonly t = useWords(auditWords);
  protected readonly period = signal<Period>('30');
  readonly #api = inject(Api);
  protected readonly report = loaded({
    params: () => this.period(),
    load: (period, abort) => {
      const now = Date.now();
      const query = {
        from: new Date(now - Number(period) * DAY).toISOString(),
        to: new Date(now + DAY).toISOString(),
      };
      return this.#api.call(routes.getAuditReport, { query }, abort);
    },
  });
  protected readonly choices = computed<readonly Choice<Period>[]>(() =>
    periods.map((value) => ({ value, label: this.t(`period.${value}`) })),
  );
  protected readonly totals = computed(() => {
    const found = this.report.value();
    if (found === undefined) return [];
    const { totals, clientLines, questions } = found;
    return [
      { term: this.t('totals.lines'), value: String(totals.lines) },
      { term: this.t('totals.plans'), value: String(totals.plans) },
      { term: this.t('totals.client'), value: String(clientLines) },
      { term: this.t('totals.refusals'), value: String(totals.refusals) },
      { term: this.t('totals.emergencies'), value: String(totals.emergencies) },
      {
        term: this.t('totals.questions'),
        value:
          questions.old === 0
            ? String(questions.open)
            : this.t('totals.questions.old', { n: questions.open, old: questions.old }),
      },
    ];
  });
  protected readonly kinds = computed(() =>
    groupsOf(this.report.value()?.kinds ?? []).map(({ group, lines }) => ({
      term: this.t(`kind.${group}`),
      value: String(lines),
    })),
  );

  constructor() {
    pageTitle(() => this.t('page'));
  }
}
