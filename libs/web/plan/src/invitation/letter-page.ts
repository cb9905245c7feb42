import { Component, DestroyRef, inject, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import { pageTitle, useWords } from '@samenplan/web/core';
import { Button, Empty, Page } from '@samenplan/web/ui';
import { InvitationLetter } from './invitation-letter';
import { invitationWords } from './invitation-words';
import { LetterDesk } from './letter-desk';

/** The letter of an invitation, once: after leaving or reloading this page only a new letter helps. */
@Component({
  selector: 'sp-letter-page',
  imports: [Button, Empty, InvitationLetter, Page, RouterLink],
  template: `
    <sp-page
      [heading]="t(desk.issued() === null ? 'letter.gone.heading' : 'invite.done.letter')"
      [back]="['/plannen', planId(), 'wie-ziet-wat']"
      [backLabel]="t('invite.back')"
    >
      @if (desk.issued(); as issued) {
        @if (issued.letter; as letter) {
          <sp-invitation-letter [invitation]="issued.invitation" [letter]="letter" />
        }
      } @else {
        <sp-empty icon="print" [heading]="t('letter.gone.heading')" [text]="t('letter.gone.text')">
          <a spButton [routerLink]="['/plannen', planId(), 'wie-ziet-wat']">{{ t('invite.done.back') }}</a>
        </sp-empty>
      }
    </sp-page>
  `,
})
export class LetterPage {
  readonly planId = input.required<string>();

  protected readonly desk = inject(LetterDesk);
  protected readonly t = useWords(invitationWords);

  constructor() {
    pageTitle(() => this.t('invite.page'));
    inject(DestroyRef).onDestroy(() => this.desk.clear());
  }
}
