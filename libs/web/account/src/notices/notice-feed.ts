import { computed, inject, Injectable, signal } from '@angular/core';
import type { Notice } from '@samenplan/shared/contracts';
import { Api, ApiProblem, loaded, onAppEvent, routes } from '@samenplan/web/core';

/** Own notices, page after page, fresh when the server says that something changed. */
@Injectable()
export class NoticeFeed {
  readonly #api = inject(Api);
  readonly #later = signal<{ readonly items: readonly Notice[]; readonly next: string | null } | null>(null);

  readonly first = loaded({
    load: (_now, abort) => this.#api.call(routes.listNotices, { query: {} }, abort),
    isEmpty: ({ items }) => items.length === 0,
  });
  readonly items = computed(() => [...(this.first.value()?.items ?? []), ...(this.#later()?.items ?? [])]);
  /** Where the next page begins; null at the end. */
  readonly next = computed(
    () => this.#later()?.next ?? (this.#later() === null ? (this.first.value()?.nextCursor ?? null) : null),
  );
  readonly problem = signal<ApiProblem | null>(null);
  readonly busy = signal(false);

  constructor() {
    onAppEvent(({ kind }) => {
      if (kind !== 'notices-changed' && kind !== 'gap') return;
      this.#later.set(null);
      this.first.reload();
    });
  }

  async more(): Promise<void> {
    const cursor = this.next();
    if (cursor !== null)
      await this.#try(async () => {
        const { items, nextCursor } = await this.#api.call(routes.listNotices, { query: { cursor } });
        this.#later.update((before) => ({ items: [...(before?.items ?? []), ...items], next: nextCursor }));
      });
  }

  /** Everything, also what is on later pages; the event that follows brings the list up to date. */
  async readAll(): Promise<boolean> {
    return this.#try(() => this.#api.call(routes.readNotices, { body: {} }));
  }

  /** In passing, while the page is left; what does not arrive stays unread. */
  async read(id: string): Promise<void> {
    await this.#try(() => this.#api.call(routes.readNotices, { body: { ids: [id] } }));
  }

  /** Plans by id with their titles, as far as this person sees them; asked only when a notice names one. */
  readonly titles = loaded({
    params: () => (this.items().some(({ planId }) => planId !== null) ? true : undefined),
    load: async (_now, abort) => {
      const { items } = await this.#api.call(routes.listPlans, {}, abort);
      return new Map(items.map(({ id, title }) => [id, title]));
    },
  });

  async #try(work: () => Promise<unknown>): Promise<boolean> {
    this.busy.set(true);
    this.problem.set(null);
    try {
      await work();
      return true;
    } catch (cause) {
      this.problem.set(ApiProblem.from(cause));
      return false;
    } finally {
      this.busy.set(false);
    }
  }
}
