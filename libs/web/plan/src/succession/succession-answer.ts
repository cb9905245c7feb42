import { Component, computed, inject, input, output, signal } from '@angular/core';
import type { Plan, Succession } from '@samenplan/shared/contracts';
import { Api, ApiProblem, coreWords, routes, useWords } from '@samenplan/web/core';
import { Button, Heading, Person, ProblemState, RadioCards, Text, Toasts } from '@samenplan/web/ui';
import { successionWords } from './succession-words';

/** What is shown at first lasts three months, as elsewhere; the client changes it on "Wie ziet wat". */
const SHOWN_DAYS = 92;

/** The client says yes or no to a proposed coordinator; with yes chooses what to show, when nothing is shown yet. */
@Component({
  selector: 'sp-succession-answer',
  imports: [Button, Heading, Person, ProblemState, RadioCards, Text],
  template: `
    <h3 spHeading [look]="4">{{ t('answer.heading') }}</h3>
    <p spText>{{ t('answer.text', { by: proposal().by, name: name() }) }}</p>
    <sp-person
      [name]="name()"
      [function]="proposal().successor.function"
      [organisation]="proposal().successor.organisation"
      [phone]="proposal().successor.phone"
      [compact]="true"
    />
    <ul>
      @for (duty of duties(); track duty) {
        <li>{{ duty }}</li>
      }
    </ul>
    @if (!proposal().sees) {
      <sp-radio-cards
        [legend]="t('answer.share', { name: name() })"
        [hint]="t('answer.share.hint')"
        [choices]="levels()"
        [error]="tried() && level() === null ? t('answer.share.choose') : null"
        [(value)]="level"
      />
    }
    @if (problem(); as now) {
      <sp-problem [problem]="now" [canRetry]="false" />
    }
    <p class="deeds">
      <button spButton kind="primary" type="button" [busy]="busy()" (click)="answer('yes')">
        {{ t('answer.yes') }}
      </button>
      <button spButton type="button" [busy]="busy()" (click)="answer('no')">{{ t('answer.no') }}</button>
    </p>
    <p spText look="small">{{ t('answer.free') }}</p>
  `,
  styles: `
    :host {
      display: grid;
      gap: var(--sp-space-3);
      padding: var(--sp-space-4);
      border: 2px solid var(--sp-accent);
      border-radius: var(--sp-radius-large);
      background: var(--sp-surface);
    }
    h3,
    p,
    ul {
      margin: 0;
    }
    .deeds {
      display: flex;
      flex-wrap: wrap;
      gap: var(--sp-space-3);
    }
  `,
})
export class SuccessionAnswer {
  readonly plan = input.required<Plan>();
  readonly proposal = input.required<Succession>();
  readonly answered = output();

  protected readonly t = useWords(successionWords);
  readonly #core = useWords(coreWords);
  readonly #api = inject(Api);
  readonly #toasts = inject(Toasts);
  protected readonly level = signal<'read' | 'write' | null>(null);
  protected readonly tried = signal(false);
  protected readonly busy = signal(false);
  protected readonly problem = signal<ApiProblem | null>(null);
  protected readonly name = computed(() => this.proposal().successor.name);
  protected readonly duties = computed(() =>
    this.proposal().successor.duties.map((duty) => this.#core(`duty.${duty}`, { name: this.name() })),
  );
  protected readonly levels = computed(() => [
    { value: 'write' as const, label: this.t('answer.write'), hint: this.t('answer.write.hint') },
    { value: 'read' as const, label: this.t('answer.read'), hint: this.t('answer.read.hint') },
  ]);

  protected async answer(answer: 'yes' | 'no'): Promise<void> {
    const level = this.level();
    this.tried.set(answer === 'yes');
    const needsShare = answer === 'yes' && !this.proposal().sees;
    if (this.busy() || (needsShare && level === null)) return;
    this.busy.set(true);
    this.problem.set(null);
    const endsAt = new Date(Date.now() + SHOWN_DAYS * 86_400_000).toISOString();
    const body = needsShare && level !== null ? { answer, share: { level, endsAt } } : { answer };
    const params = { planId: this.plan().id, successionId: this.proposal().id };
    try {
      await this.#api.call(routes.answerSuccession, { params, body });
      this.#toasts.show({ text: this.t(`answered.${answer}`, { name: this.name() }) });
      this.answered.emit();
    } catch (cause) {
      this.problem.set(ApiProblem.from(cause));
    } finally {
      this.busy.set(false);
    }
  }
}
