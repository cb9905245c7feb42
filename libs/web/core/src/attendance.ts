import { Injectable } from '@angular/core';

/** Somebody who did something this recently is there, in milliseconds. */
const PRESENT = 60_000;
const deeds = ['keydown', 'pointerdown', 'wheel', 'touchmove'] as const;

/** Whether a person is at this page. A page that shows what is new by itself must not keep a login alive. */
@Injectable({ providedIn: 'root' })
export class Attendance {
  readonly #listeners = new Set<() => void>();
  /** Opening the page is something that a person does. */
  #lastAt = Date.now();

  constructor() {
    for (const deed of deeds) addEventListener(deed, () => this.#note(), { capture: true, passive: true });
  }

  get isPresent(): boolean {
    return Date.now() - this.#lastAt < PRESENT;
  }

  /** Calls back at everything that the person does, until the returned function is called. */
  listen(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #note(): void {
    this.#lastAt = Date.now();
    for (const listener of this.#listeners) listener();
  }
}
