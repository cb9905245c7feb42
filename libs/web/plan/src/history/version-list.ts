import { Component, computed, ElementRef, inject, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import type { SectionVersion } from '@samenplan/shared/contracts';
import { Button, Heading, Icon, ProblemState, StatusPill } from '@samenplan/web/ui';
import { versionAddress } from './history-address';
import { historyVoice } from './history-voice';
import { versionDays } from './version-days';
import type { SectionPlace, VersionFeed } from './version-feed';
import { authorWords, restoredWords, whenWords, wordCounts } from './version-words';

/** Versions by day, each a link to what it said. */
@Component({
  selector: 'sp-version-list',
  imports: [Button, Heading, Icon, ProblemState, RouterLink, StatusPill],
  template: `
    @for (day of days(); track day.day) {
      <h2 spHeading [look]="4">{{ voice.day(day.day) }}</h2>
      <ul role="list">
        @for (line of day.lines; track line.version) {
          <li>
            <a
              [id]="'version-' + line.version"
              [routerLink]="line.address"
              [attr.aria-current]="line.version === chosen() ? 'true' : null"
            >
              <span class="when">
                @if (line.when.from; as from) {
                  {{ from }}<span aria-hidden="true">–</span
                  ><span class="sp-visually-hidden"> {{ voice.t('to') }} </span>{{ line.when.until }}
                } @else {
                  {{ line.when.until }}
                }
                @if (line.newest) {
                  <sp-status-pill>{{ voice.t('newest') }}</sp-status-pill>
                }
              </span>
              <span class="who">{{ line.who }}</span>
              @if (line.restored; as restored) {
                <span class="what">{{ restored }}</span>
              }
              @if (line.words; as words) {
                <span class="what">{{ words }}</span>
              }
              <sp-icon name="chevron-right" />
            </a>
          </li>
        }
      </ul>
    }
    @if (feed().problem(); as problem) {
      <sp-problem [problem]="problem" (retry)="feed().retry()" />
    } @else if (feed().next() !== null) {
      <button spButton class="more" type="button" [busy]="feed().loadingMore()" (click)="feed().more()">
        {{ voice.t('list.more') }}
      </button>
    } @else {
      <p class="end">{{ voice.t('list.end') }}</p>
    }
  `,
  styleUrl: './version-list.css',
})
export class VersionList {
  readonly place = input.required<SectionPlace>();
  readonly feed = input.required<VersionFeed>();
  readonly chosen = input.required<number | null>();

  protected readonly voice = historyVoice();
  readonly #element = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement;
  readonly #newest = computed(() => this.feed().lines()[0]?.version);
  protected readonly days = computed(() =>
    versionDays(this.feed().lines()).map(({ day, versions }) => ({
      day,
      lines: versions.map((version) => this.#line(version)),
    })),
  );

  /** Brings a reader who comes back from a version to its line. */
  focus(version: number): void {
    this.#element.querySelector<HTMLElement>(`#version-${version}`)?.focus();
  }

  #line(version: SectionVersion) {
    const { added, removed } = version.words;
    return {
      version: version.version,
      address: versionAddress(this.place(), version.version),
      when: whenWords(this.voice, version),
      who: authorWords(this.voice, version.authors),
      restored: restoredWords(this.voice, version),
      words: version.restoredFrom !== null && added + removed === 0 ? null : wordCounts(this.voice, version.words),
      newest: version.version === this.#newest(),
    };
  }
}
