import { computed, inject, Injectable, signal } from '@angular/core';
import { Api, ApiProblem, routes, type ProblemKind } from '@samenplan/web/core';
import type { ShareDeed } from './share-answers';
import { SharingDesk } from './sharing-desk';

export interface ShareOutcome {
  readonly deed: ShareDeed;
  readonly state: 'waiting' | 'stored' | 'failed';
  readonly problem: ProblemKind | null;
}

/** Stores the things to show one by one and keeps what became of each; sending again does only what is not stored. */
@Injectable()
export class ShareSending {
  readonly #api = inject(Api);
  readonly #desk = inject(SharingDesk);
  readonly #results = signal<readonly ShareOutcome[]>([]);
  readonly #busy = signal(false);

  readonly results = this.#results.asReadonly();
  readonly busy = this.#busy.asReadonly();
  readonly stored = computed(() => this.#results().filter((one) => one.state === 'stored').length);
  /** True once everything was tried. */
  readonly finished = computed(
    () => this.#results().length > 0 && this.#results().every((one) => one.state !== 'waiting'),
  );

  async send(planId: string, deeds: readonly ShareDeed[]): Promise<void> {
    if (this.#busy()) return;
    this.#busy.set(true);
    const kept = new Map(this.#results().map((one) => [one.deed.sectionId, one]));
    this.#results.set(
      deeds.map((deed) => {
        const before = kept.get(deed.sectionId);
        return before?.state === 'stored' ? before : { deed, state: 'waiting', problem: null };
      }),
    );
    for (const { deed, state } of this.#results()) {
      if (state === 'waiting') this.#put(await this.#store(planId, deed));
    }
    this.#busy.set(false);
  }

  async #store(planId: string, deed: ShareDeed): Promise<ShareOutcome> {
    try {
      if (deed.lift && deed.sectionId !== null) {
        await this.#api.call(routes.showSection, { params: { planId, sectionId: deed.sectionId } });
      }
    } catch (cause) {
      return { deed, state: 'failed', problem: ApiProblem.from(cause).code };
    }
    const { problem } = await this.#desk.perform(planId, deed.steps);
    return problem === null
      ? { deed, state: 'stored', problem: null }
      : { deed, state: 'failed', problem: problem.code };
  }

  #put(outcome: ShareOutcome): void {
    this.#results.update((all) => all.map((one) => (one.deed === outcome.deed ? outcome : one)));
  }
}
