import { Injectable, signal } from '@angular/core';
import { apiPrefix } from '@samenplan/shared/contracts';
import { ApiProblem } from './api-problem';
import type { AnswerOf, CallOf, RouteAddress } from './routes';

/** Same-origin requests to the REST API. Keeps no answer: what a person may see is asked again each time. */
@Injectable({ providedIn: 'root' })
export class Api {
  readonly #refusedLogins = signal(0);
  readonly #reachable = signal(true);

  /** Counts answers that said the login is gone; the session listens. */
  readonly refusedLogins = this.#refusedLogins.asReadonly();

  /** False after a request that never got an answer, until one does. */
  readonly reachable = this.#reachable.asReadonly();

  /**
   * Does one request of {@link routes}.
   * @throws ApiProblem for every other outcome than success; an aborted call rejects with its `AbortError`
   */
  async call<A extends RouteAddress>(route: A, call: CallOf<A>, abort?: AbortSignal): Promise<AnswerOf<A>> {
    const parts: { params?: object; query?: object; body?: unknown } = call;
    const answer = await this.#send(addressOf(route.path, parts), {
      method: route.method,
      headers: parts.body === undefined ? {} : { 'content-type': 'application/json' },
      body: parts.body === undefined ? null : JSON.stringify(parts.body),
      signal: abort ?? null,
    });
    if (!answer.ok) {
      const problem = await ApiProblem.read(answer);
      if (problem.code === 'login-required') this.#refusedLogins.update((count) => count + 1);
      throw problem;
    }
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
