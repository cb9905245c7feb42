import { Component, computed, inject, input, output, signal } from '@angular/core';
import type { Grant } from '@samenplan/shared/contracts';
import { coreWords, Dates, useWords } from '@samenplan/web/core';
import { Button, Card, Cards, Heading, Icon, Text, Toasts } from '@samenplan/web/ui';
import type { SharingPicture } from './audience-loads';
import { levelWords } from './audience-why';
import { planWords } from '../plan-words';
import { SharingDesk } from './sharing-desk';

/** What is shown to whole teams, each with its stop; persons of a team stand among the people. */
@Component({
  selector: 'sp-audience-teams',
  imports: [Button, Card, Cards, Heading, Icon, Text],
  template: `
    @if (shares().length > 0) {
      <h2 spHeading [look]="3">{{ t('audience.teams') }}</h2>
      <ul spCards>
        @for (grant of shares(); track grant.id) {
          <li spCard>
            <p class="what">
              <sp-icon name="people" />
              <span
                ><strong>{{ grant.recipient.name }}</strong> {{ words(grant) }}</span
              >
            </p>
            @if (members(grant); as names) {
              <p spText>{{ t('audience.team.members', { names }) }}</p>
            }
            <p spText look="small">{{ t('audience.team.stop.consequence', { name: grant.recipient.name }) }}</p>
            <button spButton kind="danger" type="button" [busy]="busy() === grant.id" (click)="stop(grant)">
              {{ t('audience.team.stop') }}
            </button>
          </li>
        }
      </ul>
    }
  `,
  styles: `
    :host {
      display: block;
    }
    .what {
      display: flex;
      gap: var(--sp-space-3);
      margin: 0 0 var(--sp-space-2);
    }
    p {
      margin: 0 0 var(--sp-space-3);
    }
  `,
})
export class AudienceTeams {
  readonly picture = input.required<SharingPicture>();
  readonly changed = output();

  readonly #desk = inject(SharingDesk);
  readonly #toasts = inject(Toasts);
  readonly #dates = inject(Dates);
  readonly #core = useWords(coreWords);
  protected readonly t = useWords(planWords);
  protected readonly busy = signal<string | null>(null);
  protected readonly shares = computed(() =>
    this.picture().grants.filter((grant) => grant.recipient.type === 'team' && grant.effect === 'share'),
  );

  protected words(grant: Grant): string {
    const section = this.picture().plan.sections.find((one) => one.id === grant.sectionId);
    const what = grant.sectionId === null ? this.t('audience.team.plan') : (section?.title ?? this.t('log.a-section'));
    const until =
      grant.endsAt === null ? '' : `, ${this.t('end.until.short', { date: this.#dates.date(grant.endsAt) })}`;
    return `${levelWords(this.t, grant.level ?? 'none').words}: ${what}${until}`;
  }

  /** Persons behind the team to whom this rule speaks now; others in it have a choice of their own. */
  protected members({ id }: Grant): string {
    return this.picture()
      .audience.filter(({ sections }) => sections.some(({ grantId }) => grantId === id))
      .map(({ name }) => name)
      .join(', ');
  }

  protected async stop(grant: Grant): Promise<void> {
    if (this.busy() !== null) return;
    const planId = this.picture().plan.id;
    this.busy.set(grant.id);
    const { done, problem } = await this.#desk.perform(planId, [{ kind: 'stop', before: grant }]);
    this.busy.set(null);
    if (problem !== null) {
      this.#toasts.show({ text: this.#core(`problem.${problem.code}`) });
      return;
    }
    const undo = async (): Promise<void> => {
      const wrong = await this.#desk.takeBack(planId, done);
      if (wrong !== null) this.#toasts.show({ text: this.#core(`problem.${wrong.code}`) });
      this.changed.emit();
    };
    this.#toasts.show({ text: this.t('person.stopped', { name: grant.recipient.name }), undo: () => void undo() });
    this.changed.emit();
  }
}
