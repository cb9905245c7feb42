import { Component, computed, inject, input, output, signal } from '@angular/core';
import { RouterLink } from '@angular/router';
import type { AccessRequest, PlanSummary } from '@samenplan/shared/contracts';
import { Dates, useWords } from '@samenplan/web/core';
import { Button, Card, Cards, Empty, Heading, Icon, Link, TextField } from '@samenplan/web/ui';
import { AccessRequestCard } from '../sharing/sharing-request-card';
import { newestFirst } from './start-client';
import { StartPlanCard } from './start-plan-card';
import { startWords } from './start-words';

/** Searching pays off from about here. */
const searchFrom = 6;

/** Start page of a professional: the plans that clients share, newest change first, and starting one together. */
@Component({
  selector: 'sp-start-professional',
  imports: [AccessRequestCard, Button, Card, Cards, Empty, Heading, Icon, Link, RouterLink, StartPlanCard, TextField],
  template: `
    @if (requests().length > 0) {
      <h2 spHeading>{{ t('client.requests') }}</h2>
      <ul spCards>
        @for (request of requests(); track request.id) {
          <li><sp-access-request-card [request]="request" (answered)="answered.emit()" /></li>
        }
      </ul>
    }
    <div class="top">
      <h2 spHeading>{{ t('professional.plans') }}</h2>
      <a spButton kind="primary" routerLink="/plan-starten"><sp-icon name="plus" />{{ t('professional.start') }}</a>
    </div>
    <p>
      <a spLink routerLink="/vragen">{{ t('professional.ask') }}</a>
    </p>
    @if (shared().length === 0) {
      <sp-empty [heading]="t('professional.plans.empty')" [text]="t('professional.plans.empty.text')" />
    } @else {
      @if (shared().length >= searchFrom) {
        <sp-text-field class="search" type="search" [label]="t('professional.search')" [(value)]="search" />
        <p class="sp-visually-hidden" role="status">
          {{ search() === '' ? '' : t('professional.search.count', { n: found().length }) }}
        </p>
      }
      <ul spCards class="sp-cards--columns">
        @for (plan of found(); track plan.id) {
          <li spCard><sp-start-plan-card [plan]="plan" /></li>
        } @empty {
          <li>{{ t('professional.search.none', { text: search() }) }}</li>
        }
      </ul>
    }
    <p>
      <a spLink routerLink="/getuige">{{ t('professional.witness') }}</a>
    </p>
    @if (own().length > 0) {
      <h2 spHeading>{{ t('professional.own') }}</h2>
      <ul spCards class="sp-cards--columns">
        @for (plan of own(); track plan.id) {
          <li spCard><sp-start-plan-card [plan]="plan" own /></li>
        }
      </ul>
    }
  `,
  styles: `
    :host {
      display: block;
    }
    .top {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      justify-content: space-between;
      gap: var(--sp-space-2) var(--sp-space-4);
      margin-block-end: var(--sp-space-4);
    }
    .top h2 {
      margin: 0;
    }
    .search {
      margin-block-end: var(--sp-space-4);
    }
  `,
})
export class StartProfessional {
  readonly plans = input.required<readonly PlanSummary[]>();
  readonly requests = input.required<readonly AccessRequest[]>();
  readonly ownId = input.required<string>();
  /** A question was answered: the list is out of date. */
  readonly answered = output();

  protected readonly t = useWords(startWords);
  readonly #dates = inject(Dates);
  protected readonly searchFrom = searchFrom;
  protected readonly search = signal('');
  protected readonly shared = computed(() =>
    newestFirst(this.plans().filter((plan) => plan.client.id !== this.ownId())),
  );
  protected readonly own = computed(() => newestFirst(this.plans().filter((plan) => plan.client.id === this.ownId())));
  protected readonly found = computed(() => {
    const words = this.search().toLowerCase().split(/\s+/).filter(Boolean);
    return this.shared().filter((plan) => words.every((word) => this.#textOf(plan).includes(word)));
  });

  /** What one searches in: also "12 maart 1980", "1980-03-12" and "12-3-1980". */
  #textOf(plan: PlanSummary): string {
    const day = plan.client.birthDate;
    const [year, month, date] = (day ?? '').split('-');
    const dates =
      day === null
        ? []
        : [day, this.#dates.date(day), `${Number(date)}-${Number(month)}-${year}`, `${date}-${month}-${year}`];
    return [plan.client.name, plan.title, ...dates].join(' ').toLowerCase();
  }
}
