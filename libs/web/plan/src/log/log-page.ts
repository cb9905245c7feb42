import { Component, computed, effect, inject, input, signal, untracked } from '@angular/core';
import { apiPrefix } from '@samenplan/shared/contracts';
import { Dates, pageTitle, Session, useWords } from '@samenplan/web/core';
import {
  Alert,
  Button,
  Disclosure,
  Empty,
  Heading,
  Page,
  ProblemState,
  Skeleton,
  type Choice,
} from '@samenplan/web/ui';
import { LogEntryLine } from './log-entry';
import { LogFeed, type LogQuestion } from './log-feed';
import { LogFilters, noChoices, type LogChoices } from './log-filters';
import { logDays, periodBounds } from './log-lines';
import { logWords } from './log-words';
import { decides } from '../plan/plan-deciding';
import { loadPlan } from '../plan/plan-loads';
import { planWords } from '../plan-words';

/** "Wie heeft gekeken": the access log as its owner reads it, day by day. */
@Component({
  selector: 'sp-log-page',
  imports: [Alert, Button, Disclosure, Empty, Heading, LogEntryLine, LogFilters, Page, ProblemState, Skeleton],
  template: `
    <sp-page
      [heading]="t('log.page')"
      [lead]="gone() ? null : t('log.lead')"
      [back]="['/plannen', planId()]"
      [backLabel]="t('plan.back-to-plan')"
    >
      @if (gone()) {
        <sp-empty icon="lock" [heading]="t('log.gone.heading')" [text]="t('log.gone.text')">
          <a spButton href="/">{{ t('plan.back') }}</a>
        </sp-empty>
      } @else {
        <sp-alert class="note">{{ t('log.note') }}</sp-alert>
        <sp-log-filters [people]="people()" [sections]="sections()" [(choices)]="choices" />
        @switch (feed.state()) {
          @case ('loading') {
            <sp-skeleton class="lines" shape="person" [count]="6" />
          }
          @case ('empty') {
            @if (filtered()) {
              <sp-empty
                class="lines"
                icon="eye"
                [heading]="t('log.empty.filtered')"
                [text]="t('log.empty.filtered.text')"
              >
                <button spButton type="button" (click)="clear()">{{ t('log.filter.clear') }}</button>
              </sp-empty>
            } @else {
              <sp-empty class="lines" icon="eye" [heading]="t('log.empty.heading')" [text]="t('log.empty.text')" />
            }
          }
          @case ('ready') {
            @for (day of days(); track day.day) {
              <h2 spHeading [look]="3">{{ dates.day(day.day) }}</h2>
              <ul role="list">
                @for (entry of day.entries; track entry.line.id) {
                  <li spLogEntry [entry]="entry" [planId]="planId()" [readerId]="readerId()"></li>
                }
              </ul>
            }
            @if (feed.next() !== null && feed.problem() === null) {
              <button spButton class="more" type="button" [busy]="feed.loadingMore()" (click)="feed.more()">
                {{ t('log.more') }}
              </button>
            } @else if (feed.next() === null) {
              <p class="end">{{ t('log.end') }}</p>
            }
            <sp-disclosure class="copy" [heading]="l('copy')">
              <p>{{ l('copy.text') }}</p>
              <p class="files">
                <a spButton small [href]="copy('csv')" download>{{ l('copy.csv') }}</a>
                <a spButton small [href]="copy('fhir')" download>{{ l('copy.fhir') }}</a>
              </p>
            </sp-disclosure>
          }
        }
        @if (feed.problem(); as problem) {
          <sp-problem class="lines" [problem]="problem" (retry)="feed.retry()" />
        }
      }
    </sp-page>
  `,
  styles: `
    .note {
      margin-block-end: var(--sp-space-4);
    }
    .lines {
      margin-block-start: var(--sp-space-5);
    }
    h2::first-letter {
      text-transform: uppercase;
    }
    ul {
      margin: 0;
      padding: 0;
      list-style: none;
      border-block-start: 1px solid var(--sp-line);
    }
    .more {
      margin-block-start: var(--sp-space-5);
    }
    .copy {
      margin-block-start: var(--sp-space-4);
    }
    .files {
      display: flex;
      flex-wrap: wrap;
      gap: var(--sp-space-3);
    }
    .end {
      margin-block-start: var(--sp-space-5);
      color: var(--sp-ink-soft);
    }
  `,
})
export class LogPage {
  readonly planId = input.required<string>();

  protected readonly t = useWords(planWords);
  protected readonly l = useWords(logWords);
  protected readonly dates = inject(Dates);
  protected readonly feed = new LogFeed();
  protected readonly plan = loadPlan(() => this.planId());
  protected readonly choices = signal<LogChoices>(noChoices);
  protected readonly readerId = computed(() => this.#me()?.id ?? '');
  protected readonly filtered = computed(
    () => this.choices() !== noChoices && JSON.stringify(this.choices()) !== JSON.stringify(noChoices),
  );
  /** Undefined until the plan is there. */
  protected readonly decides = computed(() => {
    const plan = this.plan.value();
    return plan === undefined ? undefined : decides(plan);
  });
  protected readonly gone = computed(
    () => this.feed.state() === 'gone' || this.plan.state() === 'gone' || this.decides() === false,
  );
  protected readonly days = computed(() => logDays(this.feed.lines()));
  readonly #me = inject(Session).me;
  readonly #bounds = computed(() => {
    const { period, from, to } = this.choices();
    return periodBounds(period, { from, to }, new Date());
  });

  protected readonly people = computed<readonly Choice[]>(() => {
    const others = this.feed
      .people()
      .filter(({ id }) => id !== this.readerId())
      .toSorted((one, other) => one.name.localeCompare(other.name, 'nl'));
    return [
      { value: '', label: this.t('log.filter.everyone') },
      { value: this.readerId(), label: this.t('log.filter.you') },
      ...others.map(({ id, name }) => ({ value: id, label: name })),
    ];
  });
  protected readonly sections = computed<readonly Choice[]>(() => [
    { value: '', label: this.t('log.filter.everything') },
    ...(this.plan.value()?.sections ?? []).map((section) => ({ value: section.id, label: section.title })),
  ]);

  constructor() {
    pageTitle(() => this.t('log.page'));
    effect(() => {
      const planId = this.planId();
      const choices = this.choices();
      if (this.decides() === true) untracked(() => void this.feed.ask({ planId, ...this.#filter(choices) }));
    });
  }

  protected clear(): void {
    this.choices.set(noChoices);
  }

  /** Address of the list as a file, with what is chosen now. */
  protected copy(format: 'csv' | 'fhir'): string {
    const query = new URLSearchParams({ format, ...this.#filter(this.choices()) });
    return `${apiPrefix}/plans/${this.planId()}/access-log-export?${query.toString()}`;
  }

  #filter({ personId, sectionId }: LogChoices): Omit<LogQuestion, 'planId'> {
    return {
      ...this.#bounds(),
      ...(personId === '' ? {} : { personId }),
      ...(sectionId === '' ? {} : { sectionId }),
    };
  }
}
