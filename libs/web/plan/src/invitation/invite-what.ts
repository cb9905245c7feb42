import { Component, computed, input, linkedSignal, output, signal } from '@angular/core';
import type { Plan, SectionSummary, SharedLevel } from '@samenplan/shared/contracts';
import { useWords } from '@samenplan/web/core';
import { Alert, Button, Empty, Segmented, Text, type Choice } from '@samenplan/web/ui';
import { invitableSections, type InviteAnswers } from './invite-answers';
import { invitationWords } from './invitation-words';

type Wanted = SharedLevel | 'none';

/** A level per section; nothing is chosen from the start. */
@Component({
  selector: 'sp-invite-what',
  imports: [Alert, Button, Empty, Segmented, Text],
  template: `
    @if (sections().length === 0) {
      <sp-empty [heading]="t('invite.what.empty')" [text]="t('invite.what.empty.text')" />
    } @else {
      <p spText>{{ t('invite.what.lead', { name: answers().name }) }}</p>
      <form novalidate (submit)="next($event)">
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
                <p>{{ t('invite.what.own-story') }}</p>
              }
            </li>
          }
        </ul>
        @if (nothing()) {
          <sp-alert kind="error" live>{{ t('invite.what.nothing') }}</sp-alert>
        }
        <button spButton kind="primary" type="submit">{{ t('invite.next') }}</button>
      </form>
    }
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
    ul,
    sp-alert {
      inline-size: 100%;
    }
    ul {
      margin: 0;
      padding: 0;
      list-style: none;
    }
    li {
      padding-block: var(--sp-space-3);
      border-block-end: 1px solid var(--sp-line);
      overflow-wrap: anywhere;
    }
    li p {
      margin: var(--sp-space-1) 0 0;
      font-size: var(--sp-size-small);
      color: var(--sp-ink-soft);
    }
  `,
})
export class InviteWhat {
  readonly plan = input.required<Plan>();
  readonly answers = input.required<InviteAnswers>();
  readonly chosen = output<Pick<InviteAnswers, 'levels'>>();

  protected readonly t = useWords(invitationWords);
  readonly #tried = signal(false);
  protected readonly levels = linkedSignal(() => this.answers().levels);
  protected readonly sections = computed(() => invitableSections(this.plan()));
  protected readonly nothing = computed(() => this.#tried() && Object.keys(this.levels()).length === 0);
  protected readonly readLevels = computed(() => this.#choices('none', 'read'));
  protected readonly allLevels = computed(() => this.#choices('none', 'read', 'write'));

  protected choose(section: SectionSummary, level: Wanted): void {
    this.levels.update((before) => {
      const { [section.id]: _, ...others } = before;
      return level === 'none' ? others : { ...others, [section.id]: level };
    });
  }

  protected next(event: Event): void {
    event.preventDefault();
    this.#tried.set(true);
    if (!this.nothing()) this.chosen.emit({ levels: this.levels() });
  }

  #choices(...levels: readonly Wanted[]): readonly Choice<Wanted>[] {
    return levels.map((level) => ({ value: level, label: this.t(`invite.what.${level}`) }));
  }
}
