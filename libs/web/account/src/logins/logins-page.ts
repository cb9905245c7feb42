import { Component, inject, signal } from '@angular/core';
import type { OwnLogin } from '@samenplan/shared/contracts';
import { Api, ApiProblem, loaded, pageTitle, routes, Session, useWords } from '@samenplan/web/core';
import { Button, Cards, Dialogs, Heading, Page, Ready, ResourceView, Text, Toasts } from '@samenplan/web/ui';
import { LoginCard } from './login-card';
import { deviceName } from './login-device';
import type { EndAllAnswer } from './end-all-dialog';
import { loginsWords } from './logins-words';

/** "Waar je bent ingelogd": the own logins, ending one, and ending all. */
@Component({
  selector: 'sp-logins-page',
  imports: [Button, Cards, Heading, LoginCard, Page, Ready, ResourceView, Text],
  template: `
    <sp-page [heading]="t('heading')" [lead]="t('lead')" back="/mijn-account" [backLabel]="t('back')">
      <sp-resource [of]="logins" [count]="2">
        <ng-template [spReady]="logins" let-all>
          <ul spCards>
            @for (login of all; track login.id) {
              <li spLoginCard [login]="login" [busy]="ending() === login.id" (left)="end(login)"></li>
            }
          </ul>
        </ng-template>
      </sp-resource>
      <section>
        <h2 spHeading [look]="3">{{ t('all.heading') }}</h2>
        <p spText>{{ t('all.text') }}</p>
        <button spButton kind="danger" type="button" [busy]="ending() === 'all'" (click)="endAll()">
          {{ t('all.button') }}
        </button>
      </section>
    </sp-page>
  `,
  styles: `
    section {
      margin-block-start: var(--sp-space-6);
      max-inline-size: 42rem;
    }
    h2 {
      margin-block: 0 var(--sp-space-2);
    }
    p {
      margin-block: 0 var(--sp-space-4);
    }
  `,
})
export class LoginsPage {
  protected readonly t = useWords(loginsWords);
  readonly #api = inject(Api);
  readonly #dialogs = inject(Dialogs);
  readonly #session = inject(Session);
  readonly #toasts = inject(Toasts);
  protected readonly logins = loaded({
    load: async (_now, abort) => (await this.#api.call(routes.listLogins, {}, abort)).items,
  });
  /** Id of the login that is being ended, or `all`. */
  protected readonly ending = signal<string | null>(null);

  constructor() {
    pageTitle(() => this.t('heading'));
  }

  protected async end(login: OwnLogin): Promise<void> {
    const device = deviceName(this.t, login);
    const sure = await this.#dialogs.confirm({
      heading: this.t('end.heading', { device }),
      text: this.t('end.text'),
      confirm: this.t('end.confirm'),
      danger: true,
    });
    if (sure) await this.#try(login.id, () => this.#endOne(login.id));
  }

  protected async endAll(): Promise<void> {
    const { EndAllDialog } = await import('./end-all-dialog');
    const answer = await this.#dialogs.open<EndAllAnswer>(EndAllDialog);
    if (answer === undefined) return;
    await this.#try('all', async () => {
      const { ended } = await this.#api.call(routes.endLogins, { body: { keepCurrent: true } });
      // Logging out here ends the login at the provider too; own text that waits stays on the device.
      if (answer === 'also-here') await this.#session.logout('keep');
      return this.t('all.ended', { n: ended });
    });
  }

  async #endOne(loginId: string): Promise<string> {
    try {
      await this.#api.call(routes.endLogin, { params: { loginId } });
    } catch (cause) {
      // It ended by itself a moment ago.
      if (ApiProblem.from(cause).code !== 'not-found') throw cause;
    }
    return this.t('ended');
  }

  async #try(what: string, work: () => Promise<string>): Promise<void> {
    this.ending.set(what);
    try {
      this.#toasts.show({ text: await work() });
    } catch {
      this.#toasts.show({ text: this.t('failed') });
    }
    this.ending.set(null);
    this.logins.reload();
  }
}
