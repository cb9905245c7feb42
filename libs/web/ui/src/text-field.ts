import { booleanAttribute, Component, computed, ElementRef, input, model, viewChild } from '@angular/core';
import { describedBy, Field, nextId } from './field';

/** One line of text: `<sp-text-field [label]="t('name')" [(value)]="name" />`. */
@Component({
  selector: 'sp-text-field',
  imports: [Field],
  template: `
    <sp-field [for]="id" [label]="label()" [hint]="hint()" [error]="error()" [optional]="optional()">
      <input
        #control
        class="utrecht-textbox utrecht-textbox--html-input"
        [class.sp-code]="code()"
        [id]="id"
        [type]="type()"
        [value]="value()"
        [attr.autocomplete]="autocomplete()"
        [attr.inputmode]="inputMode()"
        [attr.maxlength]="maxLength()"
        [attr.spellcheck]="code() ? 'false' : null"
        [attr.autocapitalize]="code() ? 'characters' : null"
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
  `,
})
export class TextField {
  readonly label = input.required<string>();
  readonly value = model('');
  readonly hint = input<string | null>(null);
  readonly error = input<string | null>(null);
  readonly optional = input(false, { transform: booleanAttribute });
  readonly type = input<'text' | 'search' | 'tel' | 'email'>('text');
  readonly autocomplete = input<string>('off');
  readonly inputMode = input<string | null>(null);
  readonly maxLength = input<number | null>(null);
  /** Letters apart and without spelling help, for a code that is copied from paper. */
  readonly code = input(false, { transform: booleanAttribute });

  protected readonly id = nextId('sp-text-field');
  protected readonly described = computed(() => describedBy(this.id, this.hint(), this.error()));
  private readonly controlElement = viewChild.required<ElementRef<HTMLInputElement>>('control');

  focus(): void {
    this.controlElement().nativeElement.focus();
  }
}
