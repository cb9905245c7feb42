import { computed, resource, type Signal } from '@angular/core';
import { ApiProblem } from './api-problem';

/**
 * What a screen shows: the shape of what comes, the thing itself, that there is nothing yet, that it is gone (or was
 * never this person's to see), or what went wrong.
 */
export type LoadedState = 'loading' | 'ready' | 'empty' | 'gone' | 'problem';

export interface Loaded<T> {
  readonly state: Signal<LoadedState>;
  /** Present with `ready` and `empty`, also while it is being refreshed; dropped as soon as it is gone. */
  readonly value: Signal<T | undefined>;
  readonly problem: Signal<ApiProblem | null>;
  /** True while a fresher value is on its way; the old one stays on screen, so nothing jumps. */
  readonly refreshing: Signal<boolean>;
  /** Asks again. */
  reload(): void;
}

export interface LoadedOptions<T, P> {
  /** What to load; `undefined` waits. A change loads anew, and shows the loading state. */
  readonly params?: () => P;
  readonly load: (params: NonNullable<P>, abort: AbortSignal) => Promise<T>;
  readonly isEmpty?: (value: T) => boolean;
}

/** Loads something for a screen, in one of five states that every screen designs. Call where `inject()` may be. */
export function loaded<T, P = true>(options: LoadedOptions<T, P>): Loaded<T> {
  const kept = new Map<'last', { readonly params: unknown; readonly value: T }>();
  const params = options.params ?? ((): P => true as P);
  const source = resource({
    params: () => params() ?? undefined,
    loader: async ({ params: now, abortSignal }): Promise<Outcome<T>> => {
      try {
        const value = await options.load(now as NonNullable<P>, abortSignal);
        kept.set('last', { params: now, value });
        return { value, problem: null };
      } catch (cause) {
        if (abortSignal.aborted) throw cause;
        const problem = ApiProblem.from(cause);
        const last = kept.get('last');
        // A short disturbance leaves what was on screen; a lost right takes it away at once.
        if (last !== undefined && last.params === now && isPassing(problem)) return { value: last.value, problem };
        kept.clear();
        return { value: undefined, problem };
      }
    },
  });
  const outcome = computed(() => (source.hasValue() ? source.value() : undefined));
  const value = computed(() => outcome()?.value);
  const problem = computed(() => outcome()?.problem ?? null);
  return {
    value,
    problem,
    refreshing: computed(() => source.status() === 'reloading'),
    state: computed<LoadedState>(() => {
      const now = value();
      if (now !== undefined) return options.isEmpty?.(now) ? 'empty' : 'ready';
      const wrong = problem();
      if (wrong === null) return 'loading';
      return wrong.code === 'not-found' ? 'gone' : 'problem';
    }),
    reload: () => void source.reload(),
  };
}

interface Outcome<T> {
  readonly value: T | undefined;
  readonly problem: ApiProblem | null;
}

function isPassing(problem: ApiProblem): boolean {
  return problem.code === 'offline' || problem.code === 'unavailable' || problem.code === 'too-many-requests';
}
