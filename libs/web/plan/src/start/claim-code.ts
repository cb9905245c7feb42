import { Component, effect, inject, input, output, signal, untracked, viewChild } from '@angular/core';
import { Router } from '@angular/router';
import { useWords } from '@samenplan/web/core';
import { Button, TextField } from '@samenplan/web/ui';
import { readInvitationCode } from '../invitation/invite-answers';
import { readCode } from '../sharing/share-code';
import { startWords } from './start-words';

/** Type the code of a letter; that of an invitation for somebody else's plan leads to its own page. */
@Component({
  selector: 'sp-claim-code',
  imports: [Button, TextField],
  template: `
    <form (submit)="send($event)" novalidate>
      <sp-text-field
        #field
        code
        [label]="t('claim.code.label')"
        [hint]="t('claim.code.hint')"
        [error]="wrong() ? t('claim.code.error') : null"
        [maxLength]="20"
        [(value)]="text"
      />
      <button spButton kind="primary" type="submit">{{ t('claim.code.next') }}</button>
    </form>
  `,
  styles: `
    form {
      display: grid;
      gap: var(--sp-space-5);
      justify-items: start;
    }
    sp-text-field {
      inline-size: 100%;
      max-inline-size: 22rem;
    }
  `,
})
export class ClaimCode {
  /** What stood in the address and is no code. */
  readonly given = input('');
  readonly found = output<string>();

  readonly #router = inject(Router);
  protected readonly t = useWords(startWords);
  protected readonly text = signal('');
  protected readonly wrong = signal(false);
  private readonly field = viewChild.required<TextField>('field');

  constructor() {
    effect(() => {
      const given = this.given();
      untracked(() => {
        this.text.set(given);
        this.wrong.set(given !== '');
      });
    });
  }

  protected send(event: Event): void {
    event.preventDefault();
    const invitation = readInvitationCode(this.text());
    if (invitation !== null) {
      void this.#router.navigate(['/uitnodiging', invitation]);
      return;
    }
    const code = readCode(this.text());
    this.wrong.set(code === null);
    if (code === null) this.field().focus();
    else this.found.emit(code);
  }
}
