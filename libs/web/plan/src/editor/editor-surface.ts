import {
  Component,
  effect,
  ElementRef,
  inject,
  input,
  output,
  signal,
  untracked,
  viewChild,
  ViewEncapsulation,
} from '@angular/core';
import { Extension, type Editor } from '@tiptap/core';
import type { BlockAuthorship } from '@samenplan/shared/contracts';
import type { LiveConnection } from '@samenplan/shared/live-protocol';
import { Language, useWords } from '@samenplan/web/core';
import { showAuthorship, type AuthorshipWords } from '../section/authorship-marks';
import type { Covered } from './editor-covered';
import { createEditor, letWrite } from './editor-create';
import { caretsOf } from '../section/live-carets';
import type { LiveSection } from '../section/live-section';
import { sectionWords } from '../section/section-words';

/**
 * The place on screen where the text stands. Ties an editor to the document of a {@link LiveSection} for as long as
 * that may be shown; when it may not, editor, history and elements are gone before the next line of code runs.
 */
@Component({
  selector: 'sp-editor-surface',
  template: `<div #place class="sp-editor" [class.sp-editor--authors]="authors()"></div>`,
  styleUrl: './editor-surface.css',
  // The elements inside are made by the editor, not by a template.
  encapsulation: ViewEncapsulation.None,
})
export class EditorSurface {
  readonly live = input.required<LiveSection>();
  /** Name of the text for screen readers. */
  readonly label = input.required<string>();
  readonly authorship = input.required<ReadonlyMap<string, BlockAuthorship>>();
  readonly authorWords = input.required<AuthorshipWords>();
  /** Shows who wrote each block; changes by another always show. */
  readonly authors = input(false);
  /** What lies over the text on screen. */
  readonly covered = input.required<() => Covered>();
  readonly linkWanted = output();
  readonly toolbarWanted = output();
  /** An edit was too large; its words are kept. */
  readonly refused = output<'too-large' | 'full'>();

  readonly #language = inject(Language);
  private readonly place = viewChild.required<ElementRef<HTMLElement>>('place');
  readonly #editor = signal<Editor | null>(null);
  readonly #tick = signal(0);
  readonly #isEmpty = signal(false);
  protected readonly t = useWords(sectionWords);

  readonly editor = this.#editor.asReadonly();
  /** Counts changes of the editor, for whatever follows the caret. */
  readonly tick = this.#tick.asReadonly();
  /** Nothing has been written yet. */
  readonly isEmpty = this.#isEmpty.asReadonly();

  constructor() {
    effect((onCleanup) => {
      const live = this.live();
      const connection = live.text();
      if (connection === null) return;
      const close = untracked(() => this.#open(live, connection));
      onCleanup(close);
    });
    effect(() => {
      const editor = this.#editor();
      const canWrite = this.live().canWrite();
      const label = this.label();
      if (editor !== null && !editor.isDestroyed) untracked(() => letWrite(editor, canWrite, label));
      this.#tick.update((count) => count + 1);
    });
    effect(() => {
      const editor = this.#editor();
      const known = this.authorship();
      // The words beside the text follow a switch of language.
      this.#language.code();
      if (editor !== null && !editor.isDestroyed) editor.view.dispatch(showAuthorship(editor.state, known));
    });
  }

  /** Brings the line one types in back into sight, for example after the tools or the keyboard took place. */
  showCaret(): void {
    const editor = this.#editor();
    if (editor?.isFocused === true) editor.commands.scrollIntoView();
  }

  #open(live: LiveSection, connection: LiveConnection): () => void {
    const place = this.place().nativeElement;
    const editor = createEditor({
      connection,
      editable: live.canWrite(),
      label: this.label(),
      element: place,
      covered: () => this.covered()(),
      checkboxLabel: (text) => (text === '' ? this.t('check.empty') : this.t('check.label', { text })),
      size: {
        accepts: (bytes) => connection.accepts(bytes),
        refused: (reason, words) => {
          if (reason === 'read-only') return;
          // Single letters are typed again when there is room.
          if (reason === 'too-large') live.keep(words, reason);
          else if (words.length > 1) live.keep(words, 'other');
          this.refused.emit(reason);
        },
      },
      words: this.authorWords(),
      more: [caretsOf(connection), this.#keys()],
    });
    editor.on('transaction', () => {
      this.#tick.update((count) => count + 1);
      this.#isEmpty.set(editor.isEmpty);
    });
    const close = (): void => {
      stopWatching();
      editor.destroy();
      place.replaceChildren();
      this.#editor.set(null);
    };
    const stopWatching = live.onWithdrawn(close);
    this.#isEmpty.set(editor.isEmpty);
    this.#editor.set(editor);
    return close;
  }

  #keys(): Extension {
    return Extension.create({
      name: 'sectionKeys',
      addKeyboardShortcuts: () => ({
        'Mod-k': () => {
          this.linkWanted.emit();
          return true;
        },
        'Alt-F10': () => {
          this.toolbarWanted.emit();
          return true;
        },
      }),
    });
  }
}
