import { Component, computed, inject, input, signal } from '@angular/core';
import { Router } from '@angular/router';
import { Api, coreWords, Dates, loaded, pageTitle, routes, Session, useWords } from '@samenplan/web/core';
import { Alert, Button, Empty, Page, ProblemState, Ready, ResourceView, Text, TextField } from '@samenplan/web/ui';
import { administrationWords } from './administration-words';
import { deeds } from './deeds';

const CODE = /^[2-9A-HJ-NP-Z]{10}$/;
const read = (typed: string): string | null => {
  const code = typed.replace(/[\s-]/g, '').toUpperCase();
  return CODE.test(code) ? code : null;
};

/** A colleague comes in with a code: sees what it is for, and confirms with the own login. Opening uses up nothing. */
@Component({
  selector: 'sp-join-page',
  imports: [Alert, Button, Empty, Page, ProblemState, Ready, ResourceView, Text, TextField],
  template: `
    <sp-page [heading]="heading()" [lead]="joined() === null ? t('join.lead') : null">
      @if (joined(); as organisation) {
        <p spText>{{ t('join.done.text', { organisation }) }}</p>
        <button spButton kind="primary" type="button" (click)="go('/')">{{ t('join.done.button') }}</button>
      } @else if (known() === null) {
        <form novalidate (submit)="open($event)">
          <sp-text-field
            code
            [label]="t('join.code')"
            [hint]="t('join.code.hint')"
            [error]="wrong() ? t('join.code.wrong') : null"
            [maxLength]="20"
            [(value)]="typed"
          />
          <button spButton kind="primary" type="submit">{{ t('join.next') }}</button>
        </form>
      } @else if (!session.isIn()) {
        <p spText>{{ t('join.login') }}</p>
        <button spButton kind="primary" type="button" (click)="session.login('/collega/' + known())">
          {{ t('join.login.button') }}
        </button>
      } @else if (invalid()) {
        <sp-empty icon="clock" [heading]="t('join.invalid')" [text]="t('join.invalid.text')">
          <button spButton type="button" (click)="go('/collega')">{{ t('join.again') }}</button>
        </sp-empty>
      } @else {
        <sp-resource [of]="invitation" shape="block" [count]="1">
          <ng-template [spReady]="invitation" let-found>
            <p spText>{{ t('join.from', { name: found.invitedBy, organisation: found.organisation }) }}</p>
            @if (found.function; as job) {
              <p spText>{{ t('join.function', { function: job }) }}</p>
              <p spText>{{ t('join.duties') }}</p>
              <ul>
                @for (duty of found.duties; track duty) {
                  <li>{{ core('duty.' + duty) }}</li>
                }
              </ul>
            }
            @if (found.administrator) {
              <p spText>{{ t('join.administrator') }}</p>
            }
            <sp-alert kind="info">{{ t('join.as', { name: session.me()?.name ?? '' }) }}</sp-alert>
            @if (deed.problem(); as problem) {
              <sp-problem [problem]="problem" [canRetry]="false" />
            }
            @if (found.own) {
              <sp-alert kind="warning">{{ t('join.own') }}</sp-alert>
            } @else {
              <p class="actions">
                <button spButton kind="primary" type="button" [busy]="deed.busy()" (click)="confirm()">
                  {{ t('join.confirm') }}
                </button>
                <button spButton type="button" (click)="go('/')">{{ t('join.not') }}</button>
              </p>
            }
            <p spText look="small">{{ t('invitations.valid', { date: dates.date(found.expiresAt) }) }}</p>
          </ng-template>
        </sp-resource>
      }
    </sp-page>
  `,
  styleUrl: './administration.css',
})
export class JoinPage {
  /** Code from the address; absent when it is still to be typed. */
  readonly code = input<string>();

  protected readonly t = useWords(administrationWords);
  readonly #core = useWords(coreWords);
  protected readonly core = (key: string): string =>
    this.#core(key as 'duty.no-secrecy', { name: this.session.me()?.name ?? '' });
  protected readonly dates = inject(Dates);
  protected readonly session = inject(Session);
  readonly #api = inject(Api);
  readonly #router = inject(Router);
  protected readonly deed = deeds();
  protected readonly typed = signal('');
  protected readonly wrong = signal(false);
  protected readonly joined = signal<string | null>(null);
  protected readonly known = computed(() => read(this.code() ?? ''));
  protected readonly invitation = loaded({
    params: () => (this.session.isIn() && this.joined() === null ? (this.known() ?? undefined) : undefined),
    load: (code, abort) => this.#api.call(routes.lookUpColleagueInvitation, { body: { code } }, abort),
  });
  protected readonly invalid = computed(() =>
    [this.invitation.problem()?.code, this.deed.problem()?.code].includes('code-invalid'),
  );
  protected readonly heading = computed(() => this.t(this.joined() === null ? 'join.heading' : 'join.done'));

  constructor() {
    pageTitle(() => this.t('join.heading'));
    void this.session.ready();
  }

  protected open(event: Event): void {
    event.preventDefault();
    const code = read(this.typed());
    this.wrong.set(code === null);
    if (code !== null) this.go(`/collega/${code}`);
  }

  protected go(to: string): void {
    void this.#router.navigateByUrl(to);
  }

  protected async confirm(): Promise<void> {
    const code = this.known();
    if (code === null) return;
    await this.deed.run(async () => {
      const { organisation } = await this.#api.call(routes.acceptColleagueInvitation, { body: { code } });
      this.joined.set(organisation);
      // A new place changes what the shell offers.
      await this.session.check();
    });
  }
}
