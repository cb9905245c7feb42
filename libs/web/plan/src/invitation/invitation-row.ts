import { Component, computed, inject, input, output, signal } from '@angular/core';
import { RouterLink } from '@angular/router';
import type { Invitation } from '@samenplan/shared/contracts';
import { Api, ApiProblem, Dates, routes, useWords } from '@samenplan/web/core';
import { Button, Dialogs, Link, ProblemState, StatusPill, TextField, Toasts, type Tone } from '@samenplan/web/ui';
import { InvitationShares } from './invitation-shares';
import { invitationWords } from './invitation-words';
import { looksLikeMail } from './invite-answers';
import { LetterDesk } from './letter-desk';

const tones: Readonly<Record<Invitation['state'], Tone>> = {
  prepared: 'warning',
  open: 'accent',
  expired: 'neutral',
  confirmed: 'ok',
  withdrawn: 'neutral',
};

/** One invitation: how it stands, and for one that waits sending again, another letter, withdrawing. */
@Component({
  selector: 'sp-invitation-row',
  imports: [Button, InvitationShares, Link, ProblemState, RouterLink, StatusPill, TextField],
  template: `
    <p class="name">
      <strong>{{ invitation().name }}</strong>
      <sp-status-pill [tone]="tone()">{{ t(stateWords()) }}</sp-status-pill>
    </p>
    <p>{{ t('list.place', { function: invitation().function, organisation: invitation().organisation }) }}</p>
    <sp-invitation-shares [shares]="invitation().shares" />
    <p>{{ story() }}</p>
    @if (invitation().address; as address) {
      <p>{{ t('list.to', { address }) }}</p>
    }
    @if (invitation().confirmedBy; as login) {
      <p>
        {{ t('list.confirmed.check') }}
        <a spLink [routerLink]="['/plannen', invitation().planId, 'wie-ziet-wat', login.id]">{{
          t('list.confirmed.see', { login: login.name })
        }}</a>
      </p>
    }
    @if (asksAddress()) {
      <form novalidate (submit)="sendTo($event)">
        <sp-text-field
          type="email"
          inputMode="email"
          [label]="t('list.address', { name: invitation().name })"
          [error]="wrong() ? t('invite.how.address.wrong') : null"
          [maxLength]="254"
          [(value)]="address"
        />
        <button spButton kind="primary" type="submit" [busy]="busy()">{{ t('list.address.send') }}</button>
      </form>
    }
    @if (waits()) {
      <div class="actions sp-no-print">
        @if (invitation().state !== 'prepared') {
          <button
            spButton
            small
            type="button"
            [busy]="busy()"
            [attr.aria-label]="t('list.again.label', { name: invitation().name })"
            (click)="again()"
          >
            {{ t('list.again') }}
          </button>
          <button
            spButton
            small
            type="button"
            [busy]="busy()"
            [attr.aria-label]="t('list.letter.label', { name: invitation().name })"
            (click)="renew({ way: 'letter' })"
          >
            {{ t('list.letter') }}
          </button>
        }
        <button
          spButton
          small
          type="button"
          [attr.aria-label]="t('list.withdraw.label', { name: invitation().name })"
          (click)="withdraw()"
        >
          {{ t('list.withdraw') }}
        </button>
      </div>
    }
    @if (problem(); as now) {
      <sp-problem [problem]="now" [canRetry]="false" />
    }
  `,
  styles: `
    :host {
      display: block;
      overflow-wrap: anywhere;
    }
    p {
      margin: var(--sp-space-1) 0 0;
    }
    .name {
      display: flex;
      flex-wrap: wrap;
      gap: var(--sp-space-2);
      align-items: center;
      margin: 0;
    }
    form {
      display: grid;
      gap: var(--sp-space-3);
      justify-items: start;
      margin-block-start: var(--sp-space-3);
    }
    sp-text-field {
      inline-size: 100%;
    }
    .actions {
      display: flex;
      flex-wrap: wrap;
      gap: var(--sp-space-2);
      margin-block-start: var(--sp-space-3);
    }
    sp-problem {
      display: block;
      margin-block-start: var(--sp-space-3);
    }
  `,
})
export class InvitationRow {
  readonly invitation = input.required<Invitation>();
  /** The server has stored something: the list is out of date. */
  readonly changed = output();

  readonly #api = inject(Api);
  readonly #dates = inject(Dates);
  readonly #dialogs = inject(Dialogs);
  readonly #letters = inject(LetterDesk);
  readonly #toasts = inject(Toasts);
  protected readonly t = useWords(invitationWords);
  protected readonly busy = signal(false);
  protected readonly problem = signal<ApiProblem | null>(null);
  protected readonly asksAddress = signal(false);
  protected readonly address = signal('');
  protected readonly wrong = signal(false);
  protected readonly tone = computed(() => tones[this.invitation().state]);
  protected readonly stateWords = computed(() => `list.state.${this.invitation().state}` as const);
  protected readonly waits = computed(() => ['prepared', 'open', 'expired'].includes(this.invitation().state));

  protected readonly story = computed(() => {
    const { state, way, sentAt, codeEndsAt, confirmedAt, confirmedBy, preparedBy } = this.invitation();
    const day = (at: string | null): string => (at === null ? '' : this.#dates.date(at));
    if (state === 'prepared') return this.t('list.prepared', { name: preparedBy.name });
    if (state === 'confirmed')
      return this.t('list.confirmed', { date: day(confirmedAt), login: confirmedBy?.name ?? '' });
    if (state === 'expired') return this.t('list.expired');
    if (way === 'letter') return this.t('list.open.letter', { date: day(codeEndsAt) });
    return sentAt === null
      ? this.t('list.open.not-sent')
      : this.t('list.open.mail', { sent: day(sentAt), date: day(codeEndsAt) });
  });

  protected again(): void {
    if (this.invitation().address !== null) void this.renew({ way: 'mail' });
    else this.asksAddress.set(true);
  }

  protected sendTo(event: Event): void {
    event.preventDefault();
    const mail = this.address().trim();
    this.wrong.set(!looksLikeMail(mail));
    if (looksLikeMail(mail)) void this.renew({ way: 'mail', mail });
  }

  protected renew(body: { readonly way: 'mail' | 'letter'; readonly mail?: string }): Promise<void> {
    return this.#tried(async (params) => {
      const issued = await this.#api.call(routes.renewInvitation, { params, body });
      if (issued.letter !== null) return this.#letters.show(issued);
      this.asksAddress.set(false);
      this.#toasts.show({
        text: this.t(issued.invitation.sentAt === null ? 'list.not-sent-again' : 'list.sent-again'),
      });
      this.changed.emit();
    });
  }

  protected async withdraw(): Promise<void> {
    const sure = await this.#dialogs.confirm({
      heading: this.t('list.withdraw.heading'),
      text: this.t('list.withdraw.text', { name: this.invitation().name }),
      confirm: this.t('list.withdraw.confirm'),
      danger: true,
    });
    if (!sure) return;
    await this.#tried(async (params) => {
      await this.#api.call(routes.withdrawInvitation, { params });
      this.#toasts.show({ text: this.t('list.withdrawn') });
      this.changed.emit();
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
