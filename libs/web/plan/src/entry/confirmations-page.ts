import { Component, inject, signal } from '@angular/core';
import type { PaperConfirmation } from '@samenplan/shared/contracts';
import { Api, ApiProblem, Dates, loaded, pageTitle, routes, useWords } from '@samenplan/web/core';
import {
  Alert,
  Button,
  Card,
  Cards,
  DataList,
  Empty,
  EmptyState,
  Page,
  ProblemState,
  Ready,
  ResourceView,
  type DataItem,
} from '@samenplan/web/ui';
import { entryWords } from './entry-words';

/** A colleague says with an own login whether a form of paper was filled in as it was entered. */
@Component({
  selector: 'sp-confirmations-page',
  imports: [Alert, Button, Card, Cards, DataList, Empty, EmptyState, Page, ProblemState, Ready, ResourceView],
  template: `
    <sp-page [heading]="t('confirm.heading')" [lead]="t('confirm.lead')" back="/" [backLabel]="t('back.start')">
      @if (told(); as answer) {
        <sp-alert class="told" kind="ok" live>{{
          t(answer === 'yes' ? 'confirm.yes.done' : 'confirm.no.done')
        }}</sp-alert>
      }
      @if (problem(); as now) {
        <sp-problem class="told" [problem]="now" [canRetry]="false" />
      }
      <sp-resource [of]="waiting">
        <ng-template [spReady]="waiting" let-list>
          <ul spCards>
            @for (paper of list.items; track paper.id) {
              <li spCard>
                <sp-data-list [items]="about(paper)" />
                <p>{{ t('confirm.choices') }}</p>
                <ul>
                  @for (choice of lines(paper); track choice) {
                    <li>{{ choice }}</li>
                  }
                </ul>
                <div class="ways">
                  <button spButton kind="primary" type="button" [busy]="busy()" (click)="answer(paper.id, 'yes')">
                    {{ t('confirm.yes') }}
                  </button>
                  <button spButton type="button" (click)="answer(paper.id, 'no')">{{ t('confirm.no') }}</button>
                </div>
              </li>
            }
          </ul>
        </ng-template>
        <ng-template spEmptyState>
          <sp-empty icon="check" [heading]="t('confirm.empty')" [text]="t('confirm.empty.text')" />
        </ng-template>
      </sp-resource>
    </sp-page>
  `,
  styles: `
    .ways {
      display: flex;
      flex-wrap: wrap;
      gap: var(--sp-space-3);
    }
    .told {
      display: block;
      margin-block-end: var(--sp-space-4);
    }
  `,
})
export class ConfirmationsPage {
  protected readonly t = useWords(entryWords);
  readonly #dates = inject(Dates);
  readonly #api = inject(Api);
  protected readonly busy = signal(false);
  protected readonly told = signal<'yes' | 'no' | null>(null);
  protected readonly problem = signal<ApiProblem | null>(null);
  protected readonly waiting = loaded({
    load: (_now, abort) => this.#api.call(routes.listPaperConfirmations, {}, abort),
    isEmpty: (list) => list.items.length === 0,
  });

  constructor() {
    pageTitle(() => this.t('confirm.title'));
  }

  protected about({ client, helper, decidedOn }: PaperConfirmation): readonly DataItem[] {
    const born = client.birthDate === null ? [] : [this.t('clients.born', { day: this.#dates.date(client.birthDate) })];
    const place = [helper.name, helper.function, helper.organisation].filter((part) => part !== null);
    return [
      { term: this.t('confirm.client'), value: [client.name, ...born].join(', ') },
      { term: this.t('confirm.helper'), value: place.join(', ') },
      { term: this.t('confirm.date'), value: this.#dates.date(decidedOn) },
    ];
  }

  protected lines({ choices }: PaperConfirmation): readonly string[] {
    return choices.map(({ recipient, object, effect, level, endsAt }) => {
      const what = this.t(object === 'plan' ? 'paper.whole' : 'confirm.section');
      if (effect === 'withhold') return this.t('paper.line.withhold', { name: recipient, what });
      const may = this.t(level === 'write' ? 'paper.may.write' : 'paper.may.read');
      const until = endsAt === null ? '' : this.t('paper.until', { day: this.#dates.date(endsAt) });
      return this.t('paper.line', { name: recipient, what, may, until });
    });
  }

  protected async answer(decisionId: string, answer: 'yes' | 'no'): Promise<void> {
    if (this.busy()) return;
    this.busy.set(true);
    this.problem.set(null);
    this.told.set(null);
    try {
      await this.#api.call(routes.answerPaperConfirmation, { params: { decisionId }, body: { answer } });
      this.told.set(answer);
      this.waiting.reload();
    } catch (cause) {
      this.problem.set(ApiProblem.from(cause));
    } finally {
      this.busy.set(false);
    }
  }
}
