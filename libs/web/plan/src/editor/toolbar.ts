import {
  afterRenderEffect,
  Component,
  computed,
  ElementRef,
  inject,
  input,
  output,
  signal,
  untracked,
  viewChild,
} from '@angular/core';
import type { Editor } from '@tiptap/core';
import { useWords } from '@samenplan/web/core';
import { Dialogs } from '@samenplan/web/ui';
import { askLink } from './editor-link-dialog';
import { sectionWords } from '../section/section-words';
import { helpDrawing, linkDrawing, moreDrawing, readableKeys, roved, toolbarButtons } from './toolbar-buttons';
import { ToolbarHelp } from './toolbar-help';

/** Tools for the text. On a phone one row at the bottom, above the keyboard, with the rest behind "Meer". */
@Component({
  selector: 'sp-toolbar',
  template: `
    <div #bar role="toolbar" [attr.aria-label]="t('tool.bar')" [class.open]="open()">
      @for (tool of tools(); track tool.id) {
        <button
          type="button"
          [class.later]="!tool.first"
          [attr.data-tool]="tool.id"
          [attr.aria-label]="tool.label"
          [attr.aria-pressed]="tool.on"
          [attr.aria-disabled]="tool.can ? null : true"
          [attr.aria-expanded]="tool.expanded"
          [attr.aria-keyshortcuts]="tool.shortcut"
          [attr.title]="tool.title"
          [tabindex]="tool.id === stop() ? 0 : -1"
          (mousedown)="$event.preventDefault()"
          (click)="tool.can && tool.run()"
          (keydown)="rove($event)"
          (focus)="stop.set(tool.id)"
        >
          @if (tool.drawing === null) {
            <span>{{ tool.label }}</span>
          } @else {
            <svg viewBox="0 0 24 24" aria-hidden="true" focusable="false"><path [attr.d]="tool.drawing" /></svg>
          }
        </button>
      }
    </div>
  `,
  styleUrl: './toolbar.css',
})
export class Toolbar {
  readonly editor = input.required<Editor>();
  /** Counts changes of the editor, so that the buttons follow what the caret stands in. */
  readonly tick = input.required<number>();

  /** There are more or fewer rows of tools now. */
  readonly resized = output();

  readonly #dialogs = inject(Dialogs);
  private readonly bar = viewChild.required<ElementRef<HTMLElement>>('bar');
  protected readonly t = useWords(sectionWords);
  protected readonly open = signal(false);
  protected readonly stop = signal('undo');
  readonly #isMac = /Mac|iPhone|iPad/.test(navigator.platform);

  protected readonly tools = computed(() => {
    this.tick();
    const editor = this.editor();
    const plain = toolbarButtons.map((button) => ({
      id: button.id,
      first: button.first,
      drawing: button.drawing,
      label: this.t(button.word),
      title: `${this.t(button.word)} (${readableKeys(button.keys, this.#isMac)})`,
      shortcut: ariaKeys(button.keys, this.#isMac),
      on: button.isOn?.(editor) ?? null,
      can: button.can(editor),
      expanded: null,
      run: () => button.run(editor),
    }));
    const more = { on: null, can: true, expanded: null, shortcut: null };
    return [
      ...plain,
      {
        ...more,
        id: 'link',
        first: true,
        drawing: linkDrawing,
        label: this.t('tool.link'),
        title: `${this.t('tool.link')} (${readableKeys('Mod-k', this.#isMac)})`,
        shortcut: ariaKeys('Mod-k', this.#isMac),
        on: editor.isActive('link'),
        run: () => void this.askLink(),
      },
      {
        ...more,
        id: 'help',
        first: false,
        drawing: helpDrawing,
        label: this.t('tool.help'),
        title: this.t('tool.help'),
        run: () => void this.#dialogs.open(ToolbarHelp),
      },
      {
        ...more,
        id: 'more',
        first: true,
        drawing: moreDrawing,
        label: this.t('tool.more'),
        title: this.t('tool.more'),
        expanded: this.open(),
        run: () => this.open.update((open) => !open),
      },
    ];
  });

  constructor() {
    let before = false;
    afterRenderEffect(() => {
      const open = this.open();
      if (open !== before) untracked(() => this.resized.emit());
      before = open;
    });
  }

  /** Moves the focus from the text to the tools. */
  focus(): void {
    this.#visible()
      .find((button) => button.tabIndex === 0)
      ?.focus();
  }

  /** Asks where the selected words should lead to. */
  async askLink(): Promise<void> {
    await askLink(this.#dialogs, this.editor());
  }

  protected rove(event: KeyboardEvent): void {
    if (event.key === 'Escape') {
      this.editor().commands.focus();
      return;
    }
    const buttons = this.#visible();
    const at = buttons.findIndex((button) => button === event.target);
    const next = at < 0 ? null : roved(event.key, at, buttons.length);
    const button = next === null ? undefined : buttons[next];
    if (button === undefined) return;
    event.preventDefault();
    button.focus();
  }

  #visible(): HTMLButtonElement[] {
    const buttons = [...this.bar().nativeElement.querySelectorAll('button')];
    return buttons.filter((button) => button.offsetParent !== null);
  }
}

function ariaKeys(keys: string, isMac: boolean): string {
  return keys.replace('Mod', isMac ? 'Meta' : 'Control').replace(/-/g, '+');
}
