import { Component, computed, inject, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import { routes, coreWords, Dates, useWords, type AnswerOf } from '@samenplan/web/core';
import { Heading, Icon, Link, Text } from '@samenplan/web/ui';
import { levelWords } from './audience-why';
import { planWords } from '../plan-words';

export type Preview = AnswerOf<typeof routes.getPreview>;

/** The plan as somebody else sees it, inside a frame that cannot be taken for one's own plan. */
@Component({
  selector: 'sp-preview-plan',
  imports: [Heading, Icon, Link, RouterLink, Text],
  template: `
    <section [attr.aria-label]="t('preview.frame.label', { name: name() })">
      <p class="frame"><sp-icon name="eye" />{{ t('preview.frame', { name: name() }) }}</p>
      @if (preview().sections.length === 0) {
        <p class="body" spText>{{ t('preview.nothing', { name: name() }) }}</p>
      } @else {
        <div class="body">
          <h2 spHeading [look]="2">{{ preview().title }}</h2>
          <p spText look="small">{{ whose() }}</p>
          <dl>
            <dt>{{ t('plan.phase') }}</dt>
            <dd>{{ core(phaseKey()) }}</dd>
            <dt>{{ t('plan.coordinator') }}</dt>
            <dd>{{ preview().coordinator?.name ?? t('preview.no-coordinator') }}</dd>
          </dl>
          <ol role="list">
            @for (section of preview().sections; track section.id) {
              <li>
                <h3>
                  <a spLink [routerLink]="['/plannen', preview().id, 'secties', section.id]">{{ section.title }}</a>
                </h3>
                <p><sp-icon [name]="words(section.level).icon" />{{ name() }} {{ words(section.level).words }}</p>
              </li>
            }
          </ol>
          <p spText look="small">{{ t('preview.open') }}</p>
        </div>
      }
    </section>
  `,
  styles: `
    section {
      border: 3px dashed var(--sp-accent);
      border-radius: var(--sp-radius-large);
      background: var(--sp-surface);
      overflow: hidden;
    }
    .frame {
      display: flex;
      gap: var(--sp-space-2);
      align-items: start;
      margin: 0;
      padding: var(--sp-space-3) var(--sp-space-4);
      background: var(--sp-accent-soft);
      color: var(--sp-accent-dark);
      font-weight: 600;
    }
    .frame sp-icon {
      margin-block-start: 0.1em;
    }
    .body {
      margin: 0;
      padding: var(--sp-space-4);
    }
    h2 {
      margin: 0 0 var(--sp-space-1);
      overflow-wrap: anywhere;
    }
    h3 {
      margin: 0;
      font-size: 1.0625rem;
      overflow-wrap: anywhere;
    }
    dl {
      display: grid;
      grid-template-columns: auto minmax(0, 1fr);
      gap: var(--sp-space-1) var(--sp-space-4);
      margin: var(--sp-space-3) 0;
    }
    dt {
      font-weight: 600;
    }
    dd {
      margin: 0;
    }
    ol {
      margin: 0 0 var(--sp-space-3);
      padding: 0;
      list-style: none;
      border-block-start: 1px solid var(--sp-line);
    }
    li {
      padding-block: var(--sp-space-3);
      border-block-end: 1px solid var(--sp-line);
    }
    li p {
      display: flex;
      gap: var(--sp-space-2);
      margin: var(--sp-space-1) 0 0;
      color: var(--sp-ink-soft);
      font-size: var(--sp-size-small);
    }
  `,
})
export class PreviewPlan {
  readonly preview = input.required<Preview>();

  readonly #dates = inject(Dates);
  protected readonly t = useWords(planWords);
  protected readonly core = useWords(coreWords);
  protected readonly name = computed(() => this.preview().asSeenBy.name);
  protected readonly phaseKey = computed(() => `phase.${this.preview().phase}` as const);
  protected readonly whose = computed(() => {
    const { name, birthDate } = this.preview().client;
    return birthDate === null
      ? this.t('plan.of.no-date', { name })
      : this.t('plan.of', { name, date: this.#dates.date(birthDate) });
  });

  protected words(level: Preview['level']) {
    return levelWords(this.t, level);
  }
}
