import { inject } from '@angular/core';
import type { AccessLogLine } from '@samenplan/shared/contracts';
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

const pageSize = 50;

/** Lines of the access log, page after page. */
export class LogFeed extends PageFeed<LogQuestion, AccessLogLine> {
  constructor(api = inject(Api)) {
    super(({ planId, ...filter }, cursor, abort) =>
      api.call(
        routes.getAccessLog,
        { params: { planId }, query: { ...filter, limit: pageSize, ...(cursor === null ? {} : { cursor }) } },
        abort,
      ),
    );
  }
}
