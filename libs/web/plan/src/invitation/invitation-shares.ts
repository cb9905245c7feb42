import { Component, input } from '@angular/core';
import type { Invitation } from '@samenplan/shared/contracts';
import { useWords } from '@samenplan/web/core';
import { invitationWords } from './invitation-words';

/** What an invitation shows, one line per section. */
@Component({
  selector: 'sp-invitation-shares',
  template: `
    <ul>
      @for (share of shares(); track share.sectionId) {
        <li>
          {{ t(share.level === 'write' ? 'invite.level.write' : 'invite.level.read', { title: titleOf(share) }) }}
        </li>
      }
    </ul>
  `,
  styles: `
    ul {
      margin: var(--sp-space-1) 0 0;
      padding-inline-start: var(--sp-space-5);
      overflow-wrap: anywhere;
    }
  `,
})
export class InvitationShares {
  readonly shares = input.required<Invitation['shares']>();

  protected readonly t = useWords(invitationWords);

  protected titleOf({ sectionId, title }: Invitation['shares'][number]): string {
    return title ?? this.t(sectionId === null ? 'invite.whole-plan' : 'invite.some-section');
  }
}
