import { Component, effect, input, output, signal, untracked, viewChild } from '@angular/core';
import { useWords } from '@samenplan/web/core';
import { Button, TextField } from '@samenplan/web/ui';
import { readInvitationCode } from './invite-answers';
import { invitationWords } from './invitation-words';

/** Type the code of a letter. */
@Component({
  selector: 'sp-open-code',
  imports: [Button, TextField],
  template: `
    <form novalidate (submit)="send($event)">
      <sp-text-field
        code
        [label]="t('open.code.label')"
        [hint]="t('open.code.hint')"
        [error]="wrong() ? t('open.code.error') : null"
        [maxLength]="30"
        [(value)]="text"
      />
      <button spButton kind="primary" type="submit">{{ t('open.code.next') }}</button>
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
      max-inline-size: 26rem;
    }
  `,
})
export class OpenCode {
  /** What stood in the address and is no code. */
  readonly given = input('');
  readonly found = output<string>();

  protected readonly t = useWords(invitationWords);
  protected readonly text = signal('');
  protected readonly wrong = signal(false);
  private readonly field = viewChild.required(TextField);

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
    const code = readInvitationCode(this.text());
    this.wrong.set(code === null);
    if (code === null) this.field().focus();
    else this.found.emit(code);
  }
}
