import {
  afterNextRender,
  Component,
  DestroyRef,
  ElementRef,
  inject,
  InjectionToken,
  input,
  signal,
  viewChild,
} from '@angular/core';
import { useWords } from '@samenplan/web/core';
import { Icon } from './icon';
import { Heading } from './text';
import { uiWords } from './ui-words';

/** One dialog is open at a time, so one id is enough. */
export const dialogHeadingId = 'sp-dialog-heading';

/**
 * The dialog that a component stands in: `inject<OpenDialog<boolean>>(OpenDialog).close(true)`. A class of our own, so
 * that the dialog machinery of the CDK stays out of the first bundle.
 */
export class OpenDialog<R = unknown> {
  constructor(readonly close: (result?: R) => void) {}
}

/** What {@link injectDialogData} reads. */
export const dialogData = new InjectionToken<unknown>('data of the open dialog');

/** Frame of every dialog: heading, content, and `[actions]` at the bottom, within reach of a thumb. */
@Component({
  selector: 'sp-dialog',
  imports: [Heading, Icon],
  template: `
    <header>
      <h2 spHeading [look]="3" [id]="headingId" tabindex="-1">{{ heading() }}</h2>
      <button class="close" type="button" [attr.aria-label]="t('close')" (click)="close()">
        <sp-icon name="cross" />
      </button>
    </header>
    <div
      #body
      class="body"
      [attr.tabindex]="scrolls() ? 0 : null"
      [attr.role]="scrolls() ? 'group' : null"
      [attr.aria-labelledby]="scrolls() ? headingId : null"
    >
      <div #content><ng-content /></div>
    </div>
    <footer><ng-content select="[actions]" /></footer>
  `,
  styles: `
    :host {
      display: flex;
      flex-direction: column;
      max-block-size: min(90dvh, 48rem);
    }
    header {
      display: flex;
      align-items: start;
      justify-content: space-between;
      gap: var(--sp-space-3);
      padding: var(--sp-space-4) var(--sp-space-3) 0 var(--sp-space-5);
    }
    h2 {
      margin: 0;
      padding-block: var(--sp-space-2);
      outline: none;
    }
    .close {
      flex: none;
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
    .close:hover {
      background: var(--sp-accent-soft);
    }
    .body {
      overflow-y: auto;
      padding: var(--sp-space-2) var(--sp-space-5) var(--sp-space-4);
    }
    .body:focus-visible {
      outline-offset: -3px;
    }
    footer {
      display: flex;
      flex-wrap: wrap;
      gap: var(--sp-space-3);
      padding: var(--sp-space-4) var(--sp-space-5) var(--sp-space-5);
      border-block-start: 1px solid var(--sp-line);
    }
    footer:empty {
      display: none;
    }
  `,
})
export class DialogFrame {
  readonly heading = input.required<string>();

  protected readonly t = useWords(uiWords);
  protected readonly headingId = dialogHeadingId;
  readonly #dialog = inject(OpenDialog);
  private readonly body = viewChild.required<ElementRef<HTMLElement>>('body');
  private readonly content = viewChild.required<ElementRef<HTMLElement>>('content');
  /** Longer than the screen: then the keyboard must be able to scroll it, also where nothing in it takes the focus. */
  protected readonly scrolls = signal(false);

  constructor() {
    const destroyed = inject(DestroyRef);
    afterNextRender(() => {
      const body = this.body().nativeElement;
      const watch = new ResizeObserver(() => this.scrolls.set(body.scrollHeight > body.clientHeight));
      watch.observe(body);
      watch.observe(this.content().nativeElement);
      destroyed.onDestroy(() => watch.disconnect());
    });
  }

  protected close(): void {
    this.#dialog.close();
  }
}

/** The data a dialog was opened with. */
export function injectDialogData<D>(): D {
  return inject(dialogData) as D;
}
