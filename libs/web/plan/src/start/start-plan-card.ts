import { booleanAttribute, Component, computed, inject, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import type { Phase, PlanSummary } from '@samenplan/shared/contracts';
import { coreWords, Dates, useWords } from '@samenplan/web/core';
import { CardLink, Heading, StatusPill, type Tone } from '@samenplan/web/ui';
import { startWords } from './start-words';

const tones: Record<Phase, Tone> = {
  registration: 'accent',
  exploration: 'accent',
  planning: 'accent',
  support: 'ok',
  evaluation: 'accent',
  monitoring: 'neutral',
  closed: 'neutral',
};

/** One plan on a start page; for others than the client with the client's name and birth date, because names repeat. */
@Component({
  selector: 'sp-start-plan-card',
  imports: [CardLink, Heading, RouterLink, StatusPill],
  template: `
    <div class="top">
      <h3 spHeading [look]="3">
        <a spCardLink [routerLink]="['/plannen', plan().id]">{{ own() ? title() : plan().client.name }}</a>
      </h3>
      <span class="pills">
        @if (plan().unseenSections > 0) {
          <sp-status-pill tone="warning" icon="bell">
            <span aria-hidden="true">{{ t('plan.unseen', { n: plan().unseenSections }) }}</span>
            <span class="sp-visually-hidden">{{ t('plan.unseen.label', { n: plan().unseenSections }) }}</span>
          </sp-status-pill>
        }
        <sp-status-pill [tone]="tone()">{{ core(phaseWord()) }}</sp-status-pill>
      </span>
    </div>
    @if (!own()) {
      @if (birth(); as day) {
        <p class="line">{{ day }}</p>
      }
      <p class="line strong">{{ title() }}</p>
    }
    <p class="line">
      {{
        plan().changedAt === null
          ? t('plan.unchanged')
          : t('plan.changed', { day: dates.moment(plan().changedAt ?? '') })
      }}
    </p>
    @if (plan().coordinator; as coordinator) {
      <p class="line">{{ t('client.coordinator', { name: coordinator.name }) }}</p>
    }
  `,
  styles: `
    :host {
      display: block;
    }
    .top {
      display: flex;
      flex-wrap: wrap;
      align-items: start;
      justify-content: space-between;
      gap: var(--sp-space-1) var(--sp-space-3);
      margin-block-end: var(--sp-space-1);
    }
    h3 {
      margin: 0;
      overflow-wrap: anywhere;
    }
    .pills {
      display: inline-flex;
      flex-wrap: wrap;
      gap: var(--sp-space-1);
    }
    .line {
      margin: 0;
      color: var(--sp-ink-soft);
    }
    .strong {
      color: var(--sp-ink);
    }
  `,
})
export class StartPlanCard {
  readonly plan = input.required<PlanSummary>();
  /** True for the client's own plan. */
  readonly own = input(false, { transform: booleanAttribute });

  protected readonly t = useWords(startWords);
  protected readonly core = useWords(coreWords);
  protected readonly dates = inject(Dates);
  /** A title that can't be read is said to be so; an empty line would look like a plan without a name. */
  protected readonly title = computed(() => this.plan().title || this.core('content.unreadable'));
  protected readonly tone = computed(() => tones[this.plan().phase]);
  protected readonly phaseWord = computed(() => `phase.${this.plan().phase}` as const);
  protected readonly birth = computed(() => {
    const day = this.plan().client.birthDate;
    return day === null ? null : this.t('birth', { day: this.dates.date(day) });
  });
}
