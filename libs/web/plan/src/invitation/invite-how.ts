import { Component, computed, inject, input, output, signal, viewChild } from '@angular/core';
import type { IssuedInvitation, Plan } from '@samenplan/shared/contracts';
import { Api, ApiProblem, Dates, routes, useWords } from '@samenplan/web/core';
import { Alert, Button, DataList, Heading, ProblemState, RadioCards, TextField, type Choice } from '@samenplan/web/ui';
import { decides } from '../plan/plan-deciding';
import { invitationWords } from './invitation-words';
import { invitedShares, looksLikeMail, type InviteAnswers } from './invite-answers';

type Way = 'mail' | 'letter';

/** By mail or with a letter, and all answers once more before anything is sent. */
@Component({
  selector: 'sp-invite-how',
  imports: [Alert, Button, DataList, Heading, ProblemState, RadioCards, TextField],
  template: `
    <form novalidate (submit)="send($event)">
      <sp-radio-cards [legend]="t('invite.how.legend')" [choices]="ways()" [error]="wayError()" [(value)]="way" />
      @if (way() === 'mail') {
        <sp-text-field
          type="email"
          inputMode="email"
          [label]="t('invite.how.address', { name: answers().name })"
          [hint]="t('invite.how.address.hint', { name: answers().name })"
          [error]="addressError()"
          [maxLength]="254"
          [(value)]="address"
        />
      }
      <section>
        <h2 spHeading [look]="3">{{ t('invite.how.check') }}</h2>
        <sp-data-list [items]="overview()" />
      </section>
      <sp-alert>{{ after() }}</sp-alert>
      @if (problem(); as wrong) {
        <sp-problem [problem]="wrong" [canRetry]="false" />
      }
      <button spButton kind="primary" type="submit" [busy]="busy()">{{ label() }}</button>
    </form>
  `,
  styles: `
    form {
      display: grid;
      gap: var(--sp-space-4);
      justify-items: start;
    }
    form > * {
      inline-size: 100%;
    }
    form > button {
      inline-size: auto;
    }
  `,
})
export class InviteHow {
  readonly plan = input.required<Plan>();
  readonly answers = input.required<InviteAnswers>();
  readonly made = output<IssuedInvitation>();

  readonly #api = inject(Api);
  readonly #dates = inject(Dates);
  protected readonly t = useWords(invitationWords);
  private readonly field = viewChild(TextField);
  protected readonly way = signal<Way | null>(null);
  protected readonly address = signal('');
  protected readonly busy = signal(false);
  protected readonly problem = signal<ApiProblem | null>(null);
  readonly #tried = signal(false);
  readonly #decides = computed(() => decides(this.plan()));

  protected readonly ways = computed<readonly Choice<Way>[]>(() =>
    (['mail', 'letter'] as const).map((way) => ({
      value: way,
      label: this.t(`invite.how.${way}`),
      hint: this.t(`invite.how.${way}.hint`),
    })),
  );
  protected readonly wayError = computed(() =>
    this.#tried() && this.way() === null ? this.t('invite.how.choose') : null,
  );
  protected readonly addressError = computed(() =>
    this.#tried() && !looksLikeMail(this.address().trim()) ? this.t('invite.how.address.wrong') : null,
  );
  protected readonly overview = computed(() => {
    const { name, organisation, function: job, endsAt } = this.answers();
    const titles = new Map(this.plan().sections.map(({ id, title }) => [id, title]));
    const shares = invitedShares(this.answers(), this.plan());
    return [
      { term: this.t('invite.how.check.who'), value: [name, job, organisation].join(', ') },
      {
        term: this.t('invite.how.check.what'),
        value: shares
          .map(({ sectionId, level }) => this.t(`invite.level.${level}`, { title: titles.get(sectionId ?? '') ?? '' }))
          .join('; '),
      },
      { term: this.t('invite.how.check.until'), value: endsAt === null ? '' : this.#dates.date(endsAt) },
    ];
  });
  protected readonly after = computed(() =>
    this.#decides()
      ? this.t('invite.how.after', { name: this.answers().name })
      : this.t('invite.how.after.prepare', { client: this.plan().client.name }),
  );
  protected readonly label = computed(() => {
    if (!this.#decides()) return this.t('invite.send.prepare', { client: this.plan().client.name });
    return this.t(this.way() === 'letter' ? 'invite.send.letter' : 'invite.send.mail');
  });

  protected async send(event: Event): Promise<void> {
    event.preventDefault();
    this.#tried.set(true);
    const way = this.way();
    const { name, organisation, function: job, endsAt } = this.answers();
    if (way === null || endsAt === null || this.busy()) return;
    const mail = this.address().trim();
    if (way === 'mail' && !looksLikeMail(mail)) {
      this.field()?.focus();
      return;
    }
    this.busy.set(true);
    this.problem.set(null);
    try {
      const shares = invitedShares(this.answers(), this.plan());
      const made = await this.#api.call(routes.createInvitation, {
        params: { planId: this.plan().id },
        body: { name, organisation, function: job, shares, endsAt, way, ...(way === 'mail' ? { mail } : {}) },
      });
      this.made.emit(made);
    } catch (cause) {
      this.problem.set(ApiProblem.from(cause));
    } finally {
      this.busy.set(false);
    }
  }
}
