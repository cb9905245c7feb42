import { Component, computed, inject, output } from '@angular/core';
import { RouterLink } from '@angular/router';
import type { LifeDomain } from '@samenplan/shared/contracts';
import { Api, coreWords, Dates, Language, loaded, onAppEvent, routes, useWords } from '@samenplan/web/core';
import { Card, Cards, Heading, Link, Text } from '@samenplan/web/ui';
import { InvitationPreparedCard } from './invitation-prepared-card';
import { invitationWords } from './invitation-words';
import { QuestionCard } from './question-card';

/** On the start page: prepared invitations and questions that wait for an answer, and answers to own questions. */
@Component({
  selector: 'sp-waiting-cards',
  imports: [Card, Cards, Heading, InvitationPreparedCard, Link, QuestionCard, RouterLink, Text],
  template: `
    @if (prepared().length + questions().length > 0) {
      <ul spCards>
        @for (one of prepared(); track one.id) {
          <li><sp-invitation-prepared-card [invitation]="one" (answered)="reload()" /></li>
        }
        @for (one of questions(); track one.id) {
          <li><sp-question-card [question]="one" (answered)="reload()" /></li>
        }
      </ul>
    }
    @if (answers().length > 0) {
      <h2 spHeading>{{ t('answers.heading') }}</h2>
      <ul spCards>
        @for (one of answers(); track one.id) {
          <li spCard>
            <strong>{{
              t(one.answer === 'yes' ? 'answers.yes' : 'answers.no', { domain: domain(one.domain) })
            }}</strong>
            @if (one.words; as words) {
              <p class="words">{{ t('answers.words') }} {{ words }}</p>
            }
            <p spText look="small">{{ t('answers.when', { when: dates.moment(one.at) }) }}</p>
            @if (one.planId; as planId) {
              <a spLink [routerLink]="['/plannen', planId]">{{ t('answers.see') }}</a>
            }
          </li>
        }
      </ul>
    }
  `,
  styles: `
    :host {
      display: block;
    }
    ul {
      margin-block-end: var(--sp-space-5);
    }
    p {
      margin: var(--sp-space-1) 0 0;
    }
    .words {
      overflow-wrap: anywhere;
      white-space: pre-line;
    }
  `,
})
export class WaitingCards {
  /** An answer was stored: what else stands on the page may be out of date. */
  readonly answered = output();

  readonly #api = inject(Api);
  protected readonly t = useWords(invitationWords);
  readonly #core = useWords(coreWords);
  protected readonly dates = inject(Dates);
  readonly #all = loaded({
    load: async (_now, abort) => {
      const [prepared, questions, answers] = await Promise.all([
        this.#api.call(routes.listPreparedInvitations, {}, abort),
        this.#api.call(routes.listAccessQuestions, {}, abort),
        this.#api.call(routes.listQuestionAnswers, {}, abort),
      ]);
      return { prepared: prepared.items, questions: questions.items, answers: answers.items };
    },
  });
  protected readonly prepared = computed(() => this.#all.value()?.prepared ?? []);
  protected readonly questions = computed(() => this.#all.value()?.questions ?? []);
  protected readonly answers = computed(() => this.#all.value()?.answers.slice(0, 5) ?? []);

  constructor() {
    void inject(Language).prepare(invitationWords);
    onAppEvent((news) => {
      if (news.kind === 'requests-changed' || news.kind === 'gap') this.#all.reload();
    });
  }

  protected domain(domain: LifeDomain): string {
    return this.#core(`domain.${domain}`);
  }

  protected reload(): void {
    this.#all.reload();
    this.answered.emit();
  }
}
