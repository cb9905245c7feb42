import { computed, effect, inject, Injectable, signal, untracked } from '@angular/core';
import type { Me, Role } from '@samenplan/shared/contracts';
import { Api } from './api';
import { ApiProblem } from './api-problem';
import { DeviceSafe } from './device-safe';
import { routes } from './routes';

/**
 * `unknown` until the first answer; `in`; `out` (never logged in here); `ended` (was logged in, is not any more);
 * `unreachable` when the first question got no answer.
 */
export type SessionState = 'unknown' | 'in' | 'out' | 'ended' | 'unreachable';

/** Warn this long before the login ends by itself, in milliseconds. */
const warningTime = 5 * 60_000;
/** Ask again who is logged in when the page comes back into view after this long, in milliseconds. */
const trustTime = 30_000;

/** Who is logged in on this tab, and until when. */
@Injectable({ providedIn: 'root' })
export class Session {
  readonly #api = inject(Api);
  readonly #safe = inject(DeviceSafe);
  readonly #me = signal<Me | null>(null);
  readonly #state = signal<SessionState>('unknown');
  readonly #endsSoon = signal(false);
  #checkedAt = 0;
  #asking: Promise<void> | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;

  readonly me = this.#me.asReadonly();
  readonly state = this.#state.asReadonly();
  readonly isIn = computed(() => this.#state() === 'in');
  /** True in the last five minutes of a login. */
  readonly endsSoon = this.#endsSoon.asReadonly();

  constructor() {
    effect(() => {
      if (this.#api.refusedLogins() > 0) untracked(() => this.end());
    });
    addEventListener('visibilitychange', () => {
      if (document.visibilityState === 'visible' && this.isIn() && Date.now() - this.#checkedAt > trustTime) {
        void this.check();
      }
    });
  }

  /** Resolves once it is known whether somebody is logged in; never rejects. */
  async ready(): Promise<SessionState> {
    if (this.#state() === 'unknown' || this.#state() === 'unreachable') await this.check();
    return this.#state();
  }

  /** Asks the server who is logged in. Another person than before: the page starts anew, with nothing left of the first. */
  check(): Promise<void> {
    this.#asking ??= this.#ask().finally(() => {
      this.#asking = null;
    });
    return this.#asking;
  }

  /** True when the person has one of these roles. Roles choose screens; they are no right to content. */
  has(...roles: readonly Role[]): boolean {
    return this.#me()?.roles.some((role) => roles.includes(role)) ?? false;
  }

  /** Leaves for the login page and comes back to `returnTo`, a path of this app. */
  login(returnTo: string = location.pathname + location.search): void {
    location.assign(`/auth/login?returnTo=${encodeURIComponent(returnTo)}`);
  }

  /**
   * Ends the login and loads a new page, so that nothing readable stays in memory.
   * @param unstored what becomes of own text on this device that is not stored: kept, for its writer only, or thrown away
   * @throws ApiProblem `offline` when the login could not be ended: then it goes on
   */
  async logout(unstored: 'keep' | 'throw-away' = 'keep'): Promise<void> {
    const answer = await fetch('/auth/logout', { method: 'POST', credentials: 'same-origin' }).catch(() => null);
    // Saying "you are logged out" while the login lives on would be the worst of all answers.
    if (answer === null || !answer.ok) throw new ApiProblem('offline', 0);
    await (unstored === 'keep' ? this.#safe.markLogout() : this.#safe.clear());
    const { redirectTo } = (await answer.json()) as { redirectTo: string | null };
    location.replace(redirectTo ?? '/uitgelogd');
  }

  /** The login is gone: by the clock, elsewhere, or because the server says so. */
  end(): void {
    clearTimeout(this.#timer);
    this.#endsSoon.set(false);
    if (this.#state() === 'in') this.#state.set('ended');
  }

  async #ask(): Promise<void> {
    const before = this.#me();
    try {
      const me = await this.#api.call(routes.getMe, {});
      if (before !== null && before.id !== me.id) {
        location.reload();
        return;
      }
      this.#checkedAt = Date.now();
      this.#me.set(me);
      this.#state.set('in');
      this.#watchEnd(new Date(me.loginEndsAt).getTime());
    } catch (cause) {
      const problem = ApiProblem.from(cause);
      if (problem.code === 'login-required') this.#state.set(before === null ? 'out' : 'ended');
      else if (before === null) this.#state.set('unreachable');
    }
  }

  #watchEnd(endsAt: number): void {
    clearTimeout(this.#timer);
    const left = endsAt - Date.now();
    if (!Number.isFinite(left)) return;
    this.#endsSoon.set(left <= warningTime);
    const wait = left > warningTime ? left - warningTime : left;
    // Timers hold 31 bits; a login of more than 24 days is looked at again halfway.
    this.#timer = setTimeout(
      () => (left <= 0 ? this.end() : this.#watchEnd(endsAt)),
      Math.min(Math.max(wait, 0) + 50, 2 ** 31 - 1),
    );
  }
}
