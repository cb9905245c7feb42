import { DestroyRef, inject, signal, type Signal } from '@angular/core';
import type { AccessLogLine } from '@samenplan/shared/contracts';
import { Api, ApiProblem, routes } from '@samenplan/web/core';

/** What is asked of the log; absent means everything. */
export interface LogQuestion {
  readonly planId: string;
  readonly from?: string;
  readonly to?: string;
  readonly personId?: string;
  readonly sectionId?: string;
}

export type LogState = 'loading' | 'ready' | 'empty' | 'gone' | 'problem';

const pageSize = 50;

/** Lines of the access log, page after page. A new question forgets the answers of the one before. */
export class LogFeed {
  readonly #api: Api;
  readonly #lines = signal<readonly AccessLogLine[]>([]);
  readonly #state = signal<LogState>('loading');
  readonly #problem = signal<ApiProblem | null>(null);
  readonly #more = signal(false);
  readonly #next = signal<string | null>(null);
  #question: LogQuestion | null = null;
  #abort = new AbortController();

  readonly lines = this.#lines.asReadonly();
  readonly state = this.#state.asReadonly();
  /** Of the first page in state `problem`; in state `ready`, of a later page. */
  readonly problem = this.#problem.asReadonly();
  /** True while a further page is on its way. */
  readonly loadingMore = this.#more.asReadonly();
  /** Where the next page begins; null at the end. */
  readonly next: Signal<string | null> = this.#next.asReadonly();

  constructor(api = inject(Api), destroy = inject(DestroyRef)) {
    this.#api = api;
    destroy.onDestroy(() => this.#abort.abort());
  }

  /** Asks anew from the newest line on. */
  async ask(question: LogQuestion): Promise<void> {
    this.#abort.abort();
    this.#abort = new AbortController();
    this.#question = question;
    this.#state.set('loading');
    this.#problem.set(null);
    this.#lines.set([]);
    this.#next.set(null);
    await this.#fetch(this.#abort.signal);
  }

  /** The same question again, after a problem. */
  async retry(): Promise<void> {
    if (this.#question !== null) await (this.#state() === 'ready' ? this.more() : this.ask(this.#question));
  }

  /** Adds the next page. */
  async more(): Promise<void> {
    if (this.#next() === null || this.#more()) return;
    this.#more.set(true);
    this.#problem.set(null);
    await this.#fetch(this.#abort.signal);
    this.#more.set(false);
  }

  async #fetch(signal: AbortSignal): Promise<void> {
    if (this.#question === null) return;
    const { planId, ...filter } = this.#question;
    const cursor = this.#next();
    try {
      const page = await this.#api.call(
        routes.getAccessLog,
        { params: { planId }, query: { ...filter, limit: pageSize, ...(cursor === null ? {} : { cursor }) } },
        signal,
      );
      if (signal.aborted) return;
      this.#lines.update((before) => [...before, ...page.items]);
      this.#next.set(page.nextCursor);
      this.#state.set(this.#lines().length === 0 ? 'empty' : 'ready');
    } catch (cause) {
      if (!signal.aborted) this.#fail(ApiProblem.from(cause));
    }
  }

  #fail(problem: ApiProblem): void {
    if (problem.code === 'not-found') {
      // The right is gone: what was read so far goes too.
      this.#lines.set([]);
      this.#state.set('gone');
      return;
    }
    this.#problem.set(problem);
    if (this.#lines().length === 0) this.#state.set('problem');
  }
}
