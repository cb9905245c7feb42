import { z } from 'zod';
import { sensitive } from './constants';
import { defineRoute } from './route';
import { id, moment, storableMoment } from './values';

const count = z.int();

/**
 * What a privacy officer sees of the log: numbers, kinds, and who of the organisations did how much. No client or
 * representative by name, no plan, section, title or text.
 */
export const auditReport = z.object({
  totals: z.object({ lines: count, plans: count, emergencies: count, refusals: count }),
  kinds: z.array(z.object({ type: z.string(), lines: count })),
  /** Days on the Dutch calendar, `yyyy-mm-dd`, on which anything happened. */
  days: z.array(z.object({ day: z.iso.date(), lines: count, refusals: count })),
  /** Those who acted in an organisation, most lines first, 200 at most. */
  people: z.array(
    z.object({
      personId: id,
      name: z.string(),
      organisation: z.string(),
      function: z.string(),
      lines: count,
      looks: count,
      plans: count,
      refusals: count,
      emergencies: count,
    }),
  ),
  /** Everybody outside organisations who did not act as client or representative. */
  others: z.object({ people: count, lines: count, refusals: count }),
  clientLines: count,
  emergencies: z.array(z.object({ at: moment, name: z.string(), organisation: z.string(), function: z.string() })),
  /** Questions about lines without an answer; `old`: for more than 14 days. */
  questions: z.object({ open: count, old: count }),
  integrity: z.object({
    /** Lines without a seal so far, and how long the oldest waits. */
    waiting: count,
    waitingSeconds: count,
    sealedAt: moment.nullable(),
    verifications: z.array(
      z.object({
        at: moment,
        lines: count,
        /** Heads kept outside the database that were compared. */
        heads: count,
        faults: count,
        kinds: z.record(z.string(), count),
      }),
    ),
  }),
  /** Looks at this report, this one first. */
  audits: z.array(z.object({ at: moment, name: z.string(), from: moment, to: moment })),
});
export type AuditReport = z.infer<typeof auditReport>;

export const auditRoutes = {
  getAuditReport: defineRoute({
    method: 'GET',
    path: '/audit-report',
    summary: 'Figures of the access log without content, for a privacy officer; leaves a line',
    tag: 'organisation',
    status: 200,
    needs: sensitive,
    query: z.object({ from: storableMoment, to: storableMoment }),
    response: auditReport,
  }),
} as const;
