import { Component, computed, effect, inject, untracked } from '@angular/core';
import { LoginWindow, Session, useWords } from '@samenplan/web/core';
import { Alert, Announcer, Button } from '@samenplan/web/ui';
import { appWords } from './app-words';

/** Says ten and two minutes before that the login ends, with what helps: staying, or logging in again. */
@Component({
  selector: 'sp-end-warning',
  imports: [Alert, Button],
  template: `
    @if (session.warning(); as warning) {
      <section [attr.aria-label]="t('ending.label')">
        <sp-alert kind="warning">
          <p>{{ words() }}</p>
          @if (warning.final) {
            <button spButton small type="button" (click)="window.open(null)">{{ t('ending.again') }}</button>
          } @else {
            <button spButton small type="button" (click)="session.extend()">{{ t('ending.stay') }}</button>
          }
        </sp-alert>
      </section>
    }
  `,
  styles: `
    section {
      margin-block-start: var(--sp-space-3);
    }
    p {
      margin: 0 0 var(--sp-space-2);
    }
  `,
})
export class EndWarning {
  protected readonly t = useWords(appWords);
  protected readonly session = inject(Session);
  protected readonly window = inject(LoginWindow);
  protected readonly words = computed(() => {
    const warning = this.session.warning();
    return warning === null ? '' : this.t(`ending.${warning.final ? 'final' : 'idle'}.${warning.minutes}`);
  });

  constructor() {
    const announcer = inject(Announcer);
    // Also for who is far from the top of the page with a screen reader.
    effect(() => {
      const words = this.words();
      const last = untracked(() => this.session.warning()?.minutes === 2);
      if (words !== '') untracked(() => announcer.say(words, last ? 'assertive' : 'polite'));
    });
  }
}
