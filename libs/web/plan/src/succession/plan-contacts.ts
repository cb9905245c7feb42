import { Component, computed, inject, input } from '@angular/core';
import type { Absence, Plan } from '@samenplan/shared/contracts';
import { Api, Dates, loaded, routes, Session, useWords } from '@samenplan/web/core';
import { Alert, Person, Text } from '@samenplan/web/ui';
import { onNewsOf } from '../plan/plan-loads';
import { SuccessionAnswer } from './succession-answer';
import { SuccessionProposal } from './succession-proposal';
import { successionWords } from './succession-words';

/** Who is away and replaced, whom to call while nobody coordinates, and a proposed successor. Nothing when all is well. */
@Component({
  selector: 'sp-plan-contacts',
  imports: [Alert, Person, SuccessionAnswer, SuccessionProposal, Text],
  template: `
    @if (contacts.value(); as now) {
      @if (now.meanwhile; as team) {
        <p spText>{{ t('meanwhile') }}</p>
        <sp-person [name]="team.name" [phone]="team.phone" />
      }
      @if (leaves(); as date) {
        <sp-alert kind="info">{{ t('leaves', { name: coordinator(), date }) }}</sp-alert>
      }
      @if (now.succession; as proposal) {
        @if (plan().may.manage) {
          <sp-succession-answer [plan]="plan()" [proposal]="proposal" (answered)="contacts.reload()" />
        }
      }
      @if (now.candidates.length > 0) {
        <sp-succession-proposal
          [plan]="plan()"
          [proposal]="now.succession"
          [candidates]="now.candidates"
          [urgent]="now.coordinatorLeavesAt !== null"
          (changed)="contacts.reload()"
        />
      }
      @for (absence of now.absences; track absence.personId + absence.startsAt) {
        <sp-alert kind="info" [heading]="heading(absence)">
          <p spText>{{ replaced(absence) }}</p>
          <sp-person
            [name]="absence.substitute.name"
            [function]="absence.substitute.function"
            [organisation]="absence.substitute.organisation"
            [phone]="absence.substitute.phone"
            [compact]="true"
          />
          <p spText look="small">
            {{ t(absence.substituteSees ? 'absence.sees' : 'absence.sees-not', { name: absence.substitute.name }) }}
          </p>
        </sp-alert>
      }
    }
  `,
  styles: `
    :host {
      display: grid;
      gap: var(--sp-space-3);
      max-inline-size: 46rem;
    }
    :host:has(*) {
      margin-block-end: var(--sp-space-5);
    }
    p {
      margin: 0 0 var(--sp-space-2);
    }
  `,
})
export class PlanContactsView {
  readonly plan = input.required<Plan>();

  protected readonly t = useWords(successionWords);
  readonly #dates = inject(Dates);
  readonly #api = inject(Api);
  readonly #session = inject(Session);
  /** The plan itself matters more: when this cannot be had, nothing is shown. */
  protected readonly contacts = loaded({
    params: () => this.plan().id,
    load: (planId, abort) => this.#api.call(routes.getPlanContacts, { params: { planId } }, abort),
  });
  protected readonly coordinator = computed(() => this.plan().coordinator?.name ?? '');
  protected readonly leaves = computed(() => {
    const end = this.contacts.value()?.coordinatorLeavesAt ?? null;
    return end === null ? null : this.#lastDay(end);
  });

  constructor() {
    onNewsOf(
      () => this.plan().id,
      ['plan-changed', 'access-changed'],
      () => this.contacts.reload(),
    );
  }

  protected heading({ personId, name, startsAt, endsAt }: Absence): string {
    const own = personId === this.#session.me()?.id;
    const words = { name, from: this.#dates.date(startsAt), until: this.#lastDay(endsAt) };
    if (Date.parse(startsAt) > Date.now()) return this.t(own ? 'absence.later.you' : 'absence.later', words);
    return this.t(own ? 'absence.now.you' : 'absence.now', words);
  }

  protected replaced({ personId, substitute }: Absence): string {
    return this.t(personId === this.#session.me()?.id ? 'absence.by.you' : 'absence.by', { name: substitute.name });
  }

  /** An end is the midnight after the last day. */
  #lastDay(end: string): string {
    return this.#dates.date(new Date(Date.parse(end) - 1).toISOString());
  }
}
