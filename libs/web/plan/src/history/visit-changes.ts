import { Component, computed, inject, input, signal } from '@angular/core';
import { RouterLink } from '@angular/router';
import { Api, Language, loaded, routes } from '@samenplan/web/core';
import { Heading, Icon, Link } from '@samenplan/web/ui';
import { versionAddress } from './history-address';
import { historyVoice } from './history-voice';
import { historyWords } from './history-words';
import { ReadingText } from './reading-text';
import { keepVisit } from './visit-keeper';
import { visitSentence } from './visit-words';

/**
 * "Sinds gisteren 16.40 schreef Fatima in 2 stukken", and behind it those pieces. Nothing where nothing changed, at a
 * first visit, or when it cannot be told: the text itself must never wait for it. Loaded after the page stands.
 */
@Component({
  selector: 'sp-visit-changes',
  imports: [Heading, Icon, Link, ReadingText, RouterLink],
  template: `
    @if (sentence(); as words) {
      @if (changes.value(); as changed) {
        <section [attr.aria-label]="voice.t('visit.heading')">
          <p class="line">
            <sp-icon name="clock" />
            <span>{{ words }}</span>
            <button type="button" [attr.aria-expanded]="open()" (click)="open.set(!open())">
              {{ voice.t(open() ? 'visit.hide' : 'visit.show') }}
            </button>
          </p>
          @if (open()) {
            <div class="pieces">
              <h2 spHeading [look]="3">{{ voice.t('visit.heading') }}</h2>
              <sp-reading-text
                [blocks]="changed.blocks"
                [people]="changed.people"
                [compares]="true"
                [label]="voice.t('visit.heading')"
              />
              @if (changed.changedBlocks > changed.blocks.length) {
                <a spLink [routerLink]="versions()">{{
                  voice.t('visit.more', { n: changed.changedBlocks - changed.blocks.length })
                }}</a>
              }
              @if (isClient()) {
                <p class="note">{{ voice.t('removed.only-you') }}</p>
              }
            </div>
          }
        </section>
      }
    }
  `,
  styleUrl: './visit-changes.css',
})
export class VisitChanges {
  readonly planId = input.required<string>();
  readonly sectionId = input.required<string>();
  readonly isClient = input(false);
  /** The right to the section is gone: nothing is shown, asked or told any more. */
  readonly hidden = input(false);

  protected readonly voice = historyVoice();
  readonly #api = inject(Api);
  readonly #language = inject(Language);
  protected readonly open = signal(false);
  readonly #place = computed(() => (this.hidden() ? null : { planId: this.planId(), sectionId: this.sectionId() }));
  protected readonly changes = loaded({
    params: () => this.#place() ?? undefined,
    load: async (params, abort) => {
      await this.#language.prepare(historyWords);
      return this.#api.call(routes.getChanges, { params }, abort);
    },
  });
  protected readonly sentence = computed(() => {
    const changes = this.changes.value();
    return changes === undefined || this.hidden() ? null : visitSentence(this.voice, changes);
  });
  protected readonly versions = computed(() =>
    versionAddress({ planId: this.planId(), sectionId: this.sectionId() }, null),
  );

  constructor() {
    keepVisit(this.#place, () => this.changes.reload());
  }
}
