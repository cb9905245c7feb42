import { Component } from '@angular/core';

/** Two rings that share a part: the mark of the product. Decoration, its name stands beside it. */
@Component({
  selector: 'sp-brand-mark',
  template: `<svg viewBox="0 0 32 32" aria-hidden="true" focusable="false">
    <rect width="32" height="32" rx="8" fill="#17605b" />
    <circle cx="12.5" cy="16" r="6.5" fill="none" stroke="#fff" stroke-width="3" />
    <circle cx="19.5" cy="16" r="6.5" fill="none" stroke="#f3c98b" stroke-width="3" />
  </svg>`,
  styles: `
    :host {
      display: inline-flex;
      inline-size: 2rem;
      block-size: 2rem;
      flex: none;
    }
  `,
})
export class BrandMark {}
