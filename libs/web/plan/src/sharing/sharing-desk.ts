import { inject, Injectable } from '@angular/core';
import type { Grant } from '@samenplan/shared/contracts';
import { Api, ApiProblem, routes } from '@samenplan/web/core';
import { again, type SharingStep } from './sharing-steps';

/** A step that the server has stored; `made` is the rule that it made or changed. */
export interface DoneStep {
  readonly step: SharingStep;
  readonly made: Grant | null;
}

/** What came of a row of steps: the first one that fails ends the row. */
export interface SharingOutcome {
  readonly done: readonly DoneStep[];
  readonly problem: ApiProblem | null;
}

/** Carries out steps of sharing one by one, and can take them back. Never rejects: what failed is in the outcome. */
@Injectable({ providedIn: 'root' })
export class SharingDesk {
  readonly #api = inject(Api);

  async perform(planId: string, steps: readonly SharingStep[]): Promise<SharingOutcome> {
    const done: DoneStep[] = [];
    for (const step of steps) {
      try {
        done.push({ step, made: await this.#perform(planId, step) });
      } catch (cause) {
        return { done, problem: ApiProblem.from(cause) };
      }
    }
    return { done, problem: null };
  }

  /** Takes back what was done, last step first, so that nothing is visible in between that was not before. */
  async takeBack(planId: string, done: readonly DoneStep[]): Promise<ApiProblem | null> {
    const steps = [...done].reverse().flatMap((one) => backwards(one, new Date()));
    return (await this.perform(planId, steps)).problem;
  }

  async #perform(planId: string, step: SharingStep): Promise<Grant | null> {
    switch (step.kind) {
      case 'create':
        return this.#api.call(routes.createGrant, { params: { planId }, body: step.grant });
      case 'change':
        return this.#api.call(routes.changeGrant, {
          params: { planId, grantId: step.before.id },
          body: { level: step.level, endsAt: step.endsAt },
        });
      case 'stop':
        await this.#api.call(routes.stopGrant, { params: { planId, grantId: step.before.id } }).catch(goneIsStopped);
        return null;
    }
  }
}

/** A rule that is not there any more is what a stop wanted. */
function goneIsStopped(cause: unknown): void {
  if (ApiProblem.from(cause).code !== 'not-found') throw cause;
}

/** The steps that undo a step; none when its time has passed meanwhile. */
export function backwards({ step, made }: DoneStep, now: Date): readonly SharingStep[] {
  switch (step.kind) {
    case 'create': {
      if (made === null) return [];
      const grant = step.replaces === null ? null : again(step.replaces, now);
      return grant === null ? [{ kind: 'stop', before: made }] : [{ kind: 'create', grant, replaces: made }];
    }
    case 'change': {
      const { level, endsAt } = step.before;
      return level === null || endsAt === null || Date.parse(endsAt) <= now.getTime()
        ? [{ kind: 'stop', before: step.before }]
        : [{ kind: 'change', before: made ?? step.before, level, endsAt }];
    }
    case 'stop': {
      const grant = again(step.before, now);
      return grant === null ? [] : [{ kind: 'create', grant, replaces: null }];
    }
  }
}
