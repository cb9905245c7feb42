import { computed, effect, inject, Injectable, signal, untracked } from '@angular/core';
import type { LoginEnds, Me, Role } from '@samenplan/shared/contracts';
import { Api } from './api';
import { ApiProblem } from './api-problem';
import { Attendance } from './attendance';
import { DeviceSafe } from './device-safe';
import { untilNextLook, warningAt, type EndWarning, type LoginEnd } from './login-ending';
import { routes } from './routes';
import { UnsavedWork } from './unsaved-work';

/**
 * `unknown` until the first answer; `in`; `out` (never logged in here); `ended` (was logged in, is not any more);
 * `unreachable` when the first question got no answer.
 */
export type SessionState = 'unknown' | 'in' | 'out' | 'ended' | 'unreachable';

/** While somebody is there the server hears so this often, in milliseconds; with a warning on screen at once. */
const keepTime = 5 * 60_000;
/** Ask again who is logged in when the page comes back into view after this long, in milliseconds. */
const trustTime = 30_000;
/** Look again after this long when the server still knows a login that should be over, in milliseconds. */
const patience = 15_000;

/** Who is logged in on this tab, and until when. */
@Injectable({ providedIn: 'root' })
export class Session {
  readonly #api = inject(Api);
  readonly #safe = inject(DeviceSafe);
  readonly #me = signal<Me | null>(null);
  readonly #state = signal<SessionState>('unknown');
  readonly #unsaved = inject(UnsavedWork);
  readonly #attendance = inject(Attendance);
  readonly #warning = signal<EndWarning | null>(null);
  #end: LoginEnd = { at: 0, latest: 0 };
  #keptAt = 0;
  #checkedAt = 0;
  #asking: Promise<void> | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;

  readonly me = this.#me.asReadonly();
  readonly state = this.#state.asReadonly();
  readonly isIn = computed(() => this.#state() === 'in');
  /** What to say in the last ten minutes of a login; null before. */
  readonly warning = this.#warning.asReadonly();

  constructor() {
    effect(() => {
      if (this.#api.refusedLogins() > 0) untracked(() => this.end());
    });
    addEventListener('visibilitychange', () => {
      const known = this.isIn() ? Date.now() - this.#checkedAt <= trustTime : this.#state() !== 'ended';
      if (document.visibilityState === 'visible' && !known) void this.check();
    });
    this.#attendance.listen(() => this.#noticePresence());
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

  /** Somebody is there: the login does not end for lack of use. Its latest end stays. */
  async extend(): Promise<void> {
    this.#keptAt = Date.now();
    try {
      this.#endsAt(await this.#api.call(routes.extendLogin, {}));
    } catch (cause) {
      // Without a connection it is tried again when the person does something; a login that is over is told by the API.
      if (ApiProblem.from(cause).code === 'offline') this.#keptAt = 0;
    }
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
    this.#warning.set(null);
    if (this.#state() === 'in') this.#state.set('ended');
  }

  async #ask(): Promise<void> {
    const before = this.#me();
    try {
      const me = await this.#api.call(routes.getMe, {});
      if (before !== null && before.id !== me.id) {
        // Nothing of the first person may stay for the second; what was not stored lies on the device, for its writer.
        this.#unsaved.release();
        location.reload();
        return;
      }
      this.#checkedAt = Date.now();
      if (this.#attendance.isPresent) this.#keptAt = this.#checkedAt;
      this.#me.set(me);
      this.#state.set('in');
      this.#endsAt({ endsAt: me.loginEndsAt, endsAtLatest: me.loginEndsAtLatest });
    } catch (cause) {
      const problem = ApiProblem.from(cause);
      if (problem.code === 'login-required' && before === null) this.#state.set('out');
      else if (problem.code === 'login-required') this.end();
      else if (before === null) this.#state.set('unreachable');
    }
  }

  #endsAt({ endsAt, endsAtLatest }: LoginEnds): void {
    this.#end = { at: Date.parse(endsAt), latest: Date.parse(endsAtLatest) };
    this.#watchEnd();
  }

  #watchEnd(): void {
    clearTimeout(this.#timer);
    if (!Number.isFinite(this.#end.at)) return;
    this.#warning.set(warningAt(Date.now(), this.#end));
    this.#timer = setTimeout(() => void this.#lookAtEnd(), untilNextLook(Date.now(), this.#end));
  }

  /** Another tab may have used the login meanwhile: the server knows. */
  async #lookAtEnd(): Promise<void> {
    const asked = Date.now();
    await this.check();
    if (!this.isIn() || Date.now() < this.#end.at) return;
    // The clock of this device may be ahead: while the server says that the login goes on, it does.
    if (this.#checkedAt >= asked) this.#timer = setTimeout(() => void this.#lookAtEnd(), patience);
    else this.end();
  }

  #noticePresence(): void {
    // An assisted session has its own, shorter limits; nothing extends it.
    if (!this.isIn() || (this.#me()?.assisted ?? null) !== null) return;
    const warning = this.#warning();
    if (warning?.final === true) return;
    // Whoever works in a live text asks the server nothing for hours.
    if (Date.now() - this.#keptAt > (warning === null ? keepTime : 1_000)) void this.extend();
  }
}
