import { inject, Injectable } from '@angular/core';
import { DeviceSafe, UnsavedWork } from '@samenplan/web/core';
import { Dialogs } from '@samenplan/web/ui';

/** What somebody who logs out wants with own text that is not stored. */
export type LogoutAnswer = 'keep' | 'throw-away' | 'stay';

export interface LogoutChoices {
  /** The device keeps the text for its writer. */
  readonly keeps: boolean;
}

/** Asks before logging out when text of this person is not stored, here or on this device. */
@Injectable({ providedIn: 'root' })
export class LogoutQuestion {
  readonly #dialogs = inject(Dialogs);
  readonly #safe = inject(DeviceSafe);
  readonly #unsaved = inject(UnsavedWork);

  async ask(): Promise<LogoutAnswer> {
    if (!this.#unsaved.any() && (await this.#safe.count()) === 0) return 'keep';
    const [{ LogoutDialog }, keeps] = await Promise.all([import('./logout-dialog'), this.#safe.prepare()]);
    const answer = await this.#dialogs.open<LogoutAnswer, LogoutChoices>(LogoutDialog, { keeps });
    if (answer === undefined || answer === 'stay') return 'stay';
    // It was asked here: the browser need not ask again.
    this.#unsaved.release();
    return answer;
  }
}
