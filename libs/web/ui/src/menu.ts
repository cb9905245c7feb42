import { Component, ElementRef, booleanAttribute, inject, Injector, input, signal, viewChild } from '@angular/core';
import { Button, type ButtonKind } from './button';
import { Icon, type IconName } from './icon';

export interface MenuItem {
  readonly label: string;
  readonly icon?: IconName;
  readonly danger?: boolean;
  readonly disabled?: boolean;
  readonly run: () => void;
}

/**
 * A button that opens a short list of actions. Without visible text `label` is what a screen reader says. The list
 * itself, with its keyboard handling, is loaded when it first opens.
 */
@Component({
  selector: 'sp-menu',
  imports: [Button, Icon],
  template: `
    <button
      #trigger
      spButton
      type="button"
      small
      aria-haspopup="menu"
      [kind]="kind()"
      [attr.aria-expanded]="open()"
      [attr.aria-label]="text() ? null : label()"
      (click)="show()"
      (keydown.arrowdown)="$event.preventDefault(); show()"
    >
      @if (text()) {
        {{ label() }} <sp-icon name="chevron-down" />
      } @else {
        <sp-icon name="dots" />
      }
    </button>
  `,
})
export class Menu {
  readonly label = input.required<string>();
  readonly items = input.required<readonly MenuItem[]>();
  /** Shows the label beside the button's arrow; otherwise three dots. */
  readonly text = input(false, { transform: booleanAttribute });
  readonly kind = input<ButtonKind>('subtle');

  protected readonly open = signal(false);
  readonly #injector = inject(Injector);
  private readonly trigger = viewChild.required<string, ElementRef<HTMLButtonElement>>('trigger', { read: ElementRef });

  protected async show(): Promise<void> {
    if (this.open()) return;
    this.open.set(true);
    const { openMenu } = await import('./menu-opener');
    const chosen = await openMenu(this.#injector, this.trigger(), this.label(), this.items());
    this.open.set(false);
    this.trigger().nativeElement.focus();
    chosen?.run();
  }
}
