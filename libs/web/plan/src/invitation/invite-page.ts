import { Component, computed, effect, inject, input, signal, untracked, viewChild } from '@angular/core';
import { Router } from '@angular/router';
import type { IssuedInvitation } from '@samenplan/shared/contracts';
import { pageTitle, useWords } from '@samenplan/web/core';
import { Page, Ready, ResourceView } from '@samenplan/web/ui';
import { decides } from '../plan/plan-deciding';
import { loadPlan } from '../plan/plan-loads';
import { ShareUntil } from '../sharing/share-until';
import { invitationWords } from './invitation-words';
import { allowedInviteStep, inviteSteps, noAnswers, type InviteAnswers, type InviteStep } from './invite-answers';
import { doneHeading, InviteDone } from './invite-done';
import { InviteHow } from './invite-how';
import { InviteWhat } from './invite-what';
import { InviteWho } from './invite-who';
import { LetterDesk } from './letter-desk';

const headings = {
  wie: 'invite.who.heading',
  wat: 'invite.what.heading',
  'tot-wanneer': 'invite.until.heading',
  hoe: 'invite.how.heading',
} as const satisfies Record<InviteStep, string>;

/** Invites somebody without an account: one question per screen, and nothing is stored before the last. */
@Component({
  selector: 'sp-invite-page',
  imports: [InviteDone, InviteHow, InviteWhat, InviteWho, Page, Ready, ResourceView, ShareUntil],
  template: `
    <sp-page [heading]="heading()" [lead]="lead()" [back]="back()" [backLabel]="backLabel()">
      <sp-resource [of]="plan" [count]="2">
        <ng-template [spReady]="plan" let-now>
          @if (issued(); as made) {
            <sp-invite-done [plan]="now" [issued]="made" />
          } @else {
            @switch (step()) {
              @case ('wie') {
                <sp-invite-who [answers]="answers()" (chosen)="answer($event, 'wat')" />
              }
              @case ('wat') {
                <sp-invite-what [plan]="now" [answers]="answers()" (chosen)="answer($event, 'tot-wanneer')" />
              }
              @case ('tot-wanneer') {
                <sp-share-until [endsAt]="answers().endsAt" (chosen)="answer({ endsAt: $event }, 'hoe')" />
              }
              @case ('hoe') {
                <sp-invite-how [plan]="now" [answers]="answers()" (made)="finish($event)" />
              }
            }
          }
        </ng-template>
      </sp-resource>
    </sp-page>
  `,
})
export class InvitePage {
  readonly planId = input.required<string>();
  /** The step, from the address. */
  readonly stap = input<string>();

  readonly #router = inject(Router);
  readonly #letters = inject(LetterDesk);
  private readonly page = viewChild.required(Page);
  protected readonly t = useWords(invitationWords);
  protected readonly plan = loadPlan(() => this.planId());
  protected readonly answers = signal<InviteAnswers>(noAnswers);
  protected readonly issued = signal<IssuedInvitation | null>(null);
  protected readonly step = computed(() => allowedInviteStep(this.stap(), this.answers()));
  protected readonly heading = computed(() => {
    const issued = this.issued();
    return issued === null ? this.t(headings[this.step()], { name: this.answers().name }) : this.t(doneHeading(issued));
  });
  protected readonly lead = computed(() =>
    this.issued() === null
      ? this.t('invite.step', { n: inviteSteps.indexOf(this.step()) + 1, total: inviteSteps.length })
      : null,
  );
  readonly #decides = computed(() => {
    const plan = this.plan.value();
    return plan !== undefined && decides(plan);
  });
  protected readonly back = computed(() =>
    this.#decides() ? ['/plannen', this.planId(), 'wie-ziet-wat'] : ['/plannen', this.planId()],
  );
  protected readonly backLabel = computed(() => this.t(this.#decides() ? 'invite.back' : 'invite.back.plan'));

  constructor() {
    pageTitle(() => this.t('invite.page'));
    let before: string | null = null;
    effect(() => {
      const now = this.issued() === null ? this.step() : 'done';
      // A new step is a new page for who listens to it; the first one is announced by the page itself.
      if (before !== null && before !== now) untracked(() => this.page().focusHeading());
      before = now;
    });
  }

  protected finish(made: IssuedInvitation): void {
    if (made.letter === null) this.issued.set(made);
    else void this.#letters.show(made);
  }

  protected answer(given: Partial<InviteAnswers>, next: InviteStep): void {
    this.answers.update((answers) => ({ ...answers, ...given }));
    void this.#router.navigate([], { queryParams: { stap: next }, queryParamsHandling: 'merge' });
  }
}
