import { Component, computed, inject, input, output } from '@angular/core';
import type { Plan, SectionSummary } from '@samenplan/shared/contracts';
import { useWords } from '@samenplan/web/core';
import { Button, Disclosure, Text } from '@samenplan/web/ui';
import { SectionDeeds } from './plan-section-deeds';
import { planWords } from '../plan-words';

/** What the client put away, with a way back. */
@Component({
  selector: 'sp-plan-archive',
  imports: [Button, Disclosure, Text],
  template: `
    @if (archived().length > 0) {
      <sp-disclosure [heading]="t('plan.archive', { n: archived().length })">
        <p spText look="small">{{ t('plan.archive.hint') }}</p>
        <ul role="list">
          @for (section of archived(); track section.id) {
            <li>
              <span>{{ section.title }}</span>
              <button
                spButton
                small
                type="button"
                [attr.aria-label]="t('plan.archive.restore.of', { title: section.title })"
                (click)="restore(section)"
              >
                {{ t('plan.archive.restore') }}
              </button>
            </li>
          }
        </ul>
      </sp-disclosure>
    }
  `,
  styles: `
    :host {
      display: block;
    }
    p {
      margin: 0;
    }
    ul {
      margin: 0;
      padding: 0;
      list-style: none;
    }
    li {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      justify-content: space-between;
      gap: var(--sp-space-2);
      padding-block: var(--sp-space-2);
      border-block-end: 1px solid var(--sp-line);
      overflow-wrap: anywhere;
    }
  `,
})
export class PlanArchive {
  readonly plan = input.required<Plan>();
  readonly changed = output();
  readonly #deeds = inject(SectionDeeds);
  protected readonly t = useWords(planWords);
  protected readonly archived = computed(() => this.plan().sections.filter((section) => section.archived));

  protected async restore(section: SectionSummary): Promise<void> {
    if (await this.#deeds.archive(this.plan(), section, false, () => this.changed.emit())) this.changed.emit();
  }
}
