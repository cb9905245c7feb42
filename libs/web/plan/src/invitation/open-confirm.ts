import { Component, computed, inject, input, output, signal } from '@angular/core';
import { Api, ApiProblem, routes, Session, useWords, type AnswerOf } from '@samenplan/web/core';
import { Button, DataList, ProblemState, RadioCards, Text, type Choice } from '@samenplan/web/ui';
import { invitationWords } from './invitation-words';

export type Landing = AnswerOf<typeof routes.confirmInvitation>;

/** For whom the invitation is, and the one tap that binds it to this login. */
@Component({
  selector: 'sp-open-confirm',
  imports: [Button, DataList, ProblemState, RadioCards, Text],
  template: `
    <sp-data-list [items]="about()" />
    @if (places().length > 1) {
      <sp-radio-cards
        [legend]="t('open.for.where')"
        [choices]="places()"
        [error]="tried() && place() === null ? t('open.for.where.choose') : null"
        [(value)]="place"
      />
    }
    <p spText>{{ t('open.for.text', { me: me() }) }} {{ t('open.for.log') }}</p>
    @if (problem(); as wrong) {
      @if (wrong.code === 'not-allowed' || wrong.code === 'recipient-is-client') {
        <p spText role="alert">{{ t('open.for.self') }}</p>
      } @else {
        <sp-problem [problem]="wrong" [canRetry]="false" />
      }
    }
    <div class="actions">
      <button spButton kind="primary" type="button" [busy]="busy()" (click)="confirm()">{{ t('open.for.yes') }}</button>
      <button spButton type="button" (click)="refused.emit()">{{ t('open.for.no') }}</button>
    </div>
  `,
  styles: `
    :host {
      display: grid;
      gap: var(--sp-space-4);
    }
    p {
      margin: 0;
    }
    .actions {
      display: flex;
      flex-wrap: wrap;
      gap: var(--sp-space-3);
    }
  `,
})
export class OpenConfirm {
  readonly invited = input.required<AnswerOf<typeof routes.lookUpInvitation>>();
  readonly code = input.required<string>();
  readonly confirmed = output<Landing>();
  /** "This is not for me": nothing was sent. */
  readonly refused = output();
  /** The code is void by now. */
  readonly failed = output<ApiProblem>();

  readonly #api = inject(Api);
  readonly #session = inject(Session);
  protected readonly t = useWords(invitationWords);
  protected readonly busy = signal(false);
  protected readonly tried = signal(false);
  protected readonly place = signal<string | null>(null);
  protected readonly problem = signal<ApiProblem | null>(null);
  protected readonly me = computed(() => this.#session.me()?.name ?? '');
  protected readonly about = computed(() => {
    const { name, organisation, function: job } = this.invited();
    return [
      { term: this.t('open.for.who'), value: name },
      { term: this.t('open.for.place'), value: this.t('list.place', { function: job, organisation }) },
    ];
  });
  protected readonly places = computed<readonly Choice[]>(() =>
    this.invited().places.map(({ affiliationId, organisation, function: job }) => ({
      value: affiliationId,
      label: this.t('list.place', { function: job, organisation }),
    })),
  );

  protected async confirm(): Promise<void> {
    this.tried.set(true);
    const affiliationId = this.place();
    if (this.busy() || (this.places().length > 1 && affiliationId === null)) return;
    this.busy.set(true);
    this.problem.set(null);
    try {
      const body = { code: this.code(), ...(affiliationId === null ? {} : { affiliationId }) };
      this.confirmed.emit(await this.#api.call(routes.confirmInvitation, { body }));
      // What this login may see has changed, and with it what the shell offers.
      await this.#session.check();
    } catch (cause) {
      const problem = ApiProblem.from(cause);
      if (problem.code === 'code-invalid') this.failed.emit(problem);
      else this.problem.set(problem);
    } finally {
      this.busy.set(false);
    }
  }
}
