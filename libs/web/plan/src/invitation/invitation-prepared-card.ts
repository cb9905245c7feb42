import { Component, inject, input, output, signal } from '@angular/core';
import type { Invitation } from '@samenplan/shared/contracts';
import { Api, ApiProblem, Dates, Language, routes, useWords } from '@samenplan/web/core';
import { Button, Card, ProblemState, Text, Toasts } from '@samenplan/web/ui';
import { InvitationShares } from './invitation-shares';
import { invitationWords } from './invitation-words';
import { LetterDesk } from './letter-desk';

/** A coordinator prepared an invitation; the client says yes with one tap, or no. */
@Component({
  selector: 'sp-invitation-prepared-card',
  imports: [Button, Card, InvitationShares, ProblemState, Text],
  template: `
    <article spCard>
      <p class="question">
        {{ t('prepared.asks', { by: invitation().preparedBy.name, name: invitation().name }) }}
      </p>
      <p spText look="small">
        {{ t('list.place', { function: invitation().function, organisation: invitation().organisation }) }}.
        {{ t('prepared.of', { title: invitation().planTitle }) }}
      </p>
      <p>{{ t('prepared.shows', { name: invitation().name }) }}</p>
      <sp-invitation-shares [shares]="invitation().shares" />
      <p spText look="small">
        {{ t('prepared.until', { name: invitation().name, date: dates.date(invitation().endsAt) }) }}
      </p>
      <p spText look="small">
        {{
          invitation().address === null ? t('prepared.letter') : t('list.to', { address: invitation().address ?? '' })
        }}
      </p>
      <div class="actions">
        <button spButton kind="primary" type="button" [busy]="busy()" (click)="approve()">
          {{ t('prepared.yes') }}
        </button>
        <button spButton type="button" [busy]="busy()" (click)="refuse()">{{ t('prepared.no') }}</button>
      </div>
      <p spText look="small">{{ t('prepared.free') }}</p>
      @if (problem(); as wrong) {
        <sp-problem [problem]="wrong" [canRetry]="false" />
      }
    </article>
  `,
  styles: `
    :host {
      display: block;
    }
    p {
      margin: var(--sp-space-2) 0 0;
    }
    .question {
      margin: 0;
      font-weight: 600;
      overflow-wrap: anywhere;
    }
    .actions {
      display: flex;
      flex-wrap: wrap;
      gap: var(--sp-space-3);
      margin-block-start: var(--sp-space-3);
    }
    sp-problem {
      display: block;
      margin-block-start: var(--sp-space-3);
    }
  `,
})
export class InvitationPreparedCard {
  readonly invitation = input.required<Invitation>();
  /** The server has stored the answer. */
  readonly answered = output();

  readonly #api = inject(Api);
  readonly #letters = inject(LetterDesk);
  readonly #toasts = inject(Toasts);
  protected readonly t = useWords(invitationWords);
  protected readonly dates = inject(Dates);
  protected readonly busy = signal(false);
  protected readonly problem = signal<ApiProblem | null>(null);

  constructor() {
    // The card also stands on pages whose routes do not wait for these words.
    void inject(Language).prepare(invitationWords);
  }

  protected approve(): Promise<void> {
    return this.#tried(async (params) => {
      const issued = await this.#api.call(routes.approveInvitation, { params });
      if (issued.letter !== null) return this.#letters.show(issued);
      const failed = issued.invitation.sentAt === null;
      this.#toasts.show({ text: this.t(failed ? 'invite.done.failed.text' : 'invite.done.mail') });
      this.answered.emit();
    });
  }

  protected refuse(): Promise<void> {
    return this.#tried(async (params) => {
      await this.#api.call(routes.withdrawInvitation, { params });
      this.#toasts.show({ text: this.t('prepared.done.no') });
      this.answered.emit();
    });
  }

  async #tried(work: (params: { planId: string; invitationId: string }) => Promise<void>): Promise<void> {
    if (this.busy()) return;
    this.busy.set(true);
    this.problem.set(null);
    try {
      const { planId, id: invitationId } = this.invitation();
      await work({ planId, invitationId });
    } catch (cause) {
      this.problem.set(ApiProblem.from(cause));
    } finally {
      this.busy.set(false);
    }
  }
}
