import { Component, computed, inject, input } from '@angular/core';
import { Dates, useWords } from '@samenplan/web/core';
import { Icon } from '@samenplan/web/ui';
import type { AudienceCell } from './audience-matrix';
import { levelWords } from './audience-why';
import { planWords } from '../plan-words';

/** What somebody may do in a section, as a drawing with its words, and until when. */
@Component({
  selector: 'sp-audience-level',
  imports: [Icon],
  template: `
    <sp-icon [name]="level().icon" />
    <span>
      {{ level().words }}
      @if (until(); as words) {
        <small>{{ words }}</small>
      }
      @if (cell().teamName; as team) {
        <small>{{ t('audience.through', { team }) }}</small>
      }
    </span>
  `,
  styles: `
    :host {
      display: inline-flex;
      align-items: start;
      gap: var(--sp-space-2);
      text-align: start;
    }
    sp-icon {
      margin-block-start: 0.1em;
    }
    small {
      display: block;
      font-size: var(--sp-size-small);
      color: var(--sp-ink-soft);
    }
    :host(.none) {
      color: var(--sp-ink-soft);
    }
    :host(.read) sp-icon,
    :host(.write) sp-icon,
    :host(.manage) sp-icon {
      color: var(--sp-accent);
    }
  `,
  host: { '[class]': 'cell().level' },
})
export class AudienceLevel {
  readonly cell = input.required<AudienceCell>();

  readonly #dates = inject(Dates);
  protected readonly t = useWords(planWords);
  protected readonly level = computed(() => levelWords(this.t, this.cell().level));
  protected readonly until = computed(() => {
    const { level, endsAt } = this.cell();
    return level === 'none' || endsAt === null ? null : this.t('end.until.short', { date: this.#dates.date(endsAt) });
  });
}
