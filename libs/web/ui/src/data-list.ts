import { Component, input } from '@angular/core';

export interface DataItem {
  readonly term: string;
  readonly value: string;
}

/** Names with values, for example to check answers before sending. */
@Component({
  selector: 'sp-data-list',
  template: `
    <dl class="utrecht-data-list utrecht-data-list--html-dl">
      @for (item of items(); track item.term) {
        <div class="item">
          <dt class="utrecht-data-list__item-key">{{ item.term }}</dt>
          <dd class="utrecht-data-list__item-value utrecht-data-list__item-value--html-dd">{{ item.value }}</dd>
        </div>
      }
    </dl>
  `,
  styles: `
    :host {
      display: block;
    }
    dl {
      margin: 0;
    }
    .item {
      display: grid;
      grid-template-columns: minmax(0, 1fr);
      gap: 0 var(--sp-space-4);
      padding-block: var(--sp-space-3);
      border-block-end: 1px solid var(--sp-line);
    }
    dd {
      margin: 0;
      overflow-wrap: anywhere;
      min-block-size: 0;
    }
    @media (min-width: 36rem) {
      .item {
        grid-template-columns: 12rem minmax(0, 1fr);
      }
    }
  `,
})
export class DataList {
  readonly items = input.required<readonly DataItem[]>();
}
