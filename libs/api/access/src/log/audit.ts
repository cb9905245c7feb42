import { Injectable } from '@nestjs/common';
import { Clock, Database, Problem, RateLimit } from '@samenplan/api/platform';
import { auditReport, type AuditReport } from '@samenplan/shared/contracts';
import { z } from 'zod';
import type { Acting } from '../acting';
import { rows } from '../sql';

/** Longest period of a report: counting goes over every line in it. */
const MOST_DAYS = 92;
const DAY = 86_400_000;
const REPORTS = { burst: 20, perMinute: 20 };
const moment = z.coerce.date().transform((date) => date.toISOString());
/** As the database gives it: moments in its own form. */
const reportRow = z.object({
  report: auditReport
    .extend({
      emergencies: z.array(auditReport.shape.emergencies.element.extend({ at: moment })),
      integrity: auditReport.shape.integrity.extend({
        sealedAt: moment.nullable(),
        verifications: z.array(auditReport.shape.integrity.shape.verifications.element.extend({ at: moment })),
      }),
      audits: z.array(auditReport.shape.audits.element.extend({ at: moment, from: moment, to: moment })),
    })
    .nullable(),
});

/** The log for a privacy officer: figures and whether it is whole, never content. */
@Injectable()
export class Audit {
  readonly #reports: RateLimit;

  constructor(
    private readonly database: Database,
    clock: Clock,
  ) {
    this.#reports = new RateLimit(clock, REPORTS);
  }

  /**
   * The function in the database is the lock: it counts, leaves the line of this look, and gives others nothing.
   * @throws Problem `not-found` for everybody else, `input-invalid` for a period that is too long or upside down
   */
  async report(acting: Acting, from: string, to: string): Promise<AuditReport> {
    const length = Date.parse(to) - Date.parse(from);
    if (length <= 0 || length > MOST_DAYS * DAY)
      throw new Problem('input-invalid', { errors: [{ path: 'query.to', message: 'period' }] });
    this.#reports.demand(acting.personId);
    const sql = 'select audit_report($1, $2, $3, $4) as report';
    const [found] = await this.database.as(acting, (tx) =>
      rows(tx, reportRow, sql, [from, to, acting.address, acting.traceId]),
    );
    if (found?.report == null) throw new Problem('not-found');
    return found.report;
  }
}
