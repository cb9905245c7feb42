import {
  afterRenderEffect,
  Component,
  computed,
  DOCUMENT,
  effect,
  inject,
  input,
  untracked,
  viewChild,
} from '@angular/core';
import { Api, loaded, pageTitle, routes, Session, useWords } from '@samenplan/web/core';
import { Button, Empty, Page, ProblemState, Skeleton } from '@samenplan/web/ui';
import { onNewsOf } from '../plan/plan-loads';
import { sectionWords } from '../section/section-words';
import { historyWords } from './history-words';
import { VersionFeed } from './version-feed';
import { VersionList } from './version-list';
import { VersionView } from './version-view';

/** "Eerdere versies" of a section: the list, and beside it (on a phone in its place) the version of the address. */
@Component({
  selector: 'sp-history-page',
  imports: [Button, Empty, Page, ProblemState, Skeleton, VersionList, VersionView],
  template: `
    <sp-page
      [heading]="t('page')"
      [back]="view() === 'gone' || view() === 'lost' ? null : ['/plannen', planId(), 'secties', sectionId()]"
      [backLabel]="t('back')"
      [wide]="true"
    >
      @switch (view()) {
        @case ('loading') {
          <sp-skeleton shape="person" [count]="6" />
        }
        @case ('problem') {
          @if (section$.problem() ?? feed.problem(); as problem) {
            <sp-problem [problem]="problem" (retry)="retry()" />
          }
        }
        @case ('gone') {
          <sp-empty icon="lock" [heading]="section('gone.heading')" [text]="section('gone.text')">
            <a spButton href="/">{{ section('gone.home') }}</a>
          </sp-empty>
        }
        @case ('lost') {
          <sp-empty icon="lock" [heading]="section('lost.heading')" [text]="section('lost.text')">
            <a spButton href="/">{{ section('gone.home') }}</a>
          </sp-empty>
        }
        @case ('empty') {
          <sp-empty icon="clock" [heading]="t('list.empty.heading')" [text]="t('list.empty.text')" />
        }
        @case ('ready') {
          <p class="of" [class.of--one]="chosen() !== null">{{ lead() }}</p>
          <div class="columns" [class.columns--one]="chosen() !== null">
            <section class="list" [attr.aria-label]="t('list.label')">
              <sp-version-list [place]="place()" [feed]="feed" [chosen]="chosen()" />
            </section>
            <div class="reading">
              @if (chosen(); as version) {
                <sp-version-view
                  [place]="place()"
                  [version]="version"
                  [since]="compared()"
                  [versions]="feed.lines()"
                  [complete]="feed.next() === null"
                  [isClient]="isClient()"
                  [mayRestore]="mayRestore()"
                  (refused)="section$.reload()"
                />
              } @else {
                <sp-empty icon="document" [heading]="t('list.hint.heading')" [text]="t('list.hint.text')" />
              }
            </div>
          </div>
        }
      }
    </sp-page>
  `,
  styles: `
    .of {
      margin: 0 0 var(--sp-space-5);
      color: var(--sp-ink-soft);
    }
    .columns {
      display: grid;
      grid-template-columns: minmax(0, 1fr);
      gap: var(--sp-space-5);
    }
    /* On a phone either the list or a version. */
    @media (max-width: 59.99rem) {
      .of--one,
      .columns--one .list,
      .columns:not(.columns--one) .reading {
        display: none;
      }
    }
    @media (min-width: 60rem) {
      .columns {
        grid-template-columns: minmax(17rem, 22rem) minmax(0, 1fr);
        align-items: start;
      }
      .list {
        position: sticky;
        inset-block-start: calc(var(--sp-bar-top) + var(--sp-space-4));
        max-block-size: calc(100dvh - var(--sp-bar-top) - var(--sp-space-6));
        overflow-y: auto;
        overscroll-behavior: contain;
      }
    }
  `,
})
export class HistoryPage {
  readonly planId = input.required<string>();
  readonly sectionId = input.required<string>();
  /** From the address; absent: the list only. */
  readonly version = input<string>();
  readonly since = input<string>();

  private readonly page = viewChild.required(Page);
  private readonly list = viewChild(VersionList);
  readonly #api = inject(Api);
  readonly #me = inject(Session).me;
  readonly #window = inject(DOCUMENT).defaultView;
  protected readonly t = useWords(historyWords);
  protected readonly section = useWords(sectionWords);
  protected readonly feed = new VersionFeed();
  protected readonly place = computed(() => ({ planId: this.planId(), sectionId: this.sectionId() }));
  protected readonly section$ = loaded({
    params: () => this.place(),
    load: (params, abort) => this.#api.call(routes.getSection, { params }, abort),
  });
  protected readonly chosen = computed(() => asNumber(this.version()));
  protected readonly compared = computed(() => asNumber(this.since()));
  protected readonly lead = computed(() => this.t('page.of', { title: this.section$.value()?.title ?? '' }));
  /** What may be on screen: nothing as soon as the right to the section is gone. */
  protected readonly view = computed(() => {
    const section = this.section$.state();
    const feed = this.feed.state();
    if (section === 'gone' || feed === 'gone') return this.#opened ? 'lost' : 'gone';
    if (section === 'problem') return 'problem';
    return section === 'loading' ? 'loading' : feed;
  });
  protected readonly isClient = computed(() => {
    const id = this.#me()?.id;
    return this.section$.value()?.readers.some((reader) => reader.id === id && reader.isClient) ?? false;
  });
  protected readonly mayRestore = computed(() => {
    const section = this.section$.value();
    const writes = section?.level === 'write' || section?.level === 'manage';
    return writes && !section.archived && this.chosen() !== this.feed.lines()[0]?.version;
  });
  /** Something was on screen: then what went is told as lost. */
  #opened = false;

  constructor() {
    pageTitle(() => this.t('page'));
    effect(() => {
      const place = this.place();
      untracked(() => void this.feed.ask(place));
    });
    effect(() => {
      const version = this.chosen();
      const ready = this.feed.state() === 'ready';
      if (version !== null && ready) untracked(() => void this.feed.reach(version));
    });
    let before: number | null = null;
    afterRenderEffect(() => {
      const version = this.chosen();
      if (version === null && before !== null) this.list()?.focus(before);
      before = version;
    });
    afterRenderEffect(() => {
      const view = this.view();
      this.#opened ||= view === 'ready';
      if (view !== 'lost') return;
      this.#window?.scrollTo(0, 0);
      this.page().focusHeading();
    });
    onNewsOf(
      () => this.planId(),
      ['section-changed', 'access-changed'],
      () => this.section$.reload(),
    );
  }

  protected retry(): void {
    if (this.section$.state() === 'problem') this.section$.reload();
    if (this.feed.state() === 'problem') void this.feed.retry();
  }
}

function asNumber(words: string | undefined): number | null {
  return words === undefined ? null : Number(words);
}
