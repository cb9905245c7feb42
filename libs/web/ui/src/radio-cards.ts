import { Component, computed, input, model } from '@angular/core';
import { describedBy, nextId } from './field';

export interface Choice<T extends string = string> {
  readonly value: T;
  readonly label: string;
  /** What this choice means, in one sentence. */
  readonly hint?: string;
}

/** One choice of a few, each with its consequence said before the tap. `value` is null until something is chosen. */
@Component({
  selector: 'sp-radio-cards',
  template: `
    <fieldset
      class="utrecht-form-fieldset utrecht-form-fieldset--html-fieldset"
      [class.utrecht-form-fieldset--invalid]="error() !== null"
      [attr.aria-describedby]="described()"
      [attr.aria-invalid]="error() === null ? null : true"
      role="radiogroup"
    >
      <legend class="utrecht-form-fieldset__legend utrecht-form-fieldset__legend--html-legend">{{ legend() }}</legend>
      @if (hint(); as text) {
        <div class="utrecht-form-field-description" [id]="id + '-hint'">{{ text }}</div>
      }
      @if (error(); as text) {
        <div class="utrecht-form-field-error-message" [id]="id + '-error'" role="alert">{{ text }}</div>
      }
      <div class="cards">
        @for (choice of choices(); track choice.value; let at = $index) {
          <label class="card" [class.card--chosen]="choice.value === value()">
            <input
              class="utrecht-radio-button utrecht-radio-button--html-input"
              type="radio"
              [name]="id"
              [value]="choice.value"
              [checked]="choice.value === value()"
              [attr.aria-describedby]="choice.hint ? id + '-' + at : null"
              (change)="value.set(choice.value)"
            />
            <span>
              <span class="label">{{ choice.label }}</span>
              @if (choice.hint; as text) {
                <span class="hint" [id]="id + '-' + at">{{ text }}</span>
              }
            </span>
          </label>
        }
      </div>
    </fieldset>
  `,
  styles: `
    :host {
      display: block;
    }
    .cards {
      display: grid;
      gap: var(--sp-space-2);
      margin-block-start: var(--sp-space-2);
    }
    .card {
      display: grid;
      grid-template-columns: auto 1fr;
      gap: var(--sp-space-3);
      align-items: start;
      min-block-size: 44px;
      padding: var(--sp-space-3) var(--sp-space-4);
      border: 1px solid var(--sp-line-strong);
      border-radius: var(--sp-radius);
      background: var(--sp-surface);
      cursor: pointer;
    }
    .card:hover {
      border-color: var(--sp-accent);
    }
    .card--chosen {
      border-color: var(--sp-accent);
      box-shadow: inset 0 0 0 1px var(--sp-accent);
      background: var(--sp-accent-soft);
    }
    .card:has(:focus-visible) {
      outline: 3px solid var(--sp-focus);
      outline-offset: 2px;
    }
    input {
      margin: 0.1rem 0 0;
    }
    .label {
      display: block;
      font-weight: 600;
    }
    .hint {
      display: block;
      color: var(--sp-ink-soft);
    }
  `,
})
export class RadioCards<T extends string = string> {
  readonly legend = input.required<string>();
  readonly choices = input.required<readonly Choice<T>[]>();
  readonly value = model<T | null>(null);
  readonly hint = input<string | null>(null);
  readonly error = input<string | null>(null);

  protected readonly id = nextId('sp-radio-cards');
  protected readonly described = computed(() => describedBy(this.id, this.hint(), this.error()));
}
