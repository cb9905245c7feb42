import { Component, effect, inject, Injector, input, signal } from '@angular/core';
import { RouterLink } from '@angular/router';
import { DeviceSafe, useWords } from '@samenplan/web/core';
import { Icon, Link } from '@samenplan/web/ui';
import { sectionWords } from './section-words';

/** One line with the way to own text that was not stored; nothing where there is none. */
@Component({
  selector: 'sp-unstored-notice',
  imports: [Icon, Link, RouterLink],
  template: `
    @if (count() > 0) {
      <p>
        <sp-icon name="warning" />
        <span>
          {{ t('unstored.notice', { n: count() }) }}
          <a spLink routerLink="/niet-opgeslagen">{{ t('unstored.notice.open') }}</a>
        </span>
      </p>
    }
  `,
  styles: `
    p {
      display: flex;
      align-items: start;
      gap: var(--sp-space-3);
      margin: 0 0 var(--sp-space-4);
      padding: var(--sp-space-3) var(--sp-space-4);
      border-radius: var(--sp-radius-large);
      background: var(--sp-warning-soft);
    }
    sp-icon {
      margin-block-start: 0.15em;
      color: var(--sp-warning);
    }
  `,
})
export class UnstoredNotice {
  /** A section that this person does not see any more: text of it is only to be copied from now on. */
  readonly lostSection = input<string | null>(null);

  readonly #safe = inject(DeviceSafe);
  readonly #injector = inject(Injector);
  protected readonly t = useWords(sectionWords);
  protected readonly count = signal(0);

  constructor() {
    effect(() => void this.#look(this.lostSection()));
  }

  async #look(lostSection: string | null): Promise<void> {
    const found = await this.#safe.count();
    this.count.set(found);
    if (found === 0 || lostSection === null) return;
    // Only now: most people never have any, and this brings the codec of the live text with it.
    const { UnstoredTexts } = await import('./unstored-texts');
    await this.#injector.get(UnstoredTexts).withdraw(lostSection);
  }
}
