import { Component, computed, inject, input, signal } from '@angular/core';
import { RouterLink } from '@angular/router';
import { reaches, type AudienceMember, type HelpedDecision } from '@samenplan/shared/contracts';
import { Api, ApiProblem, Dates, loaded, pageTitle, routes, useWords } from '@samenplan/web/core';
import {
  Alert,
  Button,
  Card,
  Cards,
  Empty,
  EmptyState,
  Heading,
  Link,
  Page,
  ProblemState,
  Ready,
  ResourceView,
} from '@samenplan/web/ui';
import { entryWords } from './entry-words';

/** The client reads back what was decided with help, and allows somebody to help once more. */
@Component({
  selector: 'sp-helped-page',
  imports: [
    Alert,
    Button,
    Card,
    Cards,
    Empty,
    EmptyState,
    Heading,
    Link,
    Page,
    ProblemState,
    Ready,
    ResourceView,
    RouterLink,
  ],
  template: `
    <sp-page
      [heading]="t('helped.heading')"
      [lead]="t('helped.lead')"
      [back]="['/plannen', planId()]"
      [backLabel]="t('back.plan')"
    >
      <sp-resource [of]="decisions">
        <ng-template [spReady]="decisions" let-list>
          <ul spCards>
            @for (one of list.items; track one.id) {
              <li spCard>
                <strong>{{ words(one) }}</strong>
                <p>
                  {{ place(one) }}<br />{{ dates.moment(one.at) }}
                  @if (one.witness; as name) {
                    <br />{{ t('helped.witness', { name }) }}
                  }
                  @if (one.status !== 'done') {
                    <br />{{ t(one.status === 'waiting' ? 'helped.waiting' : 'helped.refused') }}
                  }
                </p>
                @if (one.reviewedAt; as at) {
                  <p>{{ t('helped.seen', { day: dates.date(at) }) }}</p>
                } @else {
                  <button
                    spButton
                    small
                    type="button"
                    [attr.aria-label]="t('helped.ok.label', { what: words(one) + ', ' + dates.moment(one.at) })"
                    (click)="review(one.id)"
                  >
                    {{ t('helped.ok') }}
                  </button>
                }
              </li>
            }
          </ul>
          <p>
            {{ t('helped.wrong') }}
            <a spLink [routerLink]="['/plannen', planId(), 'wie-ziet-wat']">{{ t('helped.audience') }}</a>
          </p>
        </ng-template>
        <ng-template spEmptyState>
          <sp-empty icon="people" [heading]="t('helped.empty')" [text]="t('helped.empty.text')" />
        </ng-template>
      </sp-resource>
      <section>
        <h2 spHeading>{{ t('helped.allow') }}</h2>
        <p>{{ t('helped.allow.text') }}</p>
        @if (allowed(); as words) {
          <sp-alert kind="ok" live>{{ words }}</sp-alert>
        }
        @if (problem(); as now) {
          <sp-problem [problem]="now" [canRetry]="false" />
        }
        <sp-resource [of]="audience" shape="person" [count]="1">
          <ng-template [spReady]="audience" let-all>
            <ul spCards>
              @for (member of helpers(); track member.personId) {
                <li spCard class="row">
                  <span
                    ><strong>{{ member.name }}</strong
                    ><br />{{ member.function }}, {{ member.organisation }}</span
                  >
                  <button
                    spButton
                    small
                    type="button"
                    [attr.aria-label]="t('helped.allow.go.label', { name: member.name })"
                    (click)="allow(member)"
                  >
                    {{ t('helped.allow.go') }}
                  </button>
                </li>
              } @empty {
                <li>{{ t('helped.allow.none') }}</li>
              }
            </ul>
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
    li p {
      margin: var(--sp-space-1) 0 var(--sp-space-3);
    }
    section {
      margin-block-start: var(--sp-space-6);
    }
  `,
})
export class HelpedPage {
  readonly planId = input.required<string>();

  protected readonly t = useWords(entryWords);
  protected readonly dates = inject(Dates);
  readonly #api = inject(Api);
  protected readonly allowed = signal<string | null>(null);
  protected readonly problem = signal<ApiProblem | null>(null);
  protected readonly decisions = loaded({
    params: () => this.planId(),
    load: (planId: string, abort) => this.#api.call(routes.listHelpedDecisions, { params: { planId } }, abort),
    isEmpty: (list) => list.items.length === 0,
  });
  protected readonly audience = loaded({
    params: () => this.planId(),
    load: (planId: string, abort) => this.#api.call(routes.getAudience, { params: { planId } }, abort),
  });
  /** Professionals who see something, without the coordinator: the server decides again. */
  protected readonly helpers = computed(
    () =>
      this.audience
        .value()
        ?.items.filter(
          (member) =>
            member.organisation !== null &&
            !member.isCoordinator &&
            member.sections.some(({ level }) => reaches(level, 'read') && level !== 'manage'),
        ) ?? [],
  );

  constructor() {
    pageTitle(() => this.t('helped.title'));
  }

  protected words({ kind, helper, decidedOn }: HelpedDecision): string {
    return kind === 'paper' && decidedOn !== null
      ? this.t('helped.paper', { name: helper, day: this.dates.date(decidedOn) })
      : this.t('helped.session', { name: helper });
  }

  protected place({ function: job, organisation }: HelpedDecision): string {
    return [job, organisation].filter((part) => part !== null).join(', ');
  }

  protected async review(decisionId: string): Promise<void> {
    await this.#do(async () => {
      await this.#api.call(routes.reviewHelpedDecision, { params: { planId: this.planId(), decisionId } });
      this.decisions.reload();
    });
  }

  protected async allow({ personId, name }: AudienceMember): Promise<void> {
    await this.#do(async () => {
      const call = { params: { planId: this.planId() }, body: { helperId: personId } };
      const { expiresAt } = await this.#api.call(routes.allowAssistedSession, call);
      this.allowed.set(this.t('helped.allow.done', { name, moment: this.dates.moment(expiresAt) }));
    });
  }

  async #do(work: () => Promise<void>): Promise<void> {
    this.problem.set(null);
    this.allowed.set(null);
    try {
      await work();
    } catch (cause) {
      this.problem.set(ApiProblem.from(cause));
    }
  }
}
