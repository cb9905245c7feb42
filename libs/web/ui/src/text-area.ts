import { booleanAttribute, Component, computed, ElementRef, input, model, viewChild } from '@angular/core';
import { describedBy, Field, nextId } from './field';

/** Several lines of text that grow with what is typed. */
@Component({
  selector: 'sp-text-area',
  imports: [Field],
  template: `
    <sp-field [for]="id" [label]="label()" [hint]="hint()" [error]="error()" [optional]="optional()">
      <textarea
        #control
        class="utrecht-textarea utrecht-textarea--html-textarea"
        [id]="id"
        [rows]="rows()"
        [value]="value()"
        [attr.maxlength]="maxLength()"
        [attr.aria-invalid]="error() === null ? null : true"
        [attr.aria-describedby]="described()"
        [attr.aria-required]="optional() ? null : true"
        (input)="value.set(control.value)"
      ></textarea>
    </sp-field>
  `,
  styles: `
    :host {
      display: block;
    }
    textarea {
      field-sizing: content;
      min-block-size: 6rem;
    }
  `,
})
export class TextArea {
  readonly label = input.required<string>();
  readonly value = model('');
  readonly hint = input<string | null>(null);
  readonly error = input<string | null>(null);
  readonly optional = input(false, { transform: booleanAttribute });
  readonly rows = input(4);
  readonly maxLength = input<number | null>(null);

  protected readonly id = nextId('sp-text-area');
  protected readonly described = computed(() => describedBy(this.id, this.hint(), this.error()));
  private readonly controlElement = viewChild.required<ElementRef<HTMLTextAreaElement>>('control');

  focus(): void {
    this.controlElement().nativeElement.focus();
  }
}
