import { Component, computed, input, linkedSignal, output, signal } from '@angular/core';
import type { AudienceMember, Level } from '@samenplan/shared/contracts';
import { useWords } from '@samenplan/web/core';
import { Button, Icon, RadioCards, Text, type Choice } from '@samenplan/web/ui';
import { planWords } from '../plan-words';
import { ShareEndPicker } from './share-end-picker';
import { endDay, endOfDutchDay, usualEnd } from './share-ends';
import type { WantedLevel } from './sharing-steps';

export interface WantedRule {
  readonly level: WantedLevel;
  /** ISO moment; without meaning at level none. */
  readonly endsAt: string;
}

/** The form that changes what one person may do in one section, or in the plan as a whole. Keeps what is being chosen while the page refreshes. */
@Component({
  selector: 'sp-audience-person-rule',
  imports: [Button, Icon, RadioCards, ShareEndPicker, Text],
  template: `
    <form novalidate (submit)="save($event)">
      <sp-radio-cards
        [legend]="t('person.level.legend', { name: member().name })"
        [choices]="choices()"
        [(value)]="wanted"
      />
      @if (readOnly()) {
        <p spText look="small">{{ t('person.own-story') }}</p>
      }
      @if (wanted() === 'none') {
        @if (level() !== 'none') {
          <p class="consequence">
            <sp-icon name="info" /><span>{{ t('person.none.consequence', { name: member().name }) }}</span>
          </p>
        }
      } @else {
        <sp-share-end-picker [checked]="tried()" [(endsAt)]="endsAt" />
      }
      <button spButton kind="primary" type="submit" [busy]="busy()">{{ t('person.save') }}</button>
    </form>
  `,
  styles: `
    form {
      display: grid;
      gap: var(--sp-space-4);
      justify-items: start;
      padding-block: var(--sp-space-2);
    }
    sp-radio-cards,
    sp-share-end-picker {
      inline-size: 100%;
    }
    p {
      margin: 0;
    }
    .consequence {
      display: flex;
      gap: var(--sp-space-2);
    }
  `,
})
export class AudiencePersonRule {
  readonly member = input.required<AudienceMember>();
  readonly level = input.required<Level>();
  /** End of the rule in force; null when there is none. */
  readonly currentEnd = input<string | null>(null);
  /** True for "Mijn verhaal": others read at most. */
  readonly readOnly = input(false);
  readonly busy = input(false);
  readonly chosen = output<WantedRule>();

  protected readonly t = useWords(planWords);
  protected readonly tried = signal(false);
  protected readonly wanted = linkedSignal<WantedLevel | null>(() => wantedOf(this.level()));
  protected readonly endsAt = linkedSignal<string | null>(() => this.currentEnd() ?? usualEndMoment());

  protected readonly choices = computed<readonly Choice<WantedLevel>[]>(() => {
    const levels: readonly WantedLevel[] = this.readOnly() ? ['none', 'read'] : ['none', 'read', 'write'];
    return levels.map((level) => ({
      value: level,
      label: this.t(`person.level.${level}`),
      hint: this.t(`person.level.${level}.hint`, { name: this.member().name }),
    }));
  });

  protected save(event: Event): void {
    event.preventDefault();
    this.tried.set(true);
    const level = this.wanted();
    const endsAt = this.endsAt();
    if (level === null || this.busy()) return;
    if (level === 'none') this.chosen.emit({ level, endsAt: '' });
    else if (endsAt !== null) this.chosen.emit({ level, endsAt });
  }
}

function wantedOf(level: Level): WantedLevel {
  return level === 'manage' ? 'write' : level;
}

/** The end that is offered where nothing is in force yet. */
export function usualEndMoment(now = new Date()): string | null {
  const day = endDay(usualEnd, '', now);
  return day === null ? null : endOfDutchDay(day);
}
