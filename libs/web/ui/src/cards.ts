import { Component, Directive } from '@angular/core';

/** A list of cards: `<ul spCards><li spCard>...</li></ul>`. */
@Directive({ selector: 'ul[spCards], ol[spCards]', host: { class: 'sp-cards', role: 'list' } })
export class Cards {}

/**
 * A card. Put at most one `a[spCardLink]` in it: that link then answers taps anywhere on the card, while a screen
 * reader hears a list item with one link. Other buttons inside keep working.
 */
@Component({
  selector: 'li[spCard], div[spCard], article[spCard]',
  template: `<ng-content />`,
  styles: `
    :host {
      display: block;
      position: relative;
      box-sizing: border-box;
      padding: var(--sp-space-4);
      border: 1px solid var(--sp-line);
      border-radius: var(--sp-radius-large);
      background: var(--sp-surface);
      box-shadow: var(--sp-shadow);
    }
    :host:has(a.sp-card-link:hover) {
      border-color: var(--sp-accent);
    }
    :host:has(a.sp-card-link:focus-visible) {
      outline: 3px solid var(--sp-focus);
      outline-offset: 2px;
    }
  `,
})
export class Card {}

@Directive({ selector: 'a[spCardLink]', host: { class: 'sp-card-link' } })
export class CardLink {}
