import { DOCUMENT, inject, Injectable } from '@angular/core';
import { DeviceSafe } from './device-safe';
import { UnsavedWork } from './unsaved-work';

/** A page that says nothing about the person who has it open. */
export const neutralSite = 'https://www.knmi.nl/nederland-nu/weer';

/** "Snel weg": for somebody who sits beside a person that must not see this. */
@Injectable({ providedIn: 'root' })
export class LeaveQuickly {
  readonly #document = inject(DOCUMENT);
  readonly #unsaved = inject(UnsavedWork);
  readonly #safe = inject(DeviceSafe);

  /**
   * Blanks the screen at once, ends the login, and puts a neutral site in place of this page. The browser keeps the
   * pages visited before this one, which no page can erase; without a login they show nothing of a plan.
   */
  leave(): void {
    this.#document.documentElement.hidden = true;
    this.#document.title = '';
    this.#unsaved.release();
    void this.#safe.markLogout();
    // Going back must not show the plan: without a login only the public page is left. keepalive outlives this page.
    void fetch('/auth/logout', {
      method: 'POST',
      credentials: 'same-origin',
      redirect: 'manual',
      keepalive: true,
    }).catch(() => null);
    // A browser that kept this page for going back shows it anew: from the server, without a login.
    addEventListener('pageshow', ({ persisted }) => persisted && location.reload());
    history.replaceState(null, '', '/');
    location.replace(neutralSite);
  }
}
