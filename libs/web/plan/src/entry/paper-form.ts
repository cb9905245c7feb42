import { Component } from '@angular/core';
import { useWords } from '@samenplan/web/core';
import { Heading } from '@samenplan/web/ui';
import { entryWords } from './entry-words';

/** The empty form on paper, in large type; nobody's name stands on it yet. */
@Component({
  selector: 'sp-paper-form',
  imports: [Heading],
  template: `
    <section class="sp-print-only">
      <h1 spHeading [look]="1">{{ t('form.heading') }}</h1>
      <p>{{ t('form.text') }}</p>
      <p class="line">{{ t('form.name') }}</p>
      <p class="line">{{ t('form.birth') }}</p>
      @for (place of places; track place) {
        <div class="choice">
          <p class="line">{{ t('form.who') }}</p>
          <p class="line">{{ t('form.what') }}</p>
          <ul>
            <li>{{ t('form.read') }}</li>
            <li>{{ t('form.write') }}</li>
            <li>{{ t('form.none') }}</li>
          </ul>
          <p class="line">{{ t('form.until') }}</p>
        </div>
      }
      <p class="line">{{ t('form.date') }}</p>
      <p class="line">{{ t('form.sign') }}</p>
      <p class="line">{{ t('form.witness') }}</p>
    </section>
  `,
  styles: `
    section {
      font-size: 16pt;
      line-height: 1.4;
    }
    .line {
      padding-block-end: 0.5cm;
      border-block-end: 1px solid #000;
    }
    .choice {
      padding: 0.3cm 0.5cm;
      margin-block: 0.5cm;
      border: 2px solid #000;
      break-inside: avoid;
    }
    ul {
      list-style: '☐  ';
    }
  `,
})
export class PaperForm {
  protected readonly t = useWords(entryWords);
  /** Room for this many choices on one form. */
  protected readonly places = [1, 2, 3];
}
