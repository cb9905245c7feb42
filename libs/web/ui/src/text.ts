import { Directive, input } from '@angular/core';

/** `<h2 spHeading [look]="3">`: the element says the level, `look` the size when that differs. */
@Directive({
  selector: 'h1[spHeading], h2[spHeading], h3[spHeading], h4[spHeading], legend[spHeading]',
  host: { '[class]': '"nl-heading nl-heading--level-" + look()' },
})
export class Heading {
  readonly look = input<1 | 2 | 3 | 4>(2);
}

/** `<p spText>`, `<p spText look="lead">`, `<p spText look="small">`. */
@Directive({
  selector: 'p[spText]',
  host: {
    class: 'nl-paragraph',
    '[class.nl-paragraph--lead]': 'look() === "lead"',
    '[class.sp-text--small]': 'look() === "small"',
  },
})
export class Text {
  readonly look = input<'normal' | 'lead' | 'small'>('normal');
}

/** A link in running text. */
@Directive({ selector: 'a[spLink]', host: { class: 'nl-link' } })
export class Link {}

/** Words for screen readers only. */
@Directive({ selector: '[spHidden]', host: { class: 'sp-visually-hidden' } })
export class VisuallyHidden {}
