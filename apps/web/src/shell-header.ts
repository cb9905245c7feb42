import { afterRenderEffect, Component, computed, ElementRef, inject, signal, viewChild } from '@angular/core';
import { RouterLink, RouterLinkActive } from '@angular/router';
import { Language, LeaveQuickly, Session, useWords } from '@samenplan/web/core';
import { Button, Icon, Toasts, type IconName } from '@samenplan/web/ui';
import { appWords } from './app-words';
import { BrandMark } from './brand';
import { LogoutQuestion } from './logout-question';
import { NoticeBell } from './notice-bell';
import { keepBarHeights } from './shell-bars';

interface Destination {
  readonly label: string;
  readonly link: string;
  readonly icon: IconName;
}

/** Product name, ways to go by role, language, own name, logout, and "Snel weg" for clients. On a phone two short rows. */
@Component({
  selector: 'sp-shell-header',
  imports: [BrandMark, Button, Icon, NoticeBell, RouterLink, RouterLinkActive],
  template: `
    <header class="sp-no-print">
      <a class="brand" routerLink="/" [attr.aria-label]="t('brand.home')"
        ><sp-brand-mark /><span>{{ t('brand') }}</span></a
      >
      @if (session.isIn() && !assisted()) {
        <nav #navigation [attr.aria-label]="t('nav.label')">
          <ul role="list">
            @for (way of ways(); track way.link) {
              <li>
                <a
                  [routerLink]="way.link"
                  routerLinkActive="here"
                  ariaCurrentWhenActive="page"
                  [routerLinkActiveOptions]="{ exact: way.link === '/' }"
                  ><sp-icon [name]="way.icon" /><span>{{ way.label }}</span></a
                >
              </li>
            }
          </ul>
        </nav>
      }
      <button
        class="tool language"
        type="button"
        [attr.lang]="otherLanguage()"
        [attr.aria-label]="t('language.switch.label')"
        (click)="switchLanguage()"
      >
        <sp-icon name="globe" /><span>{{ t('language.switch') }}</span>
      </button>
      @if (session.isIn()) {
        <div class="me">
          <a class="name" routerLink="/mijn-account"
            ><span class="sp-visually-hidden">{{ t('account.logged-in-as') }} </span>{{ session.me()?.name }}</a
          >
          @if (!assisted()) {
            <sp-notice-bell />
            <button spButton kind="subtle" small type="button" [busy]="leaving()" (click)="logout()">
              {{ t('account.logout') }}
            </button>
          }
        </div>
      }
      @if (offersLeaving()) {
        <button class="tool leave" type="button" [attr.title]="t('leave.hint')" (click)="leaveQuickly.leave()">
          {{ t('leave.label') }}
        </button>
      }
    </header>
  `,
  styleUrl: './shell-header.css',
})
export class ShellHeader {
  protected readonly t = useWords(appWords);
  protected readonly session = inject(Session);
  protected readonly leaveQuickly = inject(LeaveQuickly);
  readonly #language = inject(Language);
  readonly #logoutQuestion = inject(LogoutQuestion);
  readonly #toasts = inject(Toasts);
  readonly #element = inject<ElementRef<HTMLElement>>(ElementRef);
  private readonly navigation = viewChild<ElementRef<HTMLElement>>('navigation');

  protected readonly leaving = signal(false);
  protected readonly otherLanguage = computed(() => (this.#language.code() === 'nl' ? 'en' : 'nl'));
  /** Whoever may be a client or stand beside one; professionals have colleagues, not housemates, behind them. */
  protected readonly offersLeaving = computed(
    () => !this.session.has('professional', 'network-coordinator', 'administrator', 'privacy-officer'),
  );
  /** The client decides on the device of a helper: one place to go, and "Klaar" instead of logging out. */
  protected readonly assisted = computed(() => this.session.me()?.assisted != null);
  protected readonly ways = computed<readonly Destination[]>(() => [
    { label: this.t('nav.start'), link: '/', icon: 'document' },
    this.session.has('professional')
      ? { label: this.t('nav.plan-start'), link: '/plan-starten', icon: 'plus' }
      : { label: this.t('nav.claim'), link: '/begin', icon: 'plus' },
    { label: this.t('nav.my-code'), link: '/mijn-code', icon: 'qr' },
    ...(this.session.has('administrator')
      ? [{ label: this.t('nav.administration'), link: '/beheer', icon: 'people' } as const]
      : []),
    ...(this.session.has('privacy-officer')
      ? [{ label: this.t('nav.audit'), link: '/beheer/toezicht', icon: 'eye' } as const]
      : []),
  ]);

  constructor() {
    afterRenderEffect((onCleanup) => {
      onCleanup(keepBarHeights(this.#element.nativeElement, this.navigation()?.nativeElement ?? null));
    });
  }

  protected async switchLanguage(): Promise<void> {
    try {
      await this.#language.change(this.otherLanguage());
    } catch {
      this.#toasts.show({ text: this.t('language.failed') });
    }
  }

  protected async logout(): Promise<void> {
    const unstored = await this.#logoutQuestion.ask();
    if (unstored === 'stay') return;
    this.leaving.set(true);
    try {
      await this.session.logout(unstored);
    } catch {
      this.leaving.set(false);
      this.#toasts.show({ text: this.t('account.logout-failed') });
    }
  }
}
