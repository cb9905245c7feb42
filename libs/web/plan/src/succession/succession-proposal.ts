import { Component, computed, inject, input, output, signal } from '@angular/core';
import type { Plan, PlanContacts, Succession } from '@samenplan/shared/contracts';
import { Api, ApiProblem, routes, useWords } from '@samenplan/web/core';
import { Button, Disclosure, ProblemState, Select, Text } from '@samenplan/web/ui';
import { successionWords } from './succession-words';

/** The coordinator proposes a colleague to follow; the client decides, and until then nothing changes. */
@Component({
  selector: 'sp-succession-proposal',
  imports: [Button, Disclosure, ProblemState, Select, Text],
  template: `
    @if (proposal(); as waiting) {
      <p spText>{{ t('proposal.waiting', { name: waiting.successor.name, client: plan().client.name }) }}</p>
      <button spButton type="button" [busy]="busy()" (click)="withdraw(waiting.id)">
        {{ t('proposal.withdraw') }}
      </button>
    } @else {
      <sp-disclosure [heading]="t(urgent() ? 'proposal.heading.urgent' : 'proposal.heading')" [open]="urgent()">
        <p spText>{{ t('proposal.text', { client: plan().client.name }) }}</p>
        <form novalidate (submit)="propose($event)">
          <sp-select
            [label]="t('proposal.who')"
            [error]="tried() && chosen() === '' ? t('proposal.choose') : null"
            [choices]="choices()"
            [(value)]="chosen"
          />
          <button spButton kind="primary" type="submit" [busy]="busy()">{{ t('proposal.send') }}</button>
        </form>
      </sp-disclosure>
    }
    @if (problem(); as now) {
      <sp-problem [problem]="now" [canRetry]="false" />
    }
  `,
  styles: `
    :host {
      display: block;
    }
    form {
      display: grid;
      gap: var(--sp-space-3);
      justify-items: start;
    }
    sp-select {
      inline-size: 100%;
    }
  `,
})
export class SuccessionProposal {
  readonly plan = input.required<Plan>();
  readonly proposal = input.required<Succession | null>();
  readonly candidates = input.required<PlanContacts['candidates']>();
  /** The own place in the organisation has a planned end. */
  readonly urgent = input(false);
  readonly changed = output();

  protected readonly t = useWords(successionWords);
  readonly #api = inject(Api);
  protected readonly chosen = signal('');
  protected readonly tried = signal(false);
  protected readonly busy = signal(false);
  protected readonly problem = signal<ApiProblem | null>(null);
  protected readonly choices = computed(() => [
    { value: '', label: this.t('proposal.choice') },
    ...this.candidates().map((one) => ({ value: one.affiliationId, label: `${one.name}, ${one.function}` })),
  ]);

  protected async propose(event: Event): Promise<void> {
    event.preventDefault();
    this.tried.set(true);
    const affiliationId = this.chosen();
    if (affiliationId === '') return;
    const params = { planId: this.plan().id };
    await this.#run(() => this.#api.call(routes.proposeSuccessor, { params, body: { affiliationId } }));
  }

  protected async withdraw(successionId: string): Promise<void> {
    const params = { planId: this.plan().id, successionId };
    await this.#run(() => this.#api.call(routes.withdrawSuccession, { params }));
  }

  async #run(work: () => Promise<unknown>): Promise<void> {
    if (this.busy()) return;
    this.busy.set(true);
    this.problem.set(null);
    try {
      await work();
      this.tried.set(false);
      this.chosen.set('');
      this.changed.emit();
    } catch (cause) {
      this.problem.set(ApiProblem.from(cause));
    } finally {
      this.busy.set(false);
    }
  }
}
