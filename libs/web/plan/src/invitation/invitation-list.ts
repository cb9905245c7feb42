import { Component, computed, inject, input } from '@angular/core';
import { Api, loaded, onAppEvent, routes, useWords } from '@samenplan/web/core';
import { Card, Cards, Heading, ProblemState } from '@samenplan/web/ui';
import { InvitationPreparedCard } from './invitation-prepared-card';
import { InvitationRow } from './invitation-row';
import { invitationWords } from './invitation-words';

/** Invitations of a plan on "Wie ziet wat": what waits, what was confirmed and by which login. Nothing when there are none. */
@Component({
  selector: 'sp-invitation-list',
  imports: [Card, Cards, Heading, InvitationPreparedCard, InvitationRow, ProblemState],
  template: `
    @if (items().length > 0) {
      <h2 spHeading>{{ t('list.heading') }}</h2>
      <ul spCards>
        @for (one of items(); track one.id) {
          @if (one.state === 'prepared' && one.mine) {
            <li><sp-invitation-prepared-card [invitation]="one" (answered)="invitations.reload()" /></li>
          } @else {
            <li spCard><sp-invitation-row [invitation]="one" (changed)="invitations.reload()" /></li>
          }
        }
      </ul>
    }
    @if (invitations.problem(); as wrong) {
      <sp-problem [problem]="wrong" (retry)="invitations.reload()" />
    }
  `,
  styles: `
    :host {
      display: block;
    }
  `,
})
export class InvitationList {
  readonly planId = input.required<string>();

  readonly #api = inject(Api);
  protected readonly t = useWords(invitationWords);
  protected readonly invitations = loaded({
    params: () => this.planId(),
    load: (planId: string, abort) => this.#api.call(routes.listInvitations, { params: { planId } }, abort),
  });
  protected readonly items = computed(() => this.invitations.value()?.items ?? []);

  constructor() {
    onAppEvent((news) => {
      if (news.kind === 'requests-changed' || news.kind === 'gap') this.invitations.reload();
    });
  }
}
