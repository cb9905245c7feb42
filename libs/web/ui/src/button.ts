import { booleanAttribute, Component, computed, ElementRef, inject, input } from '@angular/core';
import { useWords } from '@samenplan/web/core';
import { uiWords } from './ui-words';

export type ButtonKind = 'primary' | 'secondary' | 'danger' | 'subtle';

const looks: Record<ButtonKind, string> = {
  primary: 'nl-button--primary',
  secondary: 'nl-button--secondary',
  danger: 'nl-button--primary nl-button--negative',
  subtle: 'nl-button--subtle',
};

/**
 * A button, or a link that looks like one: `<button spButton kind="primary">`, `<a spButton routerLink="...">`.
 * While `busy` it stays focusable, so that focus is not lost, and taps do nothing.
 */
@Component({
  // An attribute on the native element keeps everything a browser knows about buttons and links.
  selector: 'button[spButton], a[spButton]',
  template: `<span class="nl-button__label"><ng-content /></span>
    @if (busy()) {
      <span class="sp-button-busy" aria-hidden="true"></span>
      <span class="sp-visually-hidden" role="status">{{ t('busy') }}</span>
    }`,
  host: {
    '[class]': 'look()',
    '[class.sp-button--block]': 'block()',
    '[class.sp-button--small]': 'small()',
    '[class.nl-button--busy]': 'busy()',
    '[attr.aria-disabled]': 'busy() ? true : null',
  },
})
export class Button {
  readonly kind = input<ButtonKind>('secondary');
  /** Shows that the tap was heard and work is under way. */
  readonly busy = input(false, { transform: booleanAttribute });
  /** As wide as the place it stands in; on phones main actions are. */
  readonly block = input(false, { transform: booleanAttribute });
  /** Less padding, same tap area. */
  readonly small = input(false, { transform: booleanAttribute });

  protected readonly t = useWords(uiWords);
  protected readonly look = computed(() => `nl-button ${looks[this.kind()]}`);

  constructor() {
    // In the capture phase: a listener of the template would otherwise run first.
    inject<ElementRef<HTMLElement>>(ElementRef).nativeElement.addEventListener(
      'click',
      (event) => {
        if (!this.busy()) return;
        event.preventDefault();
        event.stopImmediatePropagation();
      },
      { capture: true },
    );
  }
}
