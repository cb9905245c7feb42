import { Component, computed, input, output } from '@angular/core';
import { RouterLink } from '@angular/router';
import type { AccessRequest, PlanSummary } from '@samenplan/shared/contracts';
import { useWords } from '@samenplan/web/core';
import { Button, Card, Cards, Empty, Heading, Icon, Link } from '@samenplan/web/ui';
import { AccessRequestCard } from '../sharing/sharing-request-card';
import { StartPlanCard } from './start-plan-card';
import { startWords } from './start-words';

/** Start page of a client, or of who stands beside one: who asks something, what is new, the plans. */
@Component({
  selector: 'sp-start-client',
  imports: [AccessRequestCard, Button, Card, Cards, Empty, Heading, Icon, Link, RouterLink, StartPlanCard],
  template: `
    @if (requests().length > 0) {
      <h2 spHeading>{{ t('client.requests') }}</h2>
      <ul spCards>
        @for (request of requests(); track request.id) {
          <li><sp-access-request-card [request]="request" (answered)="answered.emit()" /></li>
        }
      </ul>
    }
    <h2 spHeading>{{ t('client.news') }}</h2>
    @for (plan of news(); track plan.id) {
      <p class="news">
        <sp-icon name="bell" />
        <a spLink [routerLink]="['/plannen', plan.id]">{{
          t('client.news.plan', { title: plan.title, n: plan.unseenSections })
        }}</a>
      </p>
    } @empty {
      <p class="news quiet"><sp-icon name="check" />{{ t('client.news.none') }}</p>
    }
    <h2 spHeading>{{ t(ownsAll() ? 'client.plans' : 'beside.plans') }}</h2>
    @if (ordered().length === 0) {
      <sp-empty [heading]="t('client.plans.empty')" [text]="t('client.plans.empty.text')">
        <a spButton kind="primary" routerLink="/begin/nieuw">{{ t('client.plans.new') }}</a>
        <a spButton routerLink="/begin">{{ t('client.plans.code') }}</a>
      </sp-empty>
    } @else {
      <ul spCards>
        @for (plan of ordered(); track plan.id) {
          <li spCard><sp-start-plan-card [plan]="plan" [own]="plan.client.id === ownId()" /></li>
        }
      </ul>
      <p class="more">
        <a spButton kind="secondary" routerLink="/begin/nieuw"><sp-icon name="plus" />{{ t('client.plans.new') }}</a>
      </p>
      @if (ownsAll()) {
        <p>
          <a spLink routerLink="/account/brief">{{ t('client.recovery') }}</a>
        </p>
      }
    }
  `,
  styles: `
    :host {
      display: block;
    }
    .news {
      display: flex;
      align-items: start;
      gap: var(--sp-space-3);
      margin: 0 0 var(--sp-space-3);
      padding: var(--sp-space-3) var(--sp-space-4);
      border-radius: var(--sp-radius-large);
      background: var(--sp-warning-soft);
    }
    .news sp-icon {
      margin-block-start: 0.15em;
      color: var(--sp-warning);
    }
    .quiet {
      background: var(--sp-sunken);
    }
    .quiet sp-icon {
      color: var(--sp-ok);
    }
    .more {
      margin-block: var(--sp-space-4) 0;
    }
    h2:first-child {
      margin-block-start: 0;
    }
  `,
})
export class StartClient {
  readonly plans = input.required<readonly PlanSummary[]>();
  readonly requests = input.required<readonly AccessRequest[]>();
  readonly ownId = input.required<string>();
  /** A question was answered: the list is out of date. */
  readonly answered = output();

  protected readonly t = useWords(startWords);
  protected readonly ordered = computed(() => newestFirst(this.plans()));
  protected readonly ownsAll = computed(() => this.plans().every(({ client }) => client.id === this.ownId()));
  protected readonly news = computed(() => this.ordered().filter((plan) => plan.unseenSections > 0));
}

/** Last changed first; plans in which nobody wrote yet come last. */
export function newestFirst(plans: readonly PlanSummary[]): readonly PlanSummary[] {
  return [...plans].sort(
    (one, other) => Date.parse(other.changedAt ?? '1970-01-01') - Date.parse(one.changedAt ?? '1970-01-01'),
  );
}
