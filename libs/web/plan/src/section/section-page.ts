import {
  afterRenderEffect,
  Component,
  computed,
  DOCUMENT,
  effect,
  inject,
  input,
  linkedSignal,
  viewChild,
} from '@angular/core';
import { RouterLink } from '@angular/router';
import {
  Api,
  DeviceSafe,
  loaded,
  LoginWindow,
  pageTitle,
  routes,
  Session,
  UnsavedWork,
  useWords,
} from '@samenplan/web/core';
import { Button, Empty, Link, Page, ProblemState, Skeleton } from '@samenplan/web/ui';
import { VisitChanges } from '../history/visit-changes';
import { ownLevelWords } from '../sharing/audience-why';
import { onNewsOf } from '../plan/plan-loads';
import { planWords } from '../plan-words';
import { SectionLive, type SectionEnd } from './section-live';
import { SectionMenu } from './section-menu';
import { SectionReaders } from './section-readers';
import { SectionSafety } from './section-safety';
import { sectionWords } from './section-words';
import { UnstoredNotice } from './unstored-notice';

/** One section: who can read it, what one may do, and its text, live. The editor is loaded after the page stands. */
@Component({
  selector: 'sp-section-page',
  imports: [
    Button,
    Empty,
    Link,
    Page,
    ProblemState,
    RouterLink,
    SectionLive,
    SectionMenu,
    SectionReaders,
    SectionSafety,
    Skeleton,
    UnstoredNotice,
    VisitChanges,
  ],
  template: `
    <sp-page [heading]="heading()" [back]="['/plannen', planId()]" [backLabel]="t('back')" [wide]="true">
      @if (shown(); as section) {
        <sp-section-menu beside [section]="section" (changed)="section$.reload()" />
      }
      @if (view() === 'gone' || view() === 'lost') {
        <sp-unstored-notice [lostSection]="sectionId()" />
      }
      @switch (view()) {
        @case ('loading') {
          <div class="bones">
            <sp-skeleton shape="text" [count]="1" />
            <sp-skeleton shape="block" [count]="1" />
          </div>
        }
        @case ('problem') {
          @if (section$.problem(); as problem) {
            <sp-problem [problem]="problem" (retry)="section$.reload()" />
          }
        }
        @case ('gone') {
          <sp-empty icon="lock" [heading]="t('gone.heading')" [text]="t('gone.text')">
            <a spButton href="/">{{ t('gone.home') }}</a>
          </sp-empty>
        }
        @case ('lost') {
          <sp-empty icon="lock" [heading]="t('lost.heading')" [text]="t('lost.text')">
            <a spButton href="/">{{ t('gone.home') }}</a>
          </sp-empty>
        }
        @case ('logged-out') {
          <sp-empty icon="lock" [heading]="t('status.login-ended')" [text]="t('logged-out.text')">
            <button spButton kind="primary" type="button" (click)="goOn()">{{ t('log-in') }}</button>
          </sp-empty>
        }
      }
      @if (shown(); as section) {
        <p class="level">{{ level() }}</p>
        <sp-section-readers [readers]="section.readers" [ownId]="session.me()?.id ?? null" />
        @if (section.archived) {
          <p class="level">{{ t('archived') }}</p>
        }
      }
      @if (opened()) {
        @defer (on immediate) {
          <sp-visit-changes
            [planId]="planId()"
            [sectionId]="sectionId()"
            [isClient]="isClient()"
            [hidden]="shown() === null"
          />
        }
        @defer (on immediate) {
          <sp-section-live
            [planId]="planId()"
            [sectionId]="sectionId()"
            [historyId]="section$.value()?.historyId ?? null"
            [hidden]="shown() === null"
            (left)="end.set($event)"
            (rightChanged)="section$.reload()"
          />
        } @placeholder {
          <sp-skeleton shape="block" [count]="1" />
        } @error {
          <sp-empty icon="warning" [heading]="t('no-editor.heading')" [text]="t('no-editor.text')" />
        }
      }
      @if (shown()) {
        <p class="versions">
          <a spLink [routerLink]="['/plannen', planId(), 'secties', sectionId(), 'eerdere-versies']">{{
            t('versions')
          }}</a>
        </p>
        <sp-section-safety [professional]="professional()" />
      }
    </sp-page>
  `,
  styles: `
    .bones {
      display: grid;
      gap: var(--sp-space-4);
    }
    .level {
      margin: 0;
      color: var(--sp-ink-soft);
    }
    sp-section-readers {
      margin-block-end: var(--sp-space-3);
    }
    sp-empty {
      margin-block-end: var(--sp-space-4);
    }
    .versions {
      margin: 0;
    }
    .versions a {
      display: inline-flex;
      align-items: center;
      min-block-size: 44px;
    }
  `,
})
export class SectionPage {
  readonly planId = input.required<string>();
  readonly sectionId = input.required<string>();

