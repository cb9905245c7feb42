import { Component, input } from '@angular/core';
import { coreWords, useWords } from '@samenplan/web/core';

/** The standing words at a text: for whom it concerns, that this is no place for emergencies; for a professional, whose it is. */
@Component({
  selector: 'sp-section-safety',
  template: `
    @if (professional()) {
      <p>{{ core('safety.client-can-share') }}</p>
      <p>{{ core('safety.stored-is-not-read') }}</p>
    } @else {
      <p class="sp-urgent">
        <strong>{{ core('safety.urgent') }}</strong> {{ core('safety.danger') }} <a href="tel:112">112</a>.
        {{ core('safety.suicide') }} <a href="tel:113">113</a>. {{ core('safety.stored-is-not-read') }}
      </p>
    }
  `,
  styles: `
    :host {
      display: block;
      padding-block: var(--sp-space-2);
      font-size: var(--sp-size-small);
      color: var(--sp-ink-soft);
    }
    p {
      margin: 0 0 var(--sp-space-1);
      line-height: 1.6;
    }
    a {
      display: inline-block;
      padding: 0.75rem 0.7rem;
      margin: -0.75rem -0.7rem;
      color: var(--sp-accent-dark);
      font-weight: 700;
    }
  `,
})
export class SectionSafety {
  readonly professional = input.required<boolean>();
  protected readonly core = useWords(coreWords);
}
