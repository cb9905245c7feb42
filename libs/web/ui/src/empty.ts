import { Component, input } from '@angular/core';
import { Icon, type IconName } from './icon';

/** Says what will be here and how to start; put the button that starts it inside. */
@Component({
  selector: 'sp-empty',
  imports: [Icon],
  template: `
    <span class="drawing" aria-hidden="true"><sp-icon [name]="icon()" /></span>
    <p class="heading">{{ heading() }}</p>
    @if (text(); as words) {
      <p class="text">{{ words }}</p>
    }
    <div class="actions"><ng-content /></div>
  `,
  styles: `
    :host {
      display: grid;
      justify-items: center;
      gap: var(--sp-space-2);
      padding: var(--sp-space-6) var(--sp-space-4);
      text-align: center;
      border: 1px dashed var(--sp-line-strong);
      border-radius: var(--sp-radius-large);
      background: var(--sp-surface);
    }
    .drawing {
      display: grid;
      place-items: center;
      inline-size: 3.5rem;
      block-size: 3.5rem;
      border-radius: 50%;
      background: var(--sp-accent-soft);
      color: var(--sp-accent-dark);
      font-size: 1.4rem;
    }
    .heading {
      margin: 0;
      font-weight: 700;
      font-size: 1.125rem;
    }
    .text {
      margin: 0;
      max-inline-size: 34rem;
      color: var(--sp-ink-soft);
    }
    .actions:not(:empty) {
      margin-block-start: var(--sp-space-2);
      display: grid;
      gap: var(--sp-space-2);
      justify-items: center;
    }
  `,
})
export class Empty {
  readonly heading = input.required<string>();
  readonly text = input<string | null>(null);
  readonly icon = input<IconName>('document');
}
