import { Component, inject, signal } from '@angular/core';
import type { AskedLogQuestion } from '@samenplan/shared/contracts';
import { Api, ApiProblem, Dates, pageTitle, routes, useWords } from '@samenplan/web/core';
import { Button, Empty, Page, ProblemState, Skeleton } from '@samenplan/web/ui';
import { AnswerQuestion } from './answer-question';
import { logWords } from './log-words';

/** Questions to who is logged in about what they did in a plan; shows nothing of the plan. */
@Component({
  selector: 'sp-asked-page',
  imports: [AnswerQuestion, Button, Empty, Page, ProblemState, Skeleton],
  template: `
    <sp-page [heading]="l('asked.page')" [lead]="l('asked.lead')" [back]="['/']" [backLabel]="l('back')">
      @if (problem(); as found) {
        <sp-problem [problem]="found" (retry)="load()" />
      } @else if (questions(); as asked) {
        <ul role="list">
          @for (question of asked; track question.id) {
            <li spAnswerQuestion [question]="question"></li>
          } @empty {
            <li>
              <sp-empty icon="question" [heading]="l('asked.empty')" [text]="l('asked.empty.text')">
                <a spButton href="/">{{ l('back') }}</a>
              </sp-empty>
            </li>
          }
        </ul>
      } @else {
        <sp-skeleton shape="person" [count]="3" />
      }
    </sp-page>
  `,
  styles: `
    ul {
      margin: 0;
      padding: 0;
      list-style: none;
    }
  `,
})
export class AskedPage {
  protected readonly l = useWords(logWords);
  protected readonly dates = inject(Dates);
  protected readonly questions = signal<readonly AskedLogQuestion[] | null>(null);
  protected readonly problem = signal<ApiProblem | null>(null);
  readonly #api = inject(Api);

  constructor() {
    pageTitle(() => this.l('asked.page'));
    void this.load();
  }

  protected async load(): Promise<void> {
    this.problem.set(null);
    try {
      this.questions.set((await this.#api.call(routes.listLogQuestions, {})).items);
    } catch (cause) {
      this.problem.set(ApiProblem.from(cause));
    }
  }
}
