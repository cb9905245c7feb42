import { Component, computed, inject } from '@angular/core';
import { RouterOutlet } from '@angular/router';
import { Api, AppEvents, LoginWindow, Session, StepUp, UnsavedWork, useWords } from '@samenplan/web/core';
import { Alert, Button, Dialogs, ToastOutlet } from '@samenplan/web/ui';
import { appWords } from './app-words';
import { EndWarning } from './end-warning';
import { AssistedBar } from './assisted-bar';
import { LoginEnded } from './login-ended';
import { SafetyFooter } from './safety-footer';
import { ShellHeader } from './shell-header';

/** The frame around every page. When the login ends it hides what was readable, unless unsaved text would hide with it. */
@Component({
  selector: 'sp-root',
  imports: [Alert, AssistedBar, Button, EndWarning, LoginEnded, RouterOutlet, SafetyFooter, ShellHeader, ToastOutlet],
  template: `
    <a class="nl-skip-link nl-skip-link--visible-on-focus" href="#inhoud" (click)="skip($event, main)">{{
      t('skip')
    }}</a>
    <sp-shell-header />
    <sp-assisted-bar />
    <div class="notices sp-no-print">
      @if (session.isIn() && !assisted()) {
        <sp-end-warning />
      }
      @if (!api.reachable() && session.isIn()) {
        <sp-alert kind="warning" live>{{ t('unreachable') }}</sp-alert>
      }
      @if (ended() && unsaved.any()) {
        <sp-alert kind="error" live>
          <p>{{ t('ended.unsaved') }}</p>
          <button spButton small type="button" (click)="window.open(null)">{{ t('ended.login') }}</button>
        </sp-alert>
      }
    </div>
    <main #main id="inhoud" tabindex="-1">
      @if (hides()) {
        <sp-login-ended />
      }
      <div class="page" [hidden]="hides()"><router-outlet /></div>
    </main>
    <sp-safety-footer />
    <div class="below-nav sp-no-print"></div>
    <sp-toasts />
  `,
  styles: `
    :host {
      display: flex;
      flex-direction: column;
      min-block-size: 100dvh;
    }
    main {
      flex: 1;
      outline: none;
    }
    .below-nav {
      block-size: var(--sp-bar-bottom);
      background: var(--sp-sunken);
    }
    .notices {
      inline-size: 100%;
      max-inline-size: 76rem;
      margin-inline: auto;
      padding-inline: var(--sp-space-4);
    }
    .notices sp-alert {
      margin-block-start: var(--sp-space-3);
    }
    .notices p {
      margin: 0 0 var(--sp-space-2);
    }
  `,
})
export class Shell {
  protected readonly t = useWords(appWords);
  protected readonly session = inject(Session);
  protected readonly api = inject(Api);
  protected readonly unsaved = inject(UnsavedWork);
  protected readonly window = inject(LoginWindow);
  protected readonly ended = computed(() => this.session.state() === 'ended');
  /** An assisted session has an end of its own, and nothing to log in to again. */
  protected readonly assisted = computed(() => this.session.me()?.assisted != null);
  protected readonly hides = computed(() => this.ended() && !this.unsaved.any());

  constructor() {
    // Opens the connection for events as soon as somebody is logged in.
    inject(AppEvents);
    const dialogs = inject(Dialogs);
    inject(StepUp).answerWith(async (needs) => {
      const { StepUpDialog } = await import('./step-up-dialog');
      return (await dialogs.open<boolean>(StepUpDialog, needs)) ?? false;
    });
  }

  protected skip(event: Event, main: HTMLElement): void {
    event.preventDefault();
    main.focus();
  }
}