  private readonly page = viewChild.required(Page);
  readonly #window = inject(DOCUMENT).defaultView;
  readonly #api = inject(Api);
  protected readonly session = inject(Session);
  readonly #login = inject(LoginWindow);
  readonly #safe = inject(DeviceSafe);
  readonly #unsaved = inject(UnsavedWork);
  protected readonly t = useWords(sectionWords);
  readonly #plan = useWords(planWords);
  protected readonly section$ = loaded({
    params: () => ({ planId: this.planId(), sectionId: this.sectionId() }),
    load: (params, abort) => this.#api.call(routes.getSection, { params }, abort),
  });
  /** Why the live text left the screen; a new section starts without. */
  protected readonly end = linkedSignal<string, SectionEnd | null>({ source: this.sectionId, computation: () => null });
  /** From the first answer on the live part stays, also when the right is lost: it holds own words that were not stored. */
  protected readonly opened = linkedSignal<{ id: string; there: boolean }, boolean>({
    source: () => ({ id: this.sectionId(), there: this.section$.value() !== undefined }),
    computation: ({ id, there }, before) => there || (before?.source.id === id && before.value),
  });
  /** What may be on screen: nothing as soon as either the page or the text heard that the right is gone. */
  protected readonly shown = computed(() => (this.end() === null ? (this.section$.value() ?? null) : null));
  protected readonly view = computed(() => {
    if (this.end() === 'login-ended') return 'logged-out';
    if (this.end() === 'gone') return 'lost';
    const state = this.section$.state();
    if (state === 'gone') return this.opened() ? 'lost' : 'gone';
    return state === 'loading' && this.opened() ? 'ready' : state;
  });
  protected readonly heading = computed(() => this.shown()?.title ?? this.t('page'));
  protected readonly level = computed(() => ownLevelWords(this.#plan, this.shown()?.level ?? 'none'));
  readonly #own = computed(() => this.shown()?.readers.find((reader) => reader.id === this.session.me()?.id));
  protected readonly isClient = computed(() => this.#own()?.isClient === true);
  /** Everybody but who works with the client reads the words for clients. */
  protected readonly professional = computed(
    () => !this.isClient() && this.shown()?.level !== 'manage' && this.session.has('professional'),
  );

  constructor() {
    afterRenderEffect(() => {
      const view = this.view();
      if (view !== 'lost' && view !== 'logged-out') return;
      // Whoever was writing further down must see what happened, and a screen reader must begin there.
      this.#window?.scrollTo(0, 0);
      this.page().focusHeading();
      if (this.#window) ignoreTyping(this.#window);
    });
    let loggedOut = false;
    effect(() => {
      const back = loggedOut && this.session.isIn();
      loggedOut = this.view() === 'logged-out' && !this.session.isIn();
      if (back && this.view() === 'logged-out') void this.#startAfresh();
    });
    // Never the section's own name: titles stay in the history of the browser.
    pageTitle(() => this.t('page'));
    onNewsOf(
      () => this.planId(),
      ['section-changed', 'access-changed'],
      () => this.section$.reload(),
    );
  }

  /** Logs in again, unless that happened already in another tab. */
  protected async goOn(): Promise<void> {
    await this.session.check();
    if (this.session.isIn()) await this.#startAfresh();
    else await this.#login.open(null);
  }

  /** What was not stored lies on the device, and is put into the text when it opens; where nothing is kept it stays here. */
  async #startAfresh(): Promise<void> {
    if (await this.#safe.prepare()) this.#unsaved.release();
    location.reload();
  }
}

/** Long enough for a hand in the middle of a sentence to stop, in milliseconds. */
const sentence = 1_500;

/** Takes the keys of a sentence under way: a space would scroll the page, and with it the explanation, out of sight. */
function ignoreTyping(page: Window): void {
  const ignore = (event: KeyboardEvent): void => {
    if (event.key === ' ' || event.key === 'Enter') event.preventDefault();
  };
  page.addEventListener('keydown', ignore, { capture: true });
  page.setTimeout(() => page.removeEventListener('keydown', ignore, { capture: true }), sentence);
}
