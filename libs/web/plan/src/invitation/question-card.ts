import { Component, computed, inject, input, output, signal } from '@angular/core';
import type { AccessQuestion } from '@samenplan/shared/contracts';
import { Api, ApiProblem, coreWords, Dates, Language, routes, useWords } from '@samenplan/web/core';
import { Alert, Button, Card, Checkbox, Person, ProblemState, Text, TextArea, Toasts } from '@samenplan/web/ui';
import { planWords } from '../plan-words';
import { usualEndMoment } from '../sharing/audience-person-rule';
import { ShareEndPicker } from '../sharing/share-end-picker';
import { invitationWords } from './invitation-words';

type Open = 'yes' | 'no' | null;

/** Somebody asks for something of a life domain; the client sees what a yes would show, chooses, or says no. */
@Component({
  selector: 'sp-question-card',
  imports: [Alert, Button, Card, Checkbox, Person, ProblemState, ShareEndPicker, Text, TextArea],
  template: `
    <article spCard>
      <sp-person
        [name]="question().person.name"
        [function]="question().person.function"
        [organisation]="question().person.organisation"
      />
      <p class="question">{{ asks() }}</p>
      <p spText look="small">
        {{ t('question.when', { when: dates.moment(question().at), title: question().planTitle }) }}
        {{ t('question.hidden', { name: name() }) }}
      </p>
      @switch (open()) {
        @case ('yes') {
          <form novalidate (submit)="accept($event)">
            <fieldset>
              <legend>{{ t('question.choose') }}</legend>
              @for (section of question().sections; track section.id) {
                <sp-checkbox
                  [label]="section.title"
                  [checked]="chosen().has(section.id)"
                  (checkedChange)="choose(section.id, $event)"
                />
              }
            </fieldset>
            @if (tried() && chosen().size === 0) {
              <sp-alert kind="error" live>{{ t('question.choose.error') }}</sp-alert>
            }
            <sp-share-end-picker [checked]="tried()" [(endsAt)]="endsAt" />
            <div class="actions">
              <button spButton kind="primary" type="submit" [busy]="busy()">{{ t('question.yes.send') }}</button>
              <button spButton type="button" (click)="open.set(null)">{{ t('question.back') }}</button>
            </div>
          </form>
        }
        @case ('no') {
          <form novalidate (submit)="refuse($event)">
            <sp-text-area
              optional
              [label]="t('question.words')"
              [hint]="t('question.words.hint', { name: name() })"
              [rows]="2"
              [maxLength]="500"
              [(value)]="words"
            />
            <div class="actions">
              <button spButton kind="primary" type="submit" [busy]="busy()">{{ t('question.no.send') }}</button>
              <button spButton type="button" (click)="open.set(null)">{{ t('question.back') }}</button>
            </div>
          </form>
        }
        @default {
          @if (question().sections.length === 0) {
            <p>{{ t('question.nothing') }}</p>
          }
          <div class="actions">
            @if (question().sections.length > 0) {
              <button spButton kind="primary" type="button" (click)="open.set('yes')">{{ t('question.yes') }}</button>
            }
            <button spButton type="button" (click)="open.set('no')">{{ t('question.no') }}</button>
          </div>
          <p spText look="small">{{ t('question.free') }}</p>
        }
      }
      @if (problem(); as wrong) {
        <sp-problem [problem]="wrong" [canRetry]="false" />
      }
    </article>
  `,
  styles: `
    :host {
      display: block;
    }
    p {
      margin: var(--sp-space-2) 0 0;
    }
    .question {
      font-weight: 600;
      overflow-wrap: anywhere;
    }
    .actions {
      display: flex;
      flex-wrap: wrap;
      gap: var(--sp-space-3);
    }
    .actions,
    form,
    sp-problem {
      margin-block-start: var(--sp-space-3);
    }
    form {
      display: grid;
      gap: var(--sp-space-3);
    }
    fieldset {
      margin: 0;
      padding: 0;
      border: 0;
      min-inline-size: 0;
    }
    legend {
      padding: 0;
      font-weight: 600;
    }
    sp-problem {
      display: block;
    }
  `,
})
export class QuestionCard {
  readonly question = input.required<AccessQuestion>();
  /** The server has stored the answer. */
  readonly answered = output();

  readonly #api = inject(Api);
  readonly #toasts = inject(Toasts);
  protected readonly t = useWords(invitationWords);
  readonly #core = useWords(coreWords);
  protected readonly dates = inject(Dates);
  protected readonly open = signal<Open>(null);
  protected readonly tried = signal(false);
  protected readonly busy = signal(false);
  protected readonly chosen = signal<ReadonlySet<string>>(new Set());
  protected readonly endsAt = signal(usualEndMoment());
  protected readonly words = signal('');
  protected readonly problem = signal<ApiProblem | null>(null);
  protected readonly name = computed(() => this.question().person.name);
  protected readonly asks = computed(() => {
    const { level, domain } = this.question();
    return this.t(`question.asks.${level}`, { name: this.name(), domain: this.#core(`domain.${domain}`) });
  });

  constructor() {
    // The card also stands on pages whose routes do not wait for these words.
    const language = inject(Language);
    void language.prepare(invitationWords);
    void language.prepare(planWords);
  }

  protected choose(sectionId: string, checked: boolean): void {
    this.chosen.update((chosen) => {
      const next = new Set(chosen);
      if (checked) next.add(sectionId);
      else next.delete(sectionId);
      return next;
    });
  }

  protected accept(event: Event): void {
    event.preventDefault();
    this.tried.set(true);
    const endsAt = this.endsAt();
    if (endsAt !== null && this.chosen().size > 0)
      void this.#answer({ answer: 'yes', sectionIds: [...this.chosen()], endsAt });
  }

  protected refuse(event: Event): void {
    event.preventDefault();
    const words = this.words().trim();
    void this.#answer({ answer: 'no', ...(words === '' ? {} : { words }) });
  }

  async #answer(body: {
    readonly answer: 'yes' | 'no';
    readonly sectionIds?: string[];
    readonly endsAt?: string;
    readonly words?: string;
  }): Promise<void> {
    if (this.busy()) return;
    this.busy.set(true);
    this.problem.set(null);
    try {
      await this.#api.call(routes.answerAccessQuestion, { params: { questionId: this.question().id }, body });
      this.#toasts.show({ text: this.t(`question.answered.${body.answer}`, { name: this.name() }) });
      this.answered.emit();
    } catch (cause) {
      this.problem.set(ApiProblem.from(cause));
    } finally {
      this.busy.set(false);
    }
  }
}
