import { booleanAttribute, Component, computed, input } from '@angular/core';
import { useWords } from '@samenplan/web/core';
import { Icon } from './icon';
import { uiWords } from './ui-words';

/** A person with function and organisation, and a number to tap. Initials are decoration: the name stands beside them. */
@Component({
  selector: 'sp-person',
  imports: [Icon],
  template: `
    <span class="initials" aria-hidden="true">{{ initials() }}</span>
    <span class="words">
      <span class="name">{{ name() }}</span>
      @if (detail() !== '') {
        <span class="detail">{{ detail() }}</span>
      }
      <ng-content />
    </span>
    @if (phone(); as number) {
      <a class="call" [href]="'tel:' + dialable()" [attr.aria-label]="t('call.number', { name: name(), number })">
        <sp-icon name="phone" />
        @if (!compact()) {
          <span aria-hidden="true">{{ number }}</span>
        }
      </a>
    }
  `,
  styles: `
    :host {
      display: flex;
      align-items: center;
      gap: var(--sp-space-3);
      min-inline-size: 0;
    }
    .initials {
      flex: none;
      display: grid;
      place-items: center;
      inline-size: 2.5rem;
      block-size: 2.5rem;
      border-radius: 50%;
      background: var(--sp-accent-soft);
      color: var(--sp-accent-dark);
      font-weight: 700;
      font-size: var(--sp-size-small);
    }
    .words {
      flex: 1;
      min-inline-size: 0;
      overflow-wrap: anywhere;
    }
    .name {
      display: block;
      font-weight: 600;
      line-height: 1.35;
    }
    .detail {
      display: block;
      color: var(--sp-ink-soft);
      font-size: var(--sp-size-small);
      line-height: 1.35;
    }
    .call {
      display: inline-flex;
      align-items: center;
      justify-content: center;
      gap: var(--sp-space-1);
      min-inline-size: 44px;
      min-block-size: 44px;
      padding-inline: var(--sp-space-2);
      border-radius: var(--sp-radius);
      color: var(--sp-accent-dark);
      font-weight: 600;
      text-decoration: none;
      white-space: nowrap;
    }
    .call:hover {
      background: var(--sp-accent-soft);
    }
  `,
})
export class Person {
  readonly name = input.required<string>();
  readonly function = input<string | null>(null);
  readonly organisation = input<string | null>(null);
  readonly phone = input<string | null>(null);
  /** Says "cliënt" in place of function and organisation. */
  readonly isClient = input(false, { transform: booleanAttribute });
  /** Only the drawing of the telephone, without the number. */
  readonly compact = input(false, { transform: booleanAttribute });

  protected readonly t = useWords(uiWords);
  protected readonly detail = computed(() =>
    this.isClient()
      ? this.t('client')
      : [this.function(), this.organisation()].filter((part) => part !== null && part !== '').join(', '),
  );
  protected readonly initials = computed(() => initialsOf(this.name()));
  protected readonly dialable = computed(() => (this.phone() ?? '').replace(/[^\d+]/g, ''));
}

/** First letters of the first and the last word of a name. */
export function initialsOf(name: string): string {
  const words = name.split(/\s+/).filter((word) => /^\p{L}/u.test(word));
  const first = words[0]?.[0] ?? '';
  const last = words.length > 1 ? (words[words.length - 1]?.[0] ?? '') : '';
  return (first + last).toUpperCase();
}
