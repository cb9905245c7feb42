import { inject, signal, type Signal } from '@angular/core';
import { ApiProblem } from '@samenplan/web/core';
import { Toasts } from '@samenplan/web/ui';

/** One change at a time, with what a screen shows of it. */
export interface Deeds {
  readonly busy: Signal<boolean>;
  readonly problem: Signal<ApiProblem | null>;
  /** Does it; says `done` when it worked. @returns whether it did */
  run(work: () => Promise<unknown>, done?: string): Promise<boolean>;
}

/** Call where `inject()` may be. */
export function deeds(): Deeds {
  const toasts = inject(Toasts);
  const busy = signal(false);
  const problem = signal<ApiProblem | null>(null);
  return {
    busy: busy.asReadonly(),
    problem: problem.asReadonly(),
    async run(work, done) {
      if (busy()) return false;
      busy.set(true);
      problem.set(null);
      try {
        await work();
        if (done !== undefined) toasts.show({ text: done });
        return true;
      } catch (cause) {
        problem.set(ApiProblem.from(cause));
        return false;
      } finally {
        busy.set(false);
      }
    },
  };
}
