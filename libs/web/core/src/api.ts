import { inject, Injectable, signal } from '@angular/core';
import { apiPrefix } from '@samenplan/shared/contracts';
import { ApiProblem } from './api-problem';
import { Attendance } from './attendance';
import type { AnswerOf, CallOf, RouteAddress } from './routes';
import { StepUp } from './step-up';

/** Same-origin requests to the REST API. Keeps no answer: what a person may see is asked again each time. */
@Injectable({ providedIn: 'root' })
export class Api {
  readonly #attendance = inject(Attendance);
  readonly #stepUp = inject(StepUp);
  readonly #refusedLogins = signal(0);
  readonly #reachable = signal(true);

  /** Counts answers that said the login is gone; the session listens. */
  readonly refusedLogins = this.#refusedLogins.asReadonly();

  /** False after a request that never got an answer, until one does. */
  readonly reachable = this.#reachable.asReadonly();

  /**
   * Does one request of {@link routes}. When it needs more than the login is worth, the person is asked to prove it, and
   * it is sent once more.
   * @throws ApiProblem for every other outcome than success; an aborted call rejects with its `AbortError`
   */
  async call<A extends RouteAddress>(route: A, call: CallOf<A>, abort?: AbortSignal): Promise<AnswerOf<A>> {
    const parts: { params?: object; query?: object; body?: unknown } = call;
    const request = (): RequestInit => ({
      method: route.method,
      headers: {
        ...(parts.body === undefined ? {} : { 'content-type': 'application/json' }),
        // Nobody is there: the login does not go on because this page asks by itself.
        ...(this.#attendance.isPresent ? {} : { 'samenplan-unattended': '1' }),
      },
      body: parts.body === undefined ? null : JSON.stringify(parts.body),
      signal: abort ?? null,
    });
    const address = addressOf(route.path, parts);
    const answer = await this.#granted(address, request, true);
    if (answer.status === 204) return undefined as AnswerOf<A>;
    return (await this.#read(answer)) as AnswerOf<A>;
  }

  /** Sends what needs no answer, also while the page is being left; when it does not arrive, nothing is lost. */
  tell<A extends RouteAddress>(route: A, call: CallOf<A>): void {
    void fetch(addressOf(route.path, call), {
      method: route.method,
      credentials: 'same-origin',
      cache: 'no-store',
      keepalive: true,
    }).catch(() => null);
  }

  /** @throws ApiProblem when the answer is not that it succeeded */
  async #granted(address: string, request: () => RequestInit, again: boolean): Promise<Response> {
    const answer = await this.#send(address, request());
    if (answer.ok) return answer;
    const problem = await ApiProblem.read(answer);
    if (problem.code === 'login-required') this.#refusedLogins.update((count) => count + 1);
    if (!again || problem.needs === null || !(await this.#stepUp.prove(problem.needs))) throw problem;
    return this.#granted(address, request, false);
  }

  async #send(address: string, request: RequestInit): Promise<Response> {
    try {
      const answer = await fetch(address, { ...request, credentials: 'same-origin', cache: 'no-store' });
      this.#reachable.set(true);
      return answer;
    } catch (cause) {
      throw this.#lost(cause);
    }
  }

  async #read(answer: Response): Promise<unknown> {
    try {
      return await answer.json();
    } catch (cause) {
      throw this.#lost(cause);
    }
  }

  #lost(cause: unknown): unknown {
    if (cause instanceof DOMException && cause.name === 'AbortError') return cause;
    this.#reachable.set(false);
    return new ApiProblem('offline', 0);
  }
}

/** Address below the API prefix with its parameters filled in and empty query values left out. */
export function addressOf(path: string, call: { params?: object; query?: object }): string {
  const params = new Map<string, unknown>(Object.entries(call.params ?? {}));
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(params.get(name))));
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(call.query ?? {})) {
    if (value !== undefined && value !== null) query.set(name, String(value));
  }
  const search = query.toString();
  return `${apiPrefix}${filled}${search === '' ? '' : `?${search}`}`;
}
