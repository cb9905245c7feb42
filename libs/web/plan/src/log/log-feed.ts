import { inject, signal } from '@angular/core';
import type { AccessLogEntry } from '@samenplan/shared/contracts';
import { Api, routes } from '@samenplan/web/core';
import { PageFeed } from '../plan/page-feed';

/** What is asked of the log; absent means everything. */
export interface LogQuestion {
  readonly planId: string;
  readonly from?: string;
  readonly to?: string;
  readonly personId?: string;
  readonly sectionId?: string;
}

export interface LogPerson {
  readonly id: string;
  readonly name: string;
}

const pageSize = 30;

/** Entries of the access log, page after page: the server has merged each day as a whole. */
export class LogFeed extends PageFeed<LogQuestion, AccessLogEntry> {
  readonly #people = signal<readonly LogPerson[]>([]);
  /** Everybody in the log, whatever was asked. */
  readonly people = this.#people.asReadonly();

  constructor(api = inject(Api)) {
    super(async ({ planId, ...filter }, cursor, abort) => {
      const query = { ...filter, limit: pageSize, ...(cursor === null ? {} : { cursor }) };
      const page = await api.call(routes.getAccessLogEntries, { params: { planId }, query }, abort);
      if (cursor === null) this.#people.set(page.people);
      return page;
    });
  }
}
