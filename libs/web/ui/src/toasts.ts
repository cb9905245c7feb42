import { Component, inject, Injectable, signal } from '@angular/core';
import { useWords } from '@samenplan/web/core';
import { Button } from './button';
import { Icon } from './icon';
import { uiWords } from './ui-words';

export interface Toast {
  readonly text: string;
  /** Takes back what was done; the button says "Ongedaan maken". */
  readonly undo?: () => void;
}

interface Shown extends Toast {
  readonly id: number;
}

/** With undo a toast stays until it is closed or replaced; without, for eight seconds. */
const showTime = 8_000;

/** Short messages after an action, at the bottom of the screen, with undo where that is possible. */
@Injectable({ providedIn: 'root' })
export class Toasts {
  readonly #shown = signal<Shown | null>(null);
  #last = 0;
  readonly shown = this.#shown.asReadonly();

  show(toast: Toast): void {
    this.#last += 1;
    const id = this.#last;
    this.#shown.set({ ...toast, id });
    if (toast.undo === undefined) setTimeout(() => this.#close(id), showTime);
  }

  close(): void {
    this.#shown.set(null);
  }

  #close(id: number): void {
    if (this.#shown()?.id === id) this.#shown.set(null);
  }
}

/** The place where {@link Toasts} appear; stands once in the shell. */
@Component({
  selector: 'sp-toasts',
  imports: [Button, Icon],
  template: `
    <div role="status" aria-live="polite">
      @if (toasts.shown(); as toast) {
        <div class="toast" animate.enter="sp-rise">
          <span class="text">{{ toast.text }}</span>
          @if (toast.undo; as undo) {
            <button class="undo" spButton small type="button" (click)="takeBack(undo)">{{ t('undo') }}</button>
          }
          <button class="close" type="button" [attr.aria-label]="t('close')" (click)="toasts.close()">
            <sp-icon name="cross" />
          </button>
        </div>
      }
    </div>
  `,
  styles: `
    :host {
      position: fixed;
      inset-block-end: var(--sp-bar-bottom);
      inset-inline: 0;
      z-index: 900;
      display: flex;
      justify-content: center;
      pointer-events: none;
      padding: var(--sp-space-3);
    }
    .toast {
      pointer-events: auto;
      display: flex;
      align-items: center;
      gap: var(--sp-space-3);
      max-inline-size: 36rem;
      padding: var(--sp-space-2) var(--sp-space-2) var(--sp-space-2) var(--sp-space-4);
      border-radius: var(--sp-radius-large);
      background: var(--sp-ink);
      color: var(--sp-surface);
      box-shadow: 0 8px 30px rgb(0 0 0 / 25%);
    }
    .text {
      flex: 1;
    }
    .close {
      display: grid;
      place-items: center;
      inline-size: 44px;
      block-size: 44px;
      border: 0;
      border-radius: var(--sp-radius);
      background: none;
      color: inherit;
      cursor: pointer;
    }
    /* On a phone the words get the width, and the action a line of its own. */
    @media (max-width: 36rem) {
      .toast {
        flex-wrap: wrap;
        inline-size: 100%;
      }
      .text {
        flex: 1 0 calc(100% - 44px - var(--sp-space-3));
        padding-block: var(--sp-space-2);
      }
      .undo {
        order: 1;
        margin-block-end: var(--sp-space-2);
      }
    }
  `,
})
export class ToastOutlet {
  protected readonly toasts = inject(Toasts);
  protected readonly t = useWords(uiWords);

  protected takeBack(undo: () => void): void {
    this.toasts.close();
    undo();
  }
}
