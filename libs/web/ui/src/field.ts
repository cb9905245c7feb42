import { booleanAttribute, Component, input } from '@angular/core';
import { useWords } from '@samenplan/web/core';
import { uiWords } from './ui-words';

let last = 0;

/** A number that no other field on the page has. */
export function nextId(prefix: string): string {
  last += 1;
  return `${prefix}-${last}`;
}

/** Label, hint and error around one control. The controls of this library use it; use it for a control of your own. */
@Component({
  selector: 'sp-field',
  template: `
    <div class="utrecht-form-field" [class.utrecht-form-field--invalid]="error() !== null">
      <label class="utrecht-form-label utrecht-form-field__label" [attr.for]="for()">
        {{ label() }}
        @if (optional()) {
          <span class="sp-optional">{{ t('optional') }}</span>
        }
      </label>
      @if (hint(); as text) {
        <div class="utrecht-form-field-description" [id]="for() + '-hint'">{{ text }}</div>
      }
      @if (error(); as text) {
        <div class="utrecht-form-field-error-message" [id]="for() + '-error'" role="alert">{{ text }}</div>
      }
      <div class="utrecht-form-field__input"><ng-content /></div>
    </div>
  `,
  styles: `
    :host {
      display: block;
    }
  `,
})
export class Field {
  /** Id of the control. */
  readonly for = input.required<string>();
  readonly label = input.required<string>();
  readonly hint = input<string | null>(null);
  readonly error = input<string | null>(null);
  readonly optional = input(false, { transform: booleanAttribute });

  protected readonly t = useWords(uiWords);
}

/** Ids that describe a control, for `aria-describedby`. */
export function describedBy(id: string, hint: string | null, error: string | null): string | null {
  const ids = [hint === null ? null : `${id}-hint`, error === null ? null : `${id}-error`].filter(
    (one) => one !== null,
  );
  return ids.length === 0 ? null : ids.join(' ');
}
