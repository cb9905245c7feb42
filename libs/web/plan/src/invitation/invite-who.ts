import { Component, computed, input, linkedSignal, output, signal, viewChildren } from '@angular/core';
import { useWords } from '@samenplan/web/core';
import { Button, TextField } from '@samenplan/web/ui';
import { invitationWords } from './invitation-words';
import type { InviteAnswers } from './invite-answers';

export type WhoAnswer = Pick<InviteAnswers, 'name' | 'organisation' | 'function'>;

/** Who is invited: a name, where that person works and as what. */
@Component({
  selector: 'sp-invite-who',
  imports: [Button, TextField],
  template: `
    <form novalidate (submit)="next($event)">
      <sp-text-field
        [label]="t('invite.who.name')"
        [hint]="t('invite.who.name.hint')"
        [error]="missing(name())"
        [maxLength]="120"
        [(value)]="name"
      />
      <sp-text-field
        [label]="t('invite.who.function')"
        [hint]="t('invite.who.function.hint')"
        [error]="missing(job())"
        [maxLength]="120"
        [(value)]="job"
      />
      <sp-text-field
        [label]="t('invite.who.organisation')"
        [hint]="t('invite.who.organisation.hint')"
        [error]="missing(organisation())"
        [maxLength]="120"
        [(value)]="organisation"
      />
      <button spButton kind="primary" type="submit">{{ t('invite.next') }}</button>
    </form>
  `,
  styles: `
    form {
      display: grid;
      gap: var(--sp-space-4);
      justify-items: start;
    }
    sp-text-field {
      inline-size: 100%;
    }
  `,
})
export class InviteWho {
  readonly answers = input.required<InviteAnswers>();
  readonly chosen = output<WhoAnswer>();

  protected readonly t = useWords(invitationWords);
  private readonly fields = viewChildren(TextField);
  protected readonly name = linkedSignal(() => this.answers().name);
  protected readonly organisation = linkedSignal(() => this.answers().organisation);
  protected readonly job = linkedSignal(() => this.answers().function);
  readonly #tried = signal(false);
  readonly #given = computed(() => [this.name().trim(), this.job().trim(), this.organisation().trim()] as const);

  protected missing(text: string): string | null {
    return this.#tried() && text.trim() === '' ? this.t('invite.needed') : null;
  }

  protected next(event: Event): void {
    event.preventDefault();
    this.#tried.set(true);
    const given = this.#given();
    const empty = given.findIndex((text) => text === '');
    if (empty !== -1) {
      this.fields()[empty]?.focus();
      return;
    }
    const [name, job, organisation] = given;
    this.chosen.emit({ name, function: job, organisation });
  }
}
