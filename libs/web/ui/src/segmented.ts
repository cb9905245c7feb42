import { booleanAttribute, Component, input, model } from '@angular/core';
import { nextId } from './field';
import type { Choice } from './radio-cards';

/** Two to four views of the same thing, beside each other; radio buttons underneath. */
@Component({
  selector: 'sp-segmented',
  template: `
    <fieldset>
      <legend [class.sp-visually-hidden]="!showLegend()">{{ legend() }}</legend>
      <div class="row">
        @for (choice of choices(); track choice.value) {
          <label [class.chosen]="choice.value === value()">
            <input
              class="sp-visually-hidden"
              type="radio"
              [name]="id"
              [value]="choice.value"
              [checked]="choice.value === value()"
              (change)="value.set(choice.value)"
            />
            {{ choice.label }}
          </label>
        }
      </div>
    </fieldset>
  `,
  styles: `
    fieldset {
      margin: 0;
      padding: 0;
      border: 0;
      min-inline-size: 0;
    }
    legend {
      padding: 0;
      font-weight: 600;
      margin-block-end: var(--sp-space-1);
    }
    .row {
      display: inline-flex;
      flex-wrap: wrap;
      gap: 2px;
      padding: 3px;
      border-radius: var(--sp-radius-large);
      background: var(--sp-sunken);
    }
    label {
      position: relative;
      display: inline-flex;
      align-items: center;
      justify-content: center;
      min-block-size: 44px;
      padding-inline: var(--sp-space-4);
      border-radius: var(--sp-radius);
      font-weight: 600;
      color: var(--sp-ink-soft);
      cursor: pointer;
    }
    label.chosen {
      background: var(--sp-surface);
      color: var(--sp-accent-dark);
      box-shadow:
        var(--sp-shadow),
        inset 0 0 0 2px var(--sp-accent);
    }
    label:has(:focus-visible) {
      outline: 3px solid var(--sp-focus);
      outline-offset: 1px;
    }
  `,
})
export class Segmented<T extends string = string> {
  readonly legend = input.required<string>();
  readonly choices = input.required<readonly Choice<T>[]>();
  readonly value = model.required<T>();
  readonly showLegend = input(false, { transform: booleanAttribute });

  protected readonly id = nextId('sp-segmented');
}
