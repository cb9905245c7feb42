import { Component, computed, input, linkedSignal, output, signal } from '@angular/core';
import type { SectionSummary, SharedLevel } from '@samenplan/shared/contracts';
import { useWords } from '@samenplan/web/core';
import { Alert, Button, Heading, RadioCards, Segmented, type Choice } from '@samenplan/web/ui';
import type { SharingPicture } from './audience-loads';
import { wouldSee } from './audience-matrix';
import { nameWithFunction } from './audience-why';
import { planWords } from '../plan-words';
import { reviewWords } from '../review/review-words';
import { loweredBy, proposedSections, sharableSections, type ShareAnswers, type ShareScope } from './share-answers';
import type { WantedLevel } from './sharing-steps';

export type WhatAnswer = Pick<ShareAnswers, 'scope' | 'levels'>;

/** What to show: the whole plan, or a level per section. */
@Component({
  selector: 'sp-share-what',
  imports: [Alert, Button, Heading, RadioCards, Segmented],
  template: `
    <form novalidate (submit)="next($event)">
      <sp-radio-cards [legend]="t('share.what.legend')" [choices]="scopes()" [error]="scopeError()" [(value)]="scope" />
      @if (scope() === 'some') {
        <h2 spHeading [look]="3">{{ t('share.what.sections') }}</h2>
        @if (proposal(); as words) {
          <sp-alert [heading]="words.heading">
            <p class="proposal">{{ words.text }}</p>
            <button spButton small type="button" (click)="takeProposal()">{{ review('proposal.take') }}</button>
          </sp-alert>
        }
        <ul role="list">
          @for (section of sections(); track section.id) {
            <li>
              <sp-segmented
                [legend]="section.title"
                [showLegend]="true"
                [choices]="section.kind === 'own-story' ? readLevels() : allLevels()"
                [value]="levels()[section.id] ?? 'none'"
                (valueChange)="choose(section, $event)"
              />
              @if (section.kind === 'own-story') {
                <p>{{ t('share.what.own-story') }}</p>
              }
              @if (section.onlyMe) {
                <p>{{ t('share.what.only-me') }} {{ alsoSee(section) }}</p>
              }
              <p class="lowers" aria-live="polite">{{ lowers(section) }}</p>
            </li>
          }
        </ul>
      } @else if (scope() !== null && hidden(); as names) {
        <sp-alert>{{ t('share.what.except', { names }) }}</sp-alert>
      }
      @if (nothing()) {
        <sp-alert kind="error" live>{{ t('share.what.nothing') }}</sp-alert>
      }
      <button spButton kind="primary" type="submit">{{ t('share.next') }}</button>
    </form>
  `,
  styles: `
    form {
      display: grid;
      gap: var(--sp-space-4);
      justify-items: start;
    }
    form > * {
      max-inline-size: 100%;
    }
    sp-radio-cards,
    ul,
    sp-alert {
      inline-size: 100%;
    }
    h2 {
      margin-block: var(--sp-space-2) 0;
    }
    ul {
      margin: 0;
      padding: 0;
      list-style: none;
    }
    li {
      padding-block: var(--sp-space-3);
      border-block-end: 1px solid var(--sp-line);
    }
    .proposal {
      margin: 0 0 var(--sp-space-3);
      color: inherit;
    }
    .lowers {
      color: var(--sp-warning);
      font-weight: 600;
    }
    .lowers:empty {
      display: none;
    }
    p {
      margin: var(--sp-space-1) 0 0;
      font-size: var(--sp-size-small);
      color: var(--sp-ink-soft);
    }
  `,
})
export class ShareWhat {
  readonly picture = input.required<SharingPicture>();
  readonly answers = input.required<ShareAnswers>();
  readonly chosen = output<WhatAnswer>();

