import { Component, computed, effect, inject, signal, untracked } from '@angular/core';
import { RouterLink } from '@angular/router';
import {
  Api,
  ApiProblem,
  Dates,
  loaded,
  onAppEvent,
  pageTitle,
  routes,
  useWords,
  type AnswerOf,
} from '@samenplan/web/core';
import {
  Alert,
  Button,
  Card,
  Cards,
  Dialogs,
  Empty,
  EmptyState,
  Heading,
  Icon,
  Link,
  Page,
  ProblemState,
  Ready,
  ResourceView,
  Toasts,
} from '@samenplan/web/ui';
import { PlanStartCode } from './plan-start-code';
import { startWords } from './start-words';

type Start = AnswerOf<typeof routes.createPlanStart>;

/** A professional makes a code with which a client takes a plan; shows it once, on the screen or as a letter. */
@Component({
  selector: 'sp-plan-start-page',
  imports: [
    Alert,
    Button,
    Card,
    Cards,
    Empty,
    EmptyState,
    Heading,
    Icon,
    Link,
    Page,
    PlanStartCode,
    ProblemState,
    Ready,
    ResourceView,
    RouterLink,
  ],
  template: `
    <sp-page [heading]="t('together.heading')" [lead]="t('together.lead')" back="/" [backLabel]="t('back.start')">
      @if (shown(); as start) {
        @if (taken()) {
          <sp-alert kind="info" live>{{ t('together.show.done') }}</sp-alert>
        } @else {
          <sp-plan-start-code [start]="start" />
        }
      }
      @if (problem(); as now) {
        <sp-problem [problem]="now" [canRetry]="false" />
      }
      <p class="sp-no-print make">
        <button
          spButton
          type="button"
          [kind]="shown() === null ? 'primary' : 'secondary'"
          [busy]="busy()"
          (click)="make()"
        >
          <sp-icon name="plus" />{{ t(shown() === null ? 'together.new' : 'together.new.another') }}
        </button>
      </p>
      <p class="sp-no-print">
        <a spLink routerLink="/plan-starten/zonder-account">{{ t('together.without') }}</a>
      </p>
      <section class="sp-no-print">
        <h2 spHeading>{{ t('together.waiting') }}</h2>
        <sp-resource [of]="waiting" shape="person" [count]="2">
          <ng-template [spReady]="waiting" let-list>
            <ul spCards>
              @for (start of list.items; track start.id) {
                <li spCard class="row">
                  <span>
                    <strong>{{ t('together.waiting.started', { moment: dates.moment(start.startedAt) }) }}</strong>
                    @if (start.id === shown()?.id) {
                      ({{ t('together.waiting.now') }})
                    }
                    <br />{{ t('together.waiting.valid', { moment: dates.moment(start.expiresAt) }) }}
                  </span>
                  <button
                    spButton
                    small
                    type="button"
                    [attr.aria-label]="t('together.cancel.label', { moment: dates.moment(start.startedAt) })"
                    (click)="cancel(start.id)"
                  >
                    {{ t('together.cancel') }}
                  </button>
                </li>
              }
            </ul>
          </ng-template>
          <ng-template spEmptyState>
            <sp-empty icon="qr" [heading]="t('together.waiting.empty')" [text]="t('together.waiting.empty.text')" />
          </ng-template>
        </sp-resource>
      </section>
    </sp-page>
  `,
  styles: `
    .row {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      justify-content: space-between;
      gap: var(--sp-space-2);
    }
    .make {
      margin-block: var(--sp-space-4) 0;
    }
  `,
})
export class PlanStartPage {
  protected readonly t = useWords(startWords);
  protected readonly dates = inject(Dates);
  readonly #api = inject(Api);
  readonly #dialogs = inject(Dialogs);
  readonly #toasts = inject(Toasts);

  protected readonly shown = signal<Start | null>(null);
  protected readonly busy = signal(false);
  protected readonly problem = signal<ApiProblem | null>(null);
  protected readonly waiting = loaded({
    load: (_now, abort) => this.#api.call(routes.listPlanStarts, {}, abort),
    isEmpty: (list) => list.items.length === 0,
  });
  /** Ids that were seen waiting: only such a code can have been taken. */
  readonly #seen = signal<ReadonlySet<string>>(new Set());
  protected readonly taken = computed(() => {
    const id = this.shown()?.id;
    const list = this.waiting.value()?.items;
    return id !== undefined && list !== undefined && this.#seen().has(id) && !list.some((start) => start.id === id);
  });

  constructor() {
    pageTitle(() => this.t('together.title'));
    onAppEvent(() => this.waiting.reload());
    effect(() => {
      const ids = this.waiting.value()?.items.map((start) => start.id) ?? [];
      untracked(() => this.#seen.update((seen) => new Set([...seen, ...ids])));
    });
  }

  protected async make(): Promise<void> {
    if (this.busy()) return;
    this.busy.set(true);
    this.problem.set(null);
    try {
      this.shown.set(await this.#api.call(routes.createPlanStart, { body: {} }));
      this.waiting.reload();
    } catch (cause) {
      this.problem.set(ApiProblem.from(cause));
    } finally {
      this.busy.set(false);
    }
  }

  protected async cancel(startId: string): Promise<void> {
    const sure = await this.#dialogs.confirm({
      heading: this.t('together.cancel.heading'),
      text: this.t('together.cancel.text'),
      confirm: this.t('together.cancel.confirm'),
      danger: true,
    });
    if (!sure) return;
    this.problem.set(null);
    try {
      await this.#api.call(routes.cancelPlanStart, { params: { startId } });
      if (this.shown()?.id === startId) this.shown.set(null);
      this.#toasts.show({ text: this.t('together.cancelled') });
      this.waiting.reload();
    } catch (cause) {
      this.problem.set(ApiProblem.from(cause));
    }
  }
}
