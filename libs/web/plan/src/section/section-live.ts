import {
  Component,
  computed,
  DestroyRef,
  effect,
  ElementRef,
  inject,
  input,
  output,
  signal,
  untracked,
  viewChild,
} from '@angular/core';
import { Api, Dates, routes, Session, UnsavedWork, useWords } from '@samenplan/web/core';
import { Alert, Announcer, Button, Checkbox, Skeleton } from '@samenplan/web/ui';
import type { AuthorshipWords } from './authorship-marks';
import { watchAuthorship } from './authorship-watch';
import { keepAboveKeyboard } from '../editor/editor-keyboard';
import { coveredBy, type Covered } from '../editor/editor-covered';
import { EditorSurface } from '../editor/editor-surface';
import { LiveLine } from './live-line';
import { nameWithFunction } from '../sharing/audience-why';
import { LiveSection, type DeviceOfSection } from './live-section';
import { sectionWords } from './section-words';
import { Toolbar } from '../editor/toolbar';
import { UnstoredPanel } from './unstored-panel';
import { UnstoredTexts } from './unstored-texts';

/** Why the text left the screen. */
export type SectionEnd = 'gone' | 'login-ended';

/** The text of a section, live: state, tools, text, authors, and what could not be stored. Loaded apart from the page. */
@Component({
  selector: 'sp-section-live',
  imports: [Alert, Button, Checkbox, EditorSurface, LiveLine, Skeleton, Toolbar, UnstoredPanel],
  template: `
    @if (live(); as live) {
      <sp-unstored-panel [kept]="live.kept()" (discarded)="live.discard($event)" />
      @if (live.merged(); as record) {
        <sp-alert kind="ok" [live]="true">{{ t('merged', { at: momentOf(record.until) }) }}</sp-alert>
      }
      @if (!hidden() && end() === null) {
        <div class="sheet">
          <div #head class="head">
            <sp-live-line #line [live]="live" />
            @if (needsReload()) {
              <div class="reload">
                <button spButton kind="primary" type="button" (click)="reload()">{{ t('reload') }}</button>
              </div>
            }
            @if (surface.editor(); as editor) {
              @if (live.canWrite()) {
                <sp-toolbar [editor]="editor" [tick]="surface.tick()" (resized)="surface.showCaret()" />
              }
            }
          </div>
          <div class="text">
            @if (surface.editor() === null) {
              <sp-skeleton class="waiting" shape="text" [count]="5" />
            } @else if (surface.isEmpty()) {
              <p class="empty">{{ live.canWrite() ? t('empty.write') : t('empty.read') }}</p>
            }
            <sp-editor-surface
              #surface
              [live]="live"
              [label]="t('text.label')"
              [authorship]="authorship()"
              [authorWords]="authorWords"
              [authors]="authors()"
              [covered]="covered"
              (linkWanted)="toolbar()?.askLink()"
              (toolbarWanted)="toolbar()?.focus()"
              (refused)="announcer.say(t($event), 'assertive')"
            />
          </div>
        </div>
        <sp-checkbox class="authors" [label]="t('authors.toggle')" [(checked)]="authors" />
      }
    }
  `,
  styleUrl: './section-live.css',
})
export class SectionLive {
  readonly planId = input.required<string>();
  readonly sectionId = input.required<string>();
  /** Life of the text; null when the page does not know it any more. */
  readonly historyId = input<string | null>(null);
  /** The page learnt that the right is gone: nothing of the text stays, only own words that were not stored. */
  readonly hidden = input(false);
  readonly left = output<SectionEnd>();
  /** The right to write came or went. */
  readonly rightChanged = output();

  readonly #api = inject(Api);
  readonly #session = inject(Session);
  readonly #texts = inject(UnstoredTexts);
  readonly #dates = inject(Dates);
  protected readonly announcer = inject(Announcer);
  protected readonly t = useWords(sectionWords);
  protected readonly toolbar = viewChild(Toolbar);
  private readonly surface = viewChild(EditorSurface);
  private readonly head = viewChild<string, ElementRef<HTMLElement>>('head', { read: ElementRef });
  private readonly line = viewChild<string, ElementRef<HTMLElement>>('line', { read: ElementRef });
  private readonly tools = viewChild<Toolbar, ElementRef<HTMLElement>>(Toolbar, { read: ElementRef });
  protected readonly covered = (): Covered =>
    coveredBy([this.head(), this.line(), this.tools()].flatMap((one) => (one === undefined ? [] : one.nativeElement)));
  /** Names stand with the text from the start; who only wants to read puts them away. */
  protected readonly authors = signal(true);
  protected readonly live = signal<LiveSection | null>(null);
  protected readonly authorship = watchAuthorship(this.live, this.planId, this.sectionId);
  protected readonly end = computed<SectionEnd | null>(() => {
    const status = this.live()?.state().status;
    return status === 'gone' || status === 'login-ended' ? status : null;
  });
  protected readonly needsReload = computed(
    () => this.live()?.unstable() === true || ['too-old', 'too-many'].includes(this.live()?.state().status ?? ''),
  );
  protected readonly authorWords: AuthorshipWords = {
    written: ({ author }) => (this.#isMe(author.id) ? this.t('me') : nameWithFunction(author)),
    changed: (change) =>
      this.t('changed', {
        name: this.#isMe(change.by.id) ? this.t('me.by') : nameWithFunction(change.by),
        at: this.#dates.moment(change.at),
      }),
    showEarlier: () => this.t('earlier.show'),
    hideEarlier: () => this.t('earlier.hide'),
    earlierHidden: () => this.t('earlier.hidden'),
  };

  constructor() {
    effect((onCleanup) => {
      const sectionId = this.sectionId();
      // Untracked: what the section reads of itself while it starts must not make it start again.
      const live = untracked(
        () => new LiveSection({ sectionId, ownPersonId: this.#session.me()?.id ?? null, device: this.#device() }),
      );
      this.live.set(live);
      onCleanup(() => live.destroy());
    });
    effect(() => {
      const live = this.live();
      if (this.hidden()) untracked(() => live?.hide());
    });
    effect(() => {
      const end = this.end();
      if (end !== null) untracked(() => this.left.emit(end));
    });
    let before: number | null = null;
    effect(() => {
      const level = this.live()?.state().level ?? null;
      if (before !== null && level !== null && level !== before) untracked(() => this.rightChanged.emit());
      before = level ?? before;
    });
    const destroyed = inject(DestroyRef);
    destroyed.onDestroy(inject(UnsavedWork).watch(computed(() => this.live()?.waiting() ?? false)));
    const element = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement;
    destroyed.onDestroy(keepAboveKeyboard(element, () => this.surface()?.showCaret()));
  }

  protected momentOf(at: number): string {
    return this.#dates.moment(new Date(at).toISOString());
  }

  protected reload(): void {
    location.reload();
  }

  #device(): DeviceOfSection {
    const params = { planId: this.planId(), sectionId: this.sectionId() };
    return {
      texts: this.#texts,
      path: `/plannen/${params.planId}/secties/${params.sectionId}`,
      historyId: () => this.historyId(),
      askHistory: async () => {
        try {
          return (await this.#api.call(routes.getSection, { params })).historyId;
        } catch {
          return null; // No connection, or no right: it waits for another time.
        }
      },
    };
  }

  #isMe(personId: string): boolean {
    return personId === this.#session.me()?.id;
  }
}
