import { Component, computed, inject, input, linkedSignal, signal, viewChild } from '@angular/core';
import type { AskedLogQuestion } from '@samenplan/shared/contracts';
import { Api, ApiProblem, Dates, routes, useWords } from '@samenplan/web/core';
import { Button, Heading, ProblemState, TextArea, Toasts } from '@samenplan/web/ui';
import { logWords } from './log-words';

/** One question about something that the person did, and the answer. */
@Component({
  // The attribute keeps the list item that a screen reader counts.
  selector: 'li[spAnswerQuestion]',
  imports: [Button, Heading, ProblemState, TextArea],
  template: `
    <h2 spHeading [look]="3">{{ l('asked.by', { name: name() }) }}</h2>
    <p class="soft">{{ l(didKey(), { day: dates.day(question().doneAt) }) }}</p>
    <p class="said">{{ question().text ?? l('question.unreadable') }}</p>
    @if (answered(); as given) {
      <p>
        <strong>{{ l('asked.given', { day: dates.moment(given.at) }) }}</strong>
      </p>
      <p class="said">{{ given.text ?? l('question.unreadable') }}</p>
    } @else {
      <form (submit)="send($event)">
        <sp-text-area
          [label]="l('asked.answer', { name: name() })"
          [hint]="l('asked.once', { name: name() })"
          [error]="error()"
          [maxLength]="1000"
          [(value)]="text"
        />
        @if (problem(); as found) {
          <sp-problem [problem]="found" (retry)="send()" />
        }
        <button spButton kind="primary" type="submit" [busy]="busy()">{{ l('asked.send') }}</button>
      </form>
    }
  `,
  styles: `
    :host {
      display: block;
      padding-block: var(--sp-space-4);
      border-block-end: 1px solid var(--sp-line);
    }
    .soft {
      color: var(--sp-ink-soft);
    }
    .said {
      white-space: pre-line;
      overflow-wrap: anywhere;
      padding-inline-start: var(--sp-space-3);
      border-inline-start: 3px solid var(--sp-line);
    }
    button {
      margin-block-start: var(--sp-space-3);
    }
  `,
})
export class AnswerQuestion {
  readonly question = input.required<AskedLogQuestion>();

  protected readonly l = useWords(logWords);
  protected readonly dates = inject(Dates);
  protected readonly name = computed(() => this.question().askedBy.name);
  protected readonly didKey = computed(() => `asked.did.${this.question().action}` as const);
  protected readonly text = signal('');
  protected readonly error = signal<string | null>(null);
  protected readonly problem = signal<ApiProblem | null>(null);
  protected readonly busy = signal(false);
  /** As the server tells it, or as it was sent just now. */
  protected readonly answered = linkedSignal<{ readonly text: string | null; readonly at: string } | null>(() => {
    const { answer, answeredAt } = this.question();
    return answeredAt === null ? null : { text: answer, at: answeredAt };
  });
  readonly #api = inject(Api);
  readonly #toasts = inject(Toasts);
  private readonly area = viewChild(TextArea);

  protected async send(event?: Event): Promise<void> {
    event?.preventDefault();
    const text = this.text().trim();
    this.error.set(text === '' ? this.l('asked.empty-answer') : null);
    if (text === '') return this.area()?.focus();
    this.busy.set(true);
    this.problem.set(null);
    try {
      await this.#api.call(routes.answerLogQuestion, { params: { logQuestionId: this.question().id }, body: { text } });
      this.answered.set({ text, at: new Date().toISOString() });
      this.#toasts.show({ text: this.l('asked.sent', { name: this.name() }) });
    } catch (cause) {
      this.problem.set(ApiProblem.from(cause));
    } finally {
      this.busy.set(false);
    }
  }
}
