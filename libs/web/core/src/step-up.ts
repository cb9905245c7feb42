import { Injectable } from '@angular/core';
import type { LoginNeeds } from '@samenplan/shared/contracts';

/** Lets the person prove more, somewhere on the screen. @returns false when that did not happen */
type Asking = (needs: LoginNeeds) => Promise<boolean>;

/** What happens when a request needs more than the login is worth: the person is asked once, and it is sent again. */
@Injectable({ providedIn: 'root' })
export class StepUp {
  #ask: Asking | null = null;
  #asking: Promise<boolean> | null = null;

  /** Whoever shows the question; the frame of the app. */
  answerWith(ask: Asking): void {
    this.#ask = ask;
  }

  /** Requests that ask at the same time share one question. */
  prove(needs: LoginNeeds): Promise<boolean> {
    if (this.#ask === null) return Promise.resolve(false);
    this.#asking ??= this.#ask(needs).finally(() => {
      this.#asking = null;
    });
    return this.#asking;
  }
}
