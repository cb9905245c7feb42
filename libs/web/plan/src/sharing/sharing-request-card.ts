import { Component, computed, inject, input, output, signal } from '@angular/core';
import type { AccessRequest } from '@samenplan/shared/contracts';
import { Api, ApiProblem, Dates, Language, routes, useWords } from '@samenplan/web/core';
import { Button, Card, Person, ProblemState, Text, Toasts } from '@samenplan/web/ui';
import { usualEndMoment } from './audience-person-rule';
import { planWords } from '../plan-words';
import { ShareEndPicker } from './share-end-picker';

/** Somebody asks to write in a section; the client says yes, until when, or no. */
@Component({
  selector: 'sp-access-request-card',
  imports: [Button, Card, Person, ProblemState, ShareEndPicker, Text],
  template: `
    <article spCard>
      <sp-person
        [name]="request().person.name"
        [function]="request().person.function"
        [organisation]="request().person.organisation"
      />
      <p class="question">{{ t('request.asks', { name: name(), section: request().sectionTitle }) }}</p>
      <p spText look="small">
        {{ request().planTitle }}. {{ t('request.now', { name: name() }) }}
        {{ t('request.when', { when: dates.moment(request().at) }) }}
      </p>
      @if (accepting()) {
        <form novalidate (submit)="accept($event)">
          <sp-share-end-picker [checked]="tried()" [(endsAt)]="endsAt" />
          <div class="actions">
            <button spButton kind="primary" type="submit" [busy]="busy()">
              {{ t('request.yes.send', { name: name() }) }}
            </button>
            <button spButton type="button" (click)="accepting.set(false)">{{ t('request.back') }}</button>
          </div>
        </form>
      } @else {
        <div class="actions">
          <button spButton kind="primary" type="button" (click)="accepting.set(true)">{{ t('request.yes') }}</button>
          <button spButton type="button" [busy]="busy()" (click)="answer('no')">{{ t('request.no') }}</button>
        </div>
        <p spText look="small">{{ t('request.free', { name: name() }) }}</p>
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
      margin-block-start: var(--sp-space-3);
    }
    form {
      margin-block-start: var(--sp-space-3);
    }
    sp-problem {
      display: block;
      margin-block-start: var(--sp-space-3);
    }
  `,
})
export class AccessRequestCard {
  readonly request = input.required<AccessRequest>();
  /** The server has stored the answer. */
  readonly answered = output<'yes' | 'no'>();

  readonly #api = inject(Api);
  readonly #toasts = inject(Toasts);
  protected readonly t = useWords(planWords);
  protected readonly dates = inject(Dates);
  protected readonly accepting = signal(false);
  protected readonly tried = signal(false);
  protected readonly busy = signal(false);
  protected readonly endsAt = signal(usualEndMoment());
  protected readonly problem = signal<ApiProblem | null>(null);
  protected readonly name = computed(() => this.request().person.name);

  constructor() {
    // The card also stands on pages whose routes do not wait for these words.
    void inject(Language).prepare(planWords);
  }

  protected accept(event: Event): void {
    event.preventDefault();
    this.tried.set(true);
    if (this.endsAt() !== null) void this.answer('yes');
  }

  protected async answer(answer: 'yes' | 'no'): Promise<void> {
    if (this.busy()) return;
    this.busy.set(true);
    this.problem.set(null);
    const { id, planId } = this.request();
    const endsAt = this.endsAt();
    try {
      await this.#api.call(routes.answerAccessRequest, {
        params: { planId, requestId: id },
        body: answer === 'yes' && endsAt !== null ? { answer, endsAt } : { answer: 'no' },
      });
      const date = endsAt === null ? '' : this.dates.date(endsAt);
      this.#toasts.show({ text: this.t(`request.answered.${answer}`, { name: this.name(), date }) });
      this.answered.emit(answer);
    } catch (cause) {
      this.problem.set(ApiProblem.from(cause));
    } finally {
      this.busy.set(false);
    }
  }
}
