import { Component, computed, inject, input, output, signal } from '@angular/core';
import { RouterLink } from '@angular/router';
import type { Plan } from '@samenplan/shared/contracts';
import { Api, ApiProblem, coreWords, routes, useWords } from '@samenplan/web/core';
import { Button, Disclosure, Person, Text, Toasts } from '@samenplan/web/ui';
import type { AudienceRow } from './audience-matrix';
import { planWords } from '../plan-words';
import { dutySentences } from './share-duties';

/** Who this is, when to reach them, what they must keep silent, and whether they coordinate the plan. */
@Component({
  selector: 'sp-audience-person-about',
  imports: [Button, Disclosure, Person, RouterLink, Text],
  template: `
    <sp-person
      [name]="row().member.name"
      [function]="row().member.function"
      [organisation]="row().member.organisation"
      [phone]="row().member.phone"
      [compact]="true"
    >
      @if (days(); as words) {
        <span class="days">{{ words }}</span>
      }
    </sp-person>
    <a class="preview" [routerLink]="['/plannen', plan().id, 'zo-ziet', row().member.personId]">
      {{ t('audience.preview', { name: row().member.name }) }}
    </a>
    <sp-disclosure [heading]="t('person.duties', { name: row().member.name })">
      @for (duty of duties(); track duty) {
        <p spText>{{ duty }}</p>
      }
    </sp-disclosure>
    @if (!plan().may.manage) {
      <!-- Only who decides about the whole plan chooses who coordinates it. -->
    } @else if (row().member.isCoordinator) {
      <p spText>{{ t('person.coordinator.is', { name: row().member.name }) }}</p>
      <button spButton small type="button" [busy]="busy()" (click)="choose(null)">
        {{ t('person.coordinator.stop', { name: row().member.name }) }}
      </button>
    } @else if (row().visible > 0 && !row().representative) {
      <sp-disclosure [heading]="t('plan.coordinator')">
        <p spText>{{ t('person.coordinator.hint') }}</p>
        <button spButton small type="button" [busy]="busy()" (click)="choose(row().member.personId)">
          {{ t('person.coordinator.make', { name: row().member.name }) }}
        </button>
      </sp-disclosure>
    }
  `,
  styles: `
    :host {
      display: block;
    }
    .days {
      display: block;
      font-size: var(--sp-size-small);
      color: var(--sp-ink-soft);
    }
    .preview {
      display: inline-flex;
      align-items: center;
      min-block-size: 44px;
      margin-block-start: var(--sp-space-2);
      color: var(--sp-accent-dark);
      font-weight: 600;
    }
    p {
      margin: 0 0 var(--sp-space-2);
    }
  `,
})
export class AudiencePersonAbout {
  readonly row = input.required<AudienceRow>();
  readonly plan = input.required<Plan>();
  readonly changed = output();

  readonly #api = inject(Api);
  readonly #toasts = inject(Toasts);
  readonly #core = useWords(coreWords);
  protected readonly t = useWords(planWords);
  protected readonly busy = signal(false);
  protected readonly duties = computed(() =>
    dutySentences(this.#core, this.row().member.duties, this.row().member.name),
  );

  protected readonly days = computed(() => {
    const names = this.row().member.workingDays.flatMap((day) => (isWeekday(day) ? [this.t(`person.day.${day}`)] : []));
    const last = names.at(-1);
    if (last === undefined) return null;
    const first = names.slice(0, -1).join(', ');
    return this.t('person.days', { days: first === '' ? last : this.t('person.days.and', { days: first, last }) });
  });

  protected async choose(personId: string | null): Promise<void> {
    if (this.busy()) return;
    const before = this.plan().coordinator?.id ?? null;
    this.busy.set(true);
    if (await this.#set(personId)) {
      const name = this.row().member.name;
      const text = this.t(personId === null ? 'person.coordinator.stopped' : 'person.coordinator.made', { name });
      this.#toasts.show({ text, undo: () => void this.#set(before) });
    }
    this.busy.set(false);
  }

  async #set(personId: string | null): Promise<boolean> {
    try {
      await this.#api.call(routes.setCoordinator, { params: { planId: this.plan().id }, body: { personId } });
      this.changed.emit();
      return true;
    } catch (cause) {
      this.#toasts.show({ text: this.#core(`problem.${ApiProblem.from(cause).code}`) });
      return false;
    }
  }
}

function isWeekday(day: number): day is 1 | 2 | 3 | 4 | 5 | 6 | 7 {
  return Number.isInteger(day) && day >= 1 && day <= 7;
}
