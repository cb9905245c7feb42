import { computed, inject, Injectable, signal } from '@angular/core';
import type { MandateChange } from '@samenplan/shared/contracts';
import { Api, ApiProblem, routes } from '@samenplan/web/core';

export type MandateAct = MandateChange | { readonly act: 'end' };

/** Does what was chosen about mandates and closed sections, one at a time. Lives as long as the page. */
@Injectable()
export class MandateActs {
  readonly #api = inject(Api);
  readonly #busy = signal(false);
  readonly #problem = signal<ApiProblem | null>(null);
  readonly busy = computed(() => this.#busy());
  /** Why the last one did not work; null when it did. */
  readonly problem = this.#problem.asReadonly();

  /** @returns whether it worked */
  async perform(planId: string, mandateId: string, act: MandateAct): Promise<boolean> {
    const params = { planId, mandateId };
    return this.#try(() =>
      act.act === 'end'
        ? this.#api.call(routes.endMandate, { params })
        : this.#api.call(routes.changeMandate, { params, body: act }),
    );
  }

  /** @returns whether it worked */
  async open(planId: string, closureId: string): Promise<boolean> {
    return this.#try(() => this.#api.call(routes.openSection, { params: { planId, closureId } }));
  }

  async #try(work: () => Promise<unknown>): Promise<boolean> {
    if (this.#busy()) return false;
    this.#busy.set(true);
    this.#problem.set(null);
    try {
      await work();
      return true;
    } catch (cause) {
      this.#problem.set(ApiProblem.from(cause));
      return false;
    } finally {
      this.#busy.set(false);
    }
  }
}
