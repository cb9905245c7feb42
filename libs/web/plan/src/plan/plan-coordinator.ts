import { Component, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import type { Plan } from '@samenplan/shared/contracts';
import { useWords } from '@samenplan/web/core';
import { Heading, Link, Person, Text } from '@samenplan/web/ui';
import { planWords } from '../plan-words';

/** Who coordinates the plan, with a number to tap; visible to all in the plan. */
@Component({
  selector: 'sp-plan-coordinator',
  imports: [Heading, Link, Person, RouterLink, Text],
  template: `
    <h2 spHeading [look]="4">{{ t('plan.coordinator') }}</h2>
    @if (plan().coordinator; as coordinator) {
      <sp-person
        [name]="coordinator.name"
        [function]="coordinator.function"
        [organisation]="coordinator.organisation"
        [phone]="coordinator.phone"
        [compact]="true"
      />
      <p spText look="small">{{ t('plan.coordinator.explain') }}</p>
    } @else {
      <p spText>{{ t('plan.coordinator.none') }}</p>
      @if (mayChoose()) {
        <a spLink [routerLink]="['/plannen', plan().id, 'wie-ziet-wat']">{{ t('plan.coordinator.choose') }}</a>
      }
    }
  `,
  styles: `
    :host {
      display: block;
    }
    h2 {
      margin-block: 0 var(--sp-space-2);
    }
    p {
      margin-block: var(--sp-space-2) 0;
    }
    a {
      display: inline-flex;
      align-items: center;
      min-block-size: 44px;
    }
  `,
})
export class PlanCoordinator {
  readonly plan = input.required<Plan>();
  /** For the client: a way to choose one. */
  readonly mayChoose = input(false);
  protected readonly t = useWords(planWords);
}
