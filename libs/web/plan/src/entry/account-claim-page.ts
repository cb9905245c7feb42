import { Component, computed, inject, input, signal } from '@angular/core';
import { Router } from '@angular/router';
import { Api, ApiProblem, Dates, loaded, pageTitle, routes, Session, useWords } from '@samenplan/web/core';
import { Alert, Button, DateField, Empty, Page, ProblemState, Ready, ResourceView, Text } from '@samenplan/web/ui';
import { readCode } from '../sharing/share-code';
import { ClaimCode } from '../start/claim-code';
import { entryWords } from './entry-words';

/** Binds the own login with the code of a letter. Opening the address uses up nothing and shows nothing. */
@Component({
  selector: 'sp-account-claim-page',
  imports: [Alert, Button, ClaimCode, DateField, Empty, Page, ProblemState, Ready, ResourceView, Text],
  template: `
    <sp-page [heading]="heading()" [lead]="known() === null ? t('account.lead') : null">
      @if (dueAt(); as due) {
        <sp-alert kind="info" live>{{ t('account.waiting.text', { moment: dates.moment(due) }) }}</sp-alert>
      } @else if (known() === null) {
        <sp-claim-code [given]="code() ?? ''" (found)="goTo($event)" />
      } @else if (!session.isIn()) {
        <p spText>{{ t('account.login.text') }}</p>
        <p spText look="small">{{ t('account.login.unused') }}</p>
        <button spButton kind="primary" type="button" (click)="session.login('/account/' + known())">
          {{ t('account.login.button') }}
        </button>
      } @else if (expired()) {
        <sp-empty icon="clock" [heading]="t('account.expired.heading')" [text]="t('account.expired.text')">
          <button spButton type="button" (click)="goTo(null)">{{ t('account.other') }}</button>
        </sp-empty>
      } @else {
        <sp-resource [of]="letter" shape="block" [count]="1">
          <ng-template [spReady]="letter" let-found>
            @if (found.kind === 'takeover') {
              <p spText>{{ t('account.takeover.text', { name: found.madeBy ?? '' }) }}</p>
            } @else {
              <p spText>{{ t('account.recovery.text') }}</p>
              <p spText>{{ t('account.recovery.wait') }}</p>
            }
            <form novalidate (submit)="claim($event, found.kind)">
              <sp-date-field
                [label]="t('account.birth')"
                [hint]="t(found.kind === 'takeover' ? 'account.birth.hint.takeover' : 'account.birth.hint.recovery')"
                [optional]="found.kind === 'recovery'"
                [error]="wrong() ? t('account.birth.error') : null"
                min="1900-01-01"
                [(value)]="birthDate"
              />
              @if (problem(); as now) {
                <sp-problem [problem]="now" [canRetry]="false" />
              }
              <button spButton kind="primary" type="submit" [busy]="busy()">{{ t('account.go') }}</button>
            </form>
          </ng-template>
        </sp-resource>
      }
    </sp-page>
  `,
  styles: `
    form {
      display: grid;
      gap: var(--sp-space-4);
      justify-items: start;
    }
    sp-date-field,
    sp-problem {
      inline-size: 100%;
    }
  `,
})
export class AccountClaimPage {
  /** From the address; absent when it is still to be typed. */
  readonly code = input<string>();

  protected readonly t = useWords(entryWords);
  protected readonly dates = inject(Dates);
  protected readonly session = inject(Session);
  readonly #api = inject(Api);
  readonly #router = inject(Router);

  protected readonly birthDate = signal('');
  protected readonly wrong = signal(false);
  protected readonly busy = signal(false);
  protected readonly problem = signal<ApiProblem | null>(null);
  /** A recovery letter that waits: when it can be used again. */
  protected readonly dueAt = signal<string | null>(null);
  protected readonly known = computed(() => readCode(this.code() ?? ''));
  protected readonly letter = loaded({
    params: () => (this.session.isIn() && this.dueAt() === null ? (this.known() ?? undefined) : undefined),
    load: (code: string, abort) => this.#api.call(routes.lookUpAccountCode, { body: { code } }, abort),
  });
  protected readonly expired = computed(() => {
    const code = this.letter.problem()?.code ?? this.problem()?.code;
    return code === 'code-invalid' || code === 'not-found';
  });
  protected readonly heading = computed(() => {
    if (this.dueAt() !== null) return this.t('account.waiting.heading');
    if (this.known() === null) return this.t('account.heading');
    if (!this.session.isIn()) return this.t('account.login.heading');
    const kind = this.letter.value()?.kind;
    if (kind === undefined || this.expired()) return this.t('account.title');
    return this.t(kind === 'takeover' ? 'account.takeover.heading' : 'account.recovery.heading');
  });

  constructor() {
    pageTitle(() => this.t('account.title'));
    void this.session.ready();
  }

  protected goTo(code: string | null): void {
    this.problem.set(null);
    // The code does not stay in the history of the browser.
    void this.#router.navigate(code === null ? ['/account'] : ['/account', code], { replaceUrl: true });
  }

  protected async claim(event: Event, kind: 'takeover' | 'recovery'): Promise<void> {
    event.preventDefault();
    const code = this.known();
    const birthDate = this.birthDate() === '' ? null : this.birthDate();
    this.wrong.set(kind === 'takeover' && birthDate === null);
    if (code === null || this.busy() || this.wrong()) return;
    this.busy.set(true);
    this.problem.set(null);
    try {
      const { dueAt } = await this.#api.call(routes.claimAccountCode, { body: { code, birthDate } });
      // Bound: this browser is another person now, so a new page, in the place of the one with the code.
      if (dueAt === null) location.replace('/account/klaar');
      else this.dueAt.set(dueAt);
    } catch (cause) {
      this.problem.set(ApiProblem.from(cause));
    } finally {
      this.busy.set(false);
    }
  }
}
