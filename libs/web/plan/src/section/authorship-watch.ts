import { DestroyRef, effect, inject, signal, untracked, type Signal } from '@angular/core';
import type { BlockAuthorship } from '@samenplan/shared/contracts';
import { Api, ApiProblem, routes } from '@samenplan/web/core';
import { byBlock } from './authorship-lines';

/** Quiet for this long before asking who wrote what, in milliseconds. */
const quiet = 1_200;
/** Asked at least this often while people keep writing, in milliseconds. */
const longest = 10_000;

/** What this reads of a text; a live section is one. */
export interface WatchedText {
  /** Null while nothing may be shown. */
  readonly text: () => object | null;
  /** Counts changes. */
  readonly edits: () => number;
  readonly state: () => { readonly stored: boolean };
  readonly canWrite: () => boolean;
}

/**
 * Who wrote what, asked again after the text changed and is stored. Nothing is asked while nothing changes, or while
 * the page is out of sight. Call where `inject()` may be.
 */
export function watchAuthorship(
  live: Signal<WatchedText | null>,
  planId: () => string,
  sectionId: () => string,
): Signal<ReadonlyMap<string, BlockAuthorship>> {
  const api = inject(Api);
  const known = signal<ReadonlyMap<string, BlockAuthorship>>(new Map());
  const abort = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let asked = 0;
  let waitingSince: number | null = null;
  /** Nothing was asked yet about the text on screen: its names should not come later than the text. */
  let first = true;

  const ask = async (): Promise<void> => {
    first = false;
    waitingSince = null;
    asked += 1;
    const mine = asked;
    try {
      const { items } = await api.call(
        routes.getAuthorship,
        { params: { planId: planId(), sectionId: sectionId() } },
        abort.signal,
      );
      // An older answer that comes late, or after the right was lost, counts for nothing.
      if (mine === asked && (live()?.text() ?? null) !== null) known.set(byBlock(items));
    } catch (cause) {
      // Names beside the text are a help: without them the text itself must stay usable.
      if (!abort.signal.aborted && ApiProblem.from(cause).code === 'not-found') known.set(new Map());
    }
  };

  effect(() => {
    const section = live();
    const text = section?.text() ?? null;
    section?.edits();
    const settled = section === null || section.state().stored || !section.canWrite();
    untracked(() => {
      if (text === null) {
        clearTimeout(timer);
        asked += 1;
        first = true;
        known.set(new Map());
        return;
      }
      if (!settled) return;
      const now = Date.now();
      waitingSince ??= now;
      clearTimeout(timer);
      const wait = first ? 0 : Math.max(0, Math.min(quiet, waitingSince + longest - now));
      timer = setTimeout(() => whenVisible(() => void ask(), abort.signal), wait);
    });
  });
  inject(DestroyRef).onDestroy(() => {
    clearTimeout(timer);
    abort.abort();
  });
  return known.asReadonly();
}

function whenVisible(run: () => void, abort: AbortSignal): void {
  if (document.visibilityState === 'visible') run();
  else document.addEventListener('visibilitychange', run, { once: true, signal: abort });
}
