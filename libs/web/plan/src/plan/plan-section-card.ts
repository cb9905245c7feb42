import { Component, computed, inject, input, output } from '@angular/core';
import { RouterLink } from '@angular/router';
import type { SectionSummary } from '@samenplan/shared/contracts';
import { coreWords, Dates, useWords } from '@samenplan/web/core';
import { CardLink, Icon, Menu, StatusPill, type IconName, type MenuItem } from '@samenplan/web/ui';
import { ownLevelWords } from '../sharing/audience-why';
import { planWords } from '../plan-words';
import { dutchDay } from '../sharing/share-ends';

/** What the owner of a section can do with it from the list. */
export type SectionDeed = 'rename' | 'archive' | 'show';

/** One section in the list of a plan: its name, what one may do, whether something is new, and for the client who sees it. */
@Component({
  // The attribute keeps the list item that a screen reader counts.
  selector: 'li[spPlanSection]',
  imports: [CardLink, Icon, Menu, RouterLink, StatusPill],
  template: `
    <span class="drawing" aria-hidden="true"><sp-icon [name]="icon()" /></span>
    <h3>
      <a spCardLink [routerLink]="['/plannen', planId(), 'secties', section().id]">{{ title() }}</a>
    </h3>
    <div class="words">
      @if (section().unseen) {
        <sp-status-pill tone="accent" icon="bell">{{ t('plan.section.new') }}</sp-status-pill>
      }
      <p>
        @if (level(); as words) {
          <span>{{ words }}.</span>
        }
        <span>{{ changed() }}</span>
      </p>
      @if (readers(); as line) {
        <p class="readers">
          <sp-icon [name]="section().onlyMe ? 'lock' : 'eye'" /><span>{{ line }}</span>
        </p>
      }
    </div>
    <div class="actions">
      @if (ordering()) {
        <button
          type="button"
          class="move"
          data-move="up"
          [disabled]="!canUp()"
          [attr.aria-label]="t('plan.section.up', { title: title() })"
          (click)="up.emit()"
        >
          <sp-icon name="arrow-left" class="turned" />
        </button>
        <button
          type="button"
          class="move"
          data-move="down"
          [disabled]="!canDown()"
          [attr.aria-label]="t('plan.section.down', { title: title() })"
          (click)="down.emit()"
        >
          <sp-icon name="arrow-right" class="turned" />
        </button>
      } @else if (items().length > 0) {
        <sp-menu [label]="t('plan.section.menu', { title: title() })" [items]="items()" />
      }
    </div>
  `,
  styleUrl: './plan-section-card.css',
})
export class PlanSectionCard {
  readonly planId = input.required<string>();
  readonly section = input.required<SectionSummary>();
  /** "Te zien voor: ..."; null for who does not manage the plan. */
  readonly readers = input<string | null>(null);
  readonly mayArrange = input(false);
  readonly mayManage = input(false);
  readonly ordering = input(false);
  readonly canUp = input(false);
  readonly canDown = input(false);
  readonly deed = output<SectionDeed>();
  readonly up = output();
  readonly down = output();

  readonly #dates = inject(Dates);
  protected readonly t = useWords(planWords);
  readonly #core = useWords(coreWords);
  /** A title that can't be read is said to be so. */
  protected readonly title = computed(() => this.section().title || this.#core('content.unreadable'));
  protected readonly icon = computed<IconName>(() => iconOf(this.section()));
  protected readonly level = computed(() => (this.mayManage() ? null : ownLevelWords(this.t, this.section().level)));
  protected readonly changed = computed(() => {
    const at = this.section().changedAt;
    if (at === null) return this.t('plan.section.untouched');
    // The time matters only while it is today.
    const isToday = dutchDay(new Date(at)) === dutchDay(new Date());
    return this.t('plan.section.changed', { when: isToday ? this.#dates.moment(at) : this.#dates.day(at) });
  });

  protected readonly items = computed<readonly MenuItem[]>(() => {
    const { kind, onlyMe } = this.section();
    const own = kind === 'own-story';
    return [
      ...(onlyMe ? [this.#item('show', 'plan.section.show', 'eye')] : []),
      ...(this.mayArrange() && !own ? [this.#item('rename', 'plan.section.rename', 'pencil')] : []),
      ...(this.mayManage() && !own ? [this.#item('archive', 'plan.section.archive', 'document')] : []),
    ];
  });

  #item(
    deed: SectionDeed,
    label: 'plan.section.show' | 'plan.section.rename' | 'plan.section.archive',
    icon: IconName,
  ): MenuItem {
    return { label: this.t(label), icon, run: () => this.deed.emit(deed) };
  }
}

function iconOf(section: SectionSummary): IconName {
  switch (section.kind) {
    case 'own-story':
      return 'person';
    case 'network':
      return 'people';
    case 'agreements':
      return 'check';
    case 'evaluation':
      return 'clock';
    default:
      return 'document';
  }
}
