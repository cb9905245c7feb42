import { booleanAttribute, Component, computed, ElementRef, input, model, viewChild } from '@angular/core';
import { describedBy, Field, nextId } from './field';

/** A day, `yyyy-mm-dd`, or `''` when none is chosen. The browser's own date field: known to people and screen readers. */
@Component({
  selector: 'sp-date-field',
  imports: [Field],
  template: `
    <sp-field [for]="id" [label]="label()" [hint]="hint()" [error]="error()" [optional]="optional()">
      <input
        #control
        type="date"
        class="utrecht-textbox utrecht-textbox--html-input"
        [id]="id"
        [value]="value()"
        [attr.min]="min()"
        [attr.max]="max()"
        [attr.aria-invalid]="error() === null ? null : true"
        [attr.aria-describedby]="described()"
        [attr.aria-required]="optional() ? null : true"
        (input)="value.set(control.value)"
      />
    </sp-field>
  `,
  styles: `
    :host {
      display: block;
    }
    input {
      max-inline-size: 13rem;
    }
  `,
})
export class DateField {
  readonly label = input.required<string>();
  readonly value = model('');
  readonly hint = input<string | null>(null);
  readonly error = input<string | null>(null);
  readonly optional = input(false, { transform: booleanAttribute });
  /** First and last day that can be chosen, `yyyy-mm-dd`. */
  readonly min = input<string | null>(null);
  readonly max = input<string | null>(null);

  protected readonly id = nextId('sp-date-field');
  protected readonly described = computed(() => describedBy(this.id, this.hint(), this.error()));
  private readonly controlElement = viewChild.required<ElementRef<HTMLInputElement>>('control');

  focus(): void {
    this.controlElement().nativeElement.focus();
  }
}
