import { Component, computed, input, model } from '@angular/core';
import { describedBy, nextId } from './field';

/** Yes or no; the label is part of the tap area. */
@Component({
  selector: 'sp-checkbox',
  template: `
    <label class="row">
      <input
        #control
        type="checkbox"
        class="utrecht-checkbox utrecht-checkbox--html-input"
        [id]="id"
        [checked]="checked()"
        [attr.aria-invalid]="error() === null ? null : true"
        [attr.aria-describedby]="described()"
        (change)="checked.set(control.checked)"
      />
      <span>{{ label() }}</span>
    </label>
    @if (hint(); as text) {
      <div class="utrecht-form-field-description under" [id]="id + '-hint'">{{ text }}</div>
    }
    @if (error(); as text) {
      <div class="utrecht-form-field-error-message under" [id]="id + '-error'" role="alert">{{ text }}</div>
    }
  `,
  styles: `
    :host {
      display: block;
    }
    .row {
      display: grid;
      grid-template-columns: auto 1fr;
      gap: var(--sp-space-3);
      align-items: center;
      min-block-size: 44px;
      cursor: pointer;
    }
    .row:has(:focus-visible) {
      outline: 3px solid var(--sp-focus);
      outline-offset: 2px;
      border-radius: var(--sp-radius);
    }
    input {
      margin: 0;
      inline-size: 1.4rem;
      block-size: 1.4rem;
      accent-color: var(--sp-accent);
    }
    .under {
      margin-inline-start: calc(1.4rem + var(--sp-space-3));
    }
  `,
})
export class Checkbox {
  readonly label = input.required<string>();
  readonly checked = model(false);
  readonly hint = input<string | null>(null);
  readonly error = input<string | null>(null);

  protected readonly id = nextId('sp-checkbox');
  protected readonly described = computed(() => describedBy(this.id, this.hint(), this.error()));
}
