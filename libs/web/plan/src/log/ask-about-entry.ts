import { afterNextRender, Component, inject, input, output, signal, viewChild } from '@angular/core';
import type { LogQuestion } from '@samenplan/shared/contracts';
import { Api, ApiProblem, routes, useWords } from '@samenplan/web/core';
import { Button, ProblemState, TextArea, Toasts } from '@samenplan/web/ui';
import { logWords } from './log-words';

/** Asks the person in a line of the log about it; says before sending what that person gets to see. */
@Component({
  selector: 'sp-ask-about-entry',
  imports: [Button, ProblemState, TextArea],
  template: `
    <form (submit)="send($event)">
      <sp-text-area
        [label]="l('ask.label', { name: name() })"
        [hint]="l('ask.consequence', { name: name() })"
        [error]="error()"
        [maxLength]="500"
        [(value)]="text"
      />
      @if (problem(); as found) {
        <sp-problem [problem]="found" (retry)="send()" />
      }
      <p class="actions">
        <button spButton kind="primary" small type="submit" [busy]="busy()">{{ l('ask.send') }}</button>
        <button spButton kind="subtle" small type="button" (click)="left.emit()">{{ l('ask.cancel') }}</button>
      </p>
    </form>
  `,
  styles: `
    :host {
      display: block;
    }
    .actions {
      display: flex;
      flex-wrap: wrap;
      gap: var(--sp-space-3);
      margin-block: var(--sp-space-3) 0;
    }
  `,
})
export class AskAboutEntry {
  readonly planId = input.required<string>();
  readonly lineId = input.required<string>();
  readonly name = input.required<string>();
  readonly sent = output<LogQuestion>();
  readonly left = output<void>();

  protected readonly l = useWords(logWords);
  protected readonly text = signal('');
  protected readonly error = signal<string | null>(null);
  protected readonly problem = signal<ApiProblem | null>(null);
  protected readonly busy = signal(false);
  readonly #api = inject(Api);
  readonly #toasts = inject(Toasts);
  private readonly area = viewChild.required(TextArea);

  constructor() {
    afterNextRender(() => this.area().focus());
  }

  protected async send(event?: Event): Promise<void> {
    event?.preventDefault();
    const text = this.text().trim();
    this.error.set(text === '' ? this.l('ask.empty') : null);
    if (text === '') return this.area().focus();
    this.busy.set(true);
    this.problem.set(null);
    try {
      const call = { params: { planId: this.planId() }, body: { lineId: this.lineId(), text } };
      const { id } = await this.#api.call(routes.askLogQuestion, call);
      this.#toasts.show({ text: this.l('ask.sent', { name: this.name() }) });
      this.sent.emit({ id, at: new Date().toISOString(), text, answer: null, answeredAt: null });
    } catch (cause) {
      this.#explain(ApiProblem.from(cause));
    } finally {
      this.busy.set(false);
    }
  }

  #explain(problem: ApiProblem): void {
    if (problem.code === 'too-many-requests') this.error.set(this.l('ask.too-many'));
    else if (problem.code === 'conflict') this.error.set(this.l('ask.again'));
    else this.problem.set(problem);
  }
}
