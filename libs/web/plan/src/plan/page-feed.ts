import { DestroyRef, inject, signal, type Signal } from '@angular/core';
import { ApiProblem } from '@samenplan/web/core';

export type FeedState = 'loading' | 'ready' | 'empty' | 'gone' | 'problem';

export interface FeedPage<T> {
  readonly items: readonly T[];
  readonly nextCursor: string | null;
}

/** Gives one page; `cursor` is null for the first. */
export type FetchPage<Q, T> = (question: Q, cursor: string | null, abort: AbortSignal) => Promise<FeedPage<T>>;

/** A long list, page after page. A new question forgets the answers of the one before. Make it where `inject()` may be. */
export class PageFeed<Q, T> {
  readonly #lines = signal<readonly T[]>([]);
  readonly #state = signal<FeedState>('loading');
  readonly #problem = signal<ApiProblem | null>(null);
  readonly #more = signal(false);
  readonly #next = signal<string | null>(null);
  #question: Q | null = null;
  #abort = new AbortController();

  readonly lines = this.#lines.asReadonly();
  readonly state = this.#state.asReadonly();
  /** Of the first page in state `problem`; in state `ready`, of a later page. */
  readonly problem = this.#problem.asReadonly();
  /** True while a further page is on its way. */
  readonly loadingMore = this.#more.asReadonly();
  /** Where the next page begins; null at the end. */
  readonly next: Signal<string | null> = this.#next.asReadonly();

  constructor(private readonly fetchPage: FetchPage<Q, T>) {
    inject(DestroyRef).onDestroy(() => this.#abort.abort());
  }

  /** Asks anew from the first line on. */
  async ask(question: Q): Promise<void> {
    this.#abort.abort();
    this.#abort = new AbortController();
    this.#question = question;
    this.#state.set('loading');
    this.#problem.set(null);
    this.#lines.set([]);
    this.#next.set(null);
    this.#more.set(false);
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
    const { signal } = this.#abort;
    await this.#fetch(signal);
    if (!signal.aborted) this.#more.set(false);
  }

  async #fetch(signal: AbortSignal): Promise<void> {
    if (this.#question === null) return;
    try {
      const page = await this.fetchPage(this.#question, this.#next(), signal);
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
      this.#next.set(null);
      this.#state.set('gone');
      return;
    }
    this.#problem.set(problem);
    if (this.#lines().length === 0) this.#state.set('problem');
  }
}
