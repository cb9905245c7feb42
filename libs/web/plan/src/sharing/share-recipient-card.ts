import { Component, computed, input, output } from '@angular/core';
import { RouterLink } from '@angular/router';
import type { Recipient } from '@samenplan/shared/contracts';
import { useWords } from '@samenplan/web/core';
import { Button, Icon, Person } from '@samenplan/web/ui';
import { planWords } from '../plan-words';

/** Somebody who was found, with what makes sure that it is the right one: function, organisation, number. */
@Component({
  selector: 'sp-share-recipient-card',
  imports: [Button, Icon, Person, RouterLink],
  template: `
    <sp-person
      [name]="recipient().name"
      [function]="recipient().type === 'team' ? t('share.who.team') : (recipient().position?.function ?? null)"
      [organisation]="recipient().position?.organisation ?? null"
      [phone]="recipient().position?.phone ?? null"
      [compact]="true"
    />
    @if (members(); as names) {
      <p>{{ names }}</p>
    }
    @if (already()) {
      <p class="already"><sp-icon name="eye" />{{ t('share.who.already') }}</p>
      <a spButton [routerLink]="['/plannen', planId(), 'wie-ziet-wat', recipient().id]">
        {{ t('share.who.already.go', { name: recipient().name }) }}
      </a>
    } @else {
      <button spButton type="button" (click)="chosen.emit()">
        {{ t('share.who.choose', { name: recipient().name }) }}
      </button>
    }
  `,
  styles: `
    :host {
      display: grid;
      gap: var(--sp-space-3);
      justify-items: start;
    }
    sp-person {
      inline-size: 100%;
    }
    p {
      margin: 0;
      font-size: var(--sp-size-small);
      color: var(--sp-ink-soft);
    }
    .already {
      display: flex;
      gap: var(--sp-space-2);
      align-items: center;
    }
  `,
})
export class ShareRecipientCard {
  readonly planId = input.required<string>();
  readonly recipient = input.required<Recipient>();
  /** Sees something of the plan already: changing that is another screen. */
  readonly already = input(false);
  readonly chosen = output();

  protected readonly t = useWords(planWords);
  protected readonly members = computed(() => {
    const { type, members } = this.recipient();
    return type === 'team'
      ? this.t('share.who.members.see', { names: members.map((one) => one.name).join(', ') })
      : null;
  });
}
