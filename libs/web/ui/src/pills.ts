import { Component, input } from '@angular/core';
import { Icon, type IconName } from './icon';

export type Tone = 'neutral' | 'accent' | 'ok' | 'warning' | 'danger';

/** A state in one or two words, with a drawing so that colour is never alone. */
@Component({
  selector: 'sp-status-pill',
  imports: [Icon],
  template: `@if (icon(); as name) {
      <sp-icon [name]="name" />
    }
    <span><ng-content /></span>`,
  styles: `
    :host {
      display: inline-flex;
      align-items: center;
      gap: var(--sp-space-1);
      padding: 0.15rem 0.6rem;
      border-radius: 999px;
      font-size: var(--sp-size-small);
      line-height: 1.4;
      font-weight: 600;
      background: var(--sp-tone-soft);
      color: var(--sp-tone-ink);
    }
    sp-icon {
      inline-size: 1em;
      block-size: 1em;
    }
  `,
  host: { '[class]': '"sp-tone sp-tone--" + tone()' },
})
export class StatusPill {
  readonly tone = input<Tone>('neutral');
  readonly icon = input<IconName | null>(null);
}

/** A count that asks for attention; `label` says in words what is counted. Shows nothing at zero. */
@Component({
  selector: 'sp-badge',
  template: `@if (count() > 0) {
    <span class="utrecht-badge-status" aria-hidden="true">{{ count() > 99 ? '99+' : count() }}</span><span
      class="sp-visually-hidden"
      >{{ label() }}</span
    >
  }`,
  styles: `
    .utrecht-badge-status {
      --utrecht-badge-background-color: var(--sp-accent);
      --utrecht-badge-color: var(--sp-on-accent);
      min-inline-size: 1.5rem;
      text-align: center;
      box-sizing: border-box;
      border-radius: 999px;
      line-height: 1.5rem;
      padding-block: 0;
      padding-inline: 0.4rem;
      font-size: var(--sp-size-small);
    }
  `,
})
export class Badge {
  readonly count = input.required<number>();
  readonly label = input.required<string>();
}
