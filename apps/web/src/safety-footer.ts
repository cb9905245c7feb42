import { Component } from '@angular/core';
import { coreWords, useWords } from '@samenplan/web/core';
import { appWords } from './app-words';

/** Whom to call when it cannot wait; on every page, with numbers to tap. */
@Component({
  selector: 'sp-safety-footer',
  template: `
    <footer class="sp-no-print">
      <p class="sp-urgent">
        <strong>{{ core('safety.urgent') }}</strong>
        <span>{{ core('safety.danger') }} <a href="tel:112">112</a>.</span>
        <span>{{ core('safety.suicide') }} <a href="tel:113">113</a>.</span>
      </p>
      <p class="small">
        <a href="/.well-known/security.txt">{{ t('footer.security') }}</a>
      </p>
    </footer>
  `,
  styles: `
    :host {
      display: block;
      border-block-start: 1px solid var(--sp-line);
      background: var(--sp-sunken);
    }
    footer {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      justify-content: space-between;
      gap: 0 var(--sp-space-5);
      max-inline-size: 76rem;
      margin-inline: auto;
      padding: var(--sp-space-2) var(--sp-space-4);
    }
    p {
      display: flex;
      flex-wrap: wrap;
      column-gap: 0.6em;
      margin: 0;
      line-height: 2.75;
    }
    a {
      padding: 0.75em 0.4em;
      margin-inline: -0.4em;
      color: var(--sp-accent-dark);
      font-weight: 700;
    }
    .small a {
      font-weight: 400;
    }
  `,
})
export class SafetyFooter {
  protected readonly t = useWords(appWords);
  protected readonly core = useWords(coreWords);
}
