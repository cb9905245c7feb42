import { Component, input, model } from '@angular/core';
import { Icon } from './icon';

/** More for who wants it: a heading that opens. Built on `<details>`, so finding in the page opens it too. */
@Component({
  selector: 'sp-disclosure',
  imports: [Icon],
  template: `
    <details #details [open]="open()" (toggle)="open.set(details.open)">
      <summary>
        <sp-icon name="chevron-right" /><span>{{ heading() }}</span>
      </summary>
      <div class="body"><ng-content /></div>
    </details>
  `,
  styles: `
    :host {
      display: block;
    }
    summary {
      display: flex;
      align-items: center;
      gap: var(--sp-space-2);
      min-block-size: 44px;
      font-weight: 600;
      color: var(--sp-accent-dark);
      cursor: pointer;
      list-style: none;
      border-radius: var(--sp-radius);
    }
    summary::-webkit-details-marker {
      display: none;
    }
    summary:hover span {
      text-decoration: underline;
    }
    sp-icon {
      transition: rotate var(--sp-quick);
    }
    details[open] sp-icon {
      rotate: 90deg;
    }
    .body {
      padding: var(--sp-space-1) 0 var(--sp-space-3) calc(1.25em + var(--sp-space-2));
    }
  `,
})
export class Disclosure {
  readonly heading = input.required<string>();
  readonly open = model(false);
}