  protected readonly t = useWords(planWords);
  protected readonly review = useWords(reviewWords);
  readonly #tried = signal(false);
  /** What was answered before, when the person comes back; kept while the page refreshes. */
  protected readonly scope = linkedSignal<ShareScope | null>(() => this.answers().scope);
  protected readonly levels = linkedSignal(() => this.answers().levels);
  protected readonly sections = computed(() => sharableSections(this.picture()));
  readonly #proposed = computed(() =>
    proposedSections({ ...this.answers(), levels: this.levels() }, this.picture()).map(({ id, title }) => ({
      id,
      title,
    })),
  );
  /** What suits the function, in words; nothing is chosen before the client takes it over. */
  protected readonly proposal = computed(() => {
    if (this.#proposed().length === 0) return null;
    const sections = this.#proposed()
      .map(({ title }) => title)
      .join(', ');
    const job = this.answers().recipient?.position?.function ?? null;
    return job === null
      ? { heading: null, text: this.review('proposal.team', { sections }) }
      : {
          heading: this.review('proposal.heading', { function: job }),
          text: this.review('proposal.text', { function: job, sections }),
        };
  });
  protected readonly hidden = computed(() => {
    const names = this.sections()
      .filter((section) => section.onlyMe)
      .map((section) => section.title);
    return names.length === 0 ? null : names.join(', ');
  });
  protected readonly scopeError = computed(() =>
    this.#tried() && this.scope() === null ? this.t('new.choose') : null,
  );
  protected readonly nothing = computed(
    () => this.#tried() && this.scope() === 'some' && Object.keys(this.levels()).length === 0,
  );

  protected readonly scopes = computed<readonly Choice<ShareScope>[]>(() => {
    const name = this.answers().recipient?.name ?? '';
    const scopes = this.picture().plan.may.manage ? (['some', 'read', 'write'] as const) : (['some'] as const);
    return scopes.map((scope) => ({
      value: scope,
      label: this.t(`share.what.${scope}`),
      hint: this.t(`share.what.${scope}.hint`, { name }),
    }));
  });
  protected readonly readLevels = computed(() => this.#levels('none', 'read'));
  protected readonly allLevels = computed(() => this.#levels('none', 'read', 'write'));

  protected takeProposal(): void {
    const chosen = this.#proposed().map(({ id }) => [id, 'read'] as const);
    this.levels.update((before) => ({ ...before, ...Object.fromEntries(chosen) }));
  }

  protected choose(section: SectionSummary, level: WantedLevel): void {
    this.levels.update((before) => {
      const { [section.id]: _, ...others } = before;
      return level === 'none' ? others : { ...others, [section.id]: level satisfies SharedLevel };
    });
  }

  /** Lifting "Alleen ik zie dit" for one shows it to everybody who sees the whole plan: said before it is done. */
  protected alsoSee(section: SectionSummary): string {
    const { audience, plan } = this.picture();
    const people = wouldSee(section.id, audience, plan.client.id).filter(
      (one) => one.personId !== this.answers().recipient?.id,
    );
    return people.length === 0
      ? ''
      : this.t('share.what.only-me.also', { names: people.map(nameWithFunction).join(', ') });
  }

  /** Choosing less than a member of the team has through the whole plan takes from that member: said where it is chosen. */
  protected lowers(section: SectionSummary): string {
    const { recipient, levels } = { ...this.answers(), levels: this.levels() };
    const people = recipient === null ? [] : loweredBy(recipient, section, levels[section.id], this.picture());
    const names = people.map((one) => one.name).join(', ');
    return people.length === 0 ? '' : this.t('share.what.lowers', { names, n: people.length });
  }

  protected next(event: Event): void {
    event.preventDefault();
    this.#tried.set(true);
    if (this.scope() !== null && !this.nothing()) this.chosen.emit({ scope: this.scope(), levels: this.levels() });
  }

  #levels(...levels: readonly WantedLevel[]): readonly Choice<WantedLevel>[] {
    return levels.map((level) => ({ value: level, label: this.t(`share.what.level.${level}`) }));
  }
}
