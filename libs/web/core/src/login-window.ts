import { inject, Injectable } from '@angular/core';
import type { LoginNeeds } from '@samenplan/shared/contracts';
import { Session } from './session';

const CHANNEL = 'samenplan-login';

/** What the page at the end of the window tells. */
interface Outcome {
  readonly number: string;
  readonly proved: boolean;
}

/**
 * Logging in again, or proving more, in a window of its own: what stands and was typed on this page stays. Where the
 * browser opens no window, this page goes to log in and comes back.
 */
@Injectable({ providedIn: 'root' })
export class LoginWindow {
  readonly #session = inject(Session);

  /**
   * Must be called from a click, or browsers open no window.
   * @param needs what to prove; null: just log in
   * @returns whether it was proved; waits as long as the window is there, so offer a way out beside it
   */
  async open(needs: LoginNeeds | null): Promise<boolean> {
    const number = crypto.randomUUID();
    const query = new URLSearchParams(
      needs === null ? {} : { needs: needs.assurance, ...(needs.freshMinutes === undefined ? {} : { fresh: 'true' }) },
    );
    query.set('returnTo', `/bevestigd?nummer=${number}`);
    const told = outcomeOf(number);
    if (window.open(`/auth/login?${query}`, '_blank', 'popup,width=480,height=760') === null) {
      query.set('returnTo', location.pathname + location.search);
      location.assign(`/auth/login?${query}`);
    }
    const proved = await told;
    // Somebody else may have logged in: then this page starts anew.
    if (proved) await this.#session.check();
    return proved && this.#session.isIn();
  }
}

function outcomeOf(number: string): Promise<boolean> {
  return new Promise((resolve) => {
    const channel = new BroadcastChannel(CHANNEL);
    channel.onmessage = ({ data }: MessageEvent<Outcome>) => {
      if (data.number !== number) return;
      channel.close();
      resolve(data.proved);
    };
  });
}

/** The page at the end of the window tells the one that opened it. */
export function tellOutcome(outcome: Outcome): void {
  const channel = new BroadcastChannel(CHANNEL);
  channel.postMessage(outcome);
  channel.close();
}
