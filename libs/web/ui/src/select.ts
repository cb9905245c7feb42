import { booleanAttribute, Component, computed, input, model } from '@angular/core';
import { describedBy, Field, nextId } from './field';
import type { Choice } from './radio-cards';

/** One of many; for a few choices {@link RadioCards} is kinder. */
@Component({
  selector: 'sp-select',
  imports: [Field],
  template: `
    <sp-field [for]="id" [label]="label()" [hint]="hint()" [error]="error()" [optional]="optional()">
      <select
        #control
        class="utrecht-select utrecht-select--html-select"
        [id]="id"
        [attr.aria-invalid]="error() === null ? null : true"
        [attr.aria-describedby]="described()"
        (change)="choose(control.value)"
      >
        @for (choice of choices(); track choice.value) {
          <option [value]="choice.value" [selected]="choice.value === value()">{{ choice.label }}</option>
        }
      </select>
    </sp-field>
  `,
  styles: `
    :host {
      display: block;
    }
  `,
})
export class Select<T extends string = string> {
  readonly label = input.required<string>();
  readonly choices = input.required<readonly Choice<T>[]>();
  readonly value = model.required<T>();
  readonly hint = input<string | null>(null);
  readonly error = input<string | null>(null);
  readonly optional = input(false, { transform: booleanAttribute });

  protected readonly id = nextId('sp-select');
  protected readonly described = computed(() => describedBy(this.id, this.hint(), this.error()));

  protected choose(value: string): void {
    const choice = this.choices().find((one) => one.value === value);
    if (choice !== undefined) this.value.set(choice.value);
  }
}
