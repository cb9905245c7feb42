import { Component, computed, inject, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import type { IssuedInvitation, Plan } from '@samenplan/shared/contracts';
import { Dates, useWords } from '@samenplan/web/core';
import { Alert, Button } from '@samenplan/web/ui';
import { decides } from '../plan/plan-deciding';
import { invitationWords } from './invitation-words';

/** What became of it: mailed, or waiting for the client. */
@Component({
  selector: 'sp-invite-done',
  imports: [Alert, Button, RouterLink],
  template: `
    <sp-alert [kind]="failed() ? 'warning' : 'info'" live>{{ text() }}</sp-alert>
    <p>
      @if (decides()) {
        <a spButton [routerLink]="['/plannen', plan().id, 'wie-ziet-wat']">{{ t('invite.done.back') }}</a>
      } @else {
        <a spButton [routerLink]="['/plannen', plan().id]">{{ t('invite.done.back.plan') }}</a>
      }
    </p>
  `,
  styles: `
    p {
      margin-block: var(--sp-space-4) 0;
    }
  `,
})
export class InviteDone {
  readonly plan = input.required<Plan>();
  readonly issued = input.required<IssuedInvitation>();

  readonly #dates = inject(Dates);
  protected readonly t = useWords(invitationWords);
  protected readonly decides = computed(() => decides(this.plan()));
  protected readonly failed = computed(() => {
    const { state, sentAt } = this.issued().invitation;
    return state !== 'prepared' && sentAt === null;
  });
  protected readonly text = computed(() => {
    const { name, state, codeEndsAt } = this.issued().invitation;
    if (state === 'prepared') return this.t('invite.done.prepared.text', { client: this.plan().client.name });
    if (this.failed()) return this.t('invite.done.failed.text');
    return this.t('invite.done.mail.text', { name, date: codeEndsAt === null ? '' : this.#dates.date(codeEndsAt) });
  });
}

/** The heading that goes with it. */
export function doneHeading({ invitation: { state, sentAt } }: IssuedInvitation) {
  if (state === 'prepared') return 'invite.done.prepared';
  return sentAt === null ? 'invite.done.failed' : 'invite.done.mail';
}
