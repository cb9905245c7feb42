import { computed, Injectable, signal, type Signal } from '@angular/core';

/** Knows whether anything on screen is not stored yet, so that leaving can warn and a lost login does not hide it. */
@Injectable({ providedIn: 'root' })
export class UnsavedWork {
  readonly #sources = signal<readonly Signal<boolean>[]>([]);

  /** True while any source holds work that is not stored. */
  readonly any = computed(() => this.#sources().some((source) => source()));

  constructor() {
    addEventListener('beforeunload', (event) => {
      if (this.any()) event.preventDefault();
    });
  }

  /**
   * Watches a source until the returned function is called.
   * @param source true while the source holds something that is not stored
   */
  watch(source: Signal<boolean>): () => void {
    this.#sources.update((all) => [...all, source]);
    return () => this.#sources.update((all) => all.filter((one) => one !== source));
  }

  /** Stops warning: for when leaving fast matters more than what was typed. */
  release(): void {
    this.#sources.set([]);
  }
}
