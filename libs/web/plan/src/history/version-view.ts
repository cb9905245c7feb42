import {
  Component,
  computed,
  effect,
  ElementRef,
  inject,
  input,
  output,
  signal,
  untracked,
  viewChild,
} from '@angular/core';
import { Router, RouterLink } from '@angular/router';
import type { SectionVersion } from '@samenplan/shared/contracts';
import { Api, loaded, routes } from '@samenplan/web/core';
import {
  Announcer,
  Checkbox,
  Empty,
  Heading,
  Icon,
  ProblemState,
  Segmented,
  Select,
  Skeleton,
  type Choice,
} from '@samenplan/web/ui';
import { versionAddress } from './history-address';
import { historyVoice } from './history-voice';
import { ReadingText } from './reading-text';
import { versionBefore } from './version-days';
import type { SectionPlace } from './version-feed';
import { VersionRestore } from './version-restore';
import { authorWords, versionLine } from './version-words';

type Look = 'authors' | 'changes';

/** One version to read: who wrote what, or what changed since a version before it. */
@Component({
  selector: 'sp-version-view',
  imports: [
    Checkbox,
    Empty,
    Heading,
    Icon,
    ProblemState,
    ReadingText,
    RouterLink,
    Segmented,
    Select,
    Skeleton,
    VersionRestore,
  ],
  template: `
    <a class="all" [routerLink]="list()"><sp-icon name="arrow-left" />{{ voice.t('list.all') }}</a>
    <h2 #heading spHeading [look]="2" tabindex="-1">{{ title() }}</h2>
    @if (item(); as item) {
      <p class="who">{{ authors() }}</p>
    }
    @switch (reading.state()) {
      @case ('gone') {
        <sp-empty icon="lock" [heading]="voice.t('version.gone.heading')" [text]="voice.t('version.gone')" />
      }
      @case ('problem') {
        @if (reading.problem(); as problem) {
          <sp-problem [problem]="problem" (retry)="reading.reload()" />
        }
      }
      @default {
        @if (before() === null && complete()) {
          <p class="note">{{ voice.t('since.none') }}</p>
        } @else {
          <div class="choices">
            <sp-segmented
              [legend]="voice.t('look')"
              [choices]="looks()"
              [value]="look()"
              (valueChange)="turn($event)"
            />
            @if (look() === 'changes') {
              <sp-select
                [label]="voice.t('since')"
                [choices]="earlier()"
                [value]="since()?.toString() ?? ''"
                (valueChange)="compare(+$event)"
              />
              <sp-checkbox [label]="voice.t('removed.show')" [(checked)]="removed" />
            }
          </div>
        }
        <div class="sheet">
          @if (reading.value(); as version) {
            @if (version.blocks.length === 0) {
              <p class="note">{{ voice.t('text.empty') }}</p>
            } @else {
              @if (version.since !== null && unchanged()) {
                <p class="note">{{ voice.t('since.same') }}</p>
              }
              <sp-reading-text
                [blocks]="version.blocks"
                [people]="version.people"
                [compares]="version.since !== null"
                [removed]="removed()"
                [label]="voice.t('text.label')"
              />
            }
            @if (isClient()) {
              <p class="note only-you"><sp-icon name="lock" />{{ voice.t('removed.only-you') }}</p>
            }
          } @else {
            <sp-skeleton shape="text" [count]="8" />
          }
        </div>
        @if (mayRestore() && reading.value(); as version) {
          <sp-version-restore
            [place]="place()"
            [version]="version.version"
            [at]="version.at"
            [isClient]="isClient()"
            (refused)="refused.emit()"
          />
        }
      }
    }
  `,
  styleUrl: './version-view.css',
})
export class VersionView {
  readonly place = input.required<SectionPlace>();
  readonly version = input.required<number>();
  /** The version to compare with; null: who wrote what. */
  readonly since = input.required<number | null>();
  /** The versions that are known, newest first. */
  readonly versions = input.required<readonly SectionVersion[]>();
  /** No older versions than those. */
  readonly complete = input.required<boolean>();
  readonly isClient = input.required<boolean>();
  readonly mayRestore = input.required<boolean>();
  /** The server says that the right is another than the page thinks. */
  readonly refused = output();

  protected readonly voice = historyVoice();
  readonly #api = inject(Api);
  readonly #router = inject(Router);
  readonly #announcer = inject(Announcer);
  private readonly heading = viewChild.required<ElementRef<HTMLElement>>('heading');
  protected readonly removed = signal(true);
  protected readonly reading = loaded({
    params: () => ({ ...this.place(), version: this.version(), since: this.since() }),
    load: ({ planId, sectionId, version, since }, abort) =>
      this.#api.call(
        routes.getVersion,
        { params: { planId, sectionId, version }, query: since === null ? {} : { since } },
        abort,
      ),
  });
  protected readonly list = computed(() => versionAddress(this.place(), null));
  protected readonly item = computed(() => this.versions().find((one) => one.version === this.version()));
  protected readonly authors = computed(() => authorWords(this.voice, this.item()?.authors ?? []));
  protected readonly title = computed(() => {
    const at = this.item()?.until ?? this.reading.value()?.at;
    return at === undefined
      ? this.voice.t('version.unknown')
      : this.voice.t('version', { when: this.voice.moment(at) });
  });
  protected readonly before = computed(() => versionBefore(this.versions(), this.version()));
  protected readonly look = computed<Look>(() => (this.since() === null ? 'authors' : 'changes'));
  protected readonly looks = computed<readonly Choice<Look>[]>(() => [
    { value: 'authors', label: this.voice.t('look.authors') },
    { value: 'changes', label: this.voice.t('look.changes') },
  ]);
  protected readonly earlier = computed<readonly Choice[]>(() =>
    this.versions()
      .filter((one) => one.version < this.version())
      .map((one) => ({ value: String(one.version), label: versionLine(this.voice, one) })),
  );
  protected readonly unchanged = computed(
    () => this.reading.value()?.blocks.every((block) => block.change === 'same') ?? true,
  );

  constructor() {
    let shown: number | null = null;
    effect(() => {
      const version = this.version();
      const ready = this.reading.state() === 'ready';
      untracked(() => {
        if (shown !== version) this.heading().nativeElement.focus({ preventScroll: true });
        shown = version;
        if (ready) this.#announcer.say(this.look() === 'authors' ? this.voice.t('look.authors') : this.#compared());
      });
    });
  }

  protected turn(look: Look): void {
    if (look === 'authors') void this.#go(null);
    else this.compare(this.before()?.version ?? NaN);
  }

  protected compare(since: number): void {
    if (since < this.version()) void this.#go(since);
  }

  /** The other look at the same version takes the place of this one: going back leads to the list. */
  #go(since: number | null): Promise<boolean> {
    return this.#router.navigate([...versionAddress(this.place(), this.version(), since)], {
      replaceUrl: true,
      scroll: 'manual',
    });
  }

  #compared(): string {
    return this.unchanged() ? this.voice.t('since.same') : this.voice.t('look.changes');
  }
}
