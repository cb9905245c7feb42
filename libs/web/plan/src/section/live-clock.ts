import { DestroyRef, effect, inject, signal, untracked, type Signal } from '@angular/core';
import type { LiveState } from '@samenplan/shared/live-protocol';
import type { Patience } from './live-status';

/** Quiet for this long before "Opgeslagen" returns, in milliseconds: longer than the pause between two letters. */
const settling = 350;
/** Waiting for this long is more than normal, in milliseconds. */
const normal = 1_500;

/** Watches how long a state lasts, so that the line about it stays calm. Call where `inject()` may be. */
export function patienceFor(state: Signal<LiveState>): Signal<Patience> {
  const patience = signal<Patience>({ settled: false, long: false });
  let settledTimer: ReturnType<typeof setTimeout> | undefined;
  let longTimer: ReturnType<typeof setTimeout> | undefined;
  /** Something was waiting since the line last said "Opgeslagen"; a text that was only opened has nothing to store. */
  let waited = false;

  effect(() => {
    const { stored, status, pending } = state();
    untracked(() => {
      clearTimeout(settledTimer);
      if (stored) {
        clearTimeout(longTimer);
        longTimer = undefined;
        patience.update((now) => ({ ...now, long: false }));
        const settle = (): void => {
          waited = false;
          patience.set({ settled: true, long: false });
        };
        if (waited) settledTimer = setTimeout(settle, settling);
        else settle();
        return;
      }
      waited ||= pending > 0;
      patience.update((now) => ({ ...now, settled: false }));
      if (status === 'connecting' || pending > 0) {
        longTimer ??= setTimeout(() => patience.update((now) => ({ ...now, long: true })), normal);
      }
    });
  });
  inject(DestroyRef).onDestroy(() => {
    clearTimeout(settledTimer);
    clearTimeout(longTimer);
  });
  return patience.asReadonly();
}
