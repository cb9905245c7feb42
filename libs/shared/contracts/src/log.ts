import { z } from 'zod';
import { reason } from './access';
import { logTypes, mandateKinds } from './constants';
import { defineRoute } from './route';
import { id, listOf, moment, phase, sharedLevel, storableMoment } from './values';

const planParams = z.object({ planId: id });

export const logType = z.enum(logTypes);

/** What a line tells beside its type and its object, as it was at that moment; the screen makes one sentence of it. */
export const logDetail = z.discriminatedUnion('kind', [
  /** A rule as it was after it was made or changed, or until it was stopped or ended. */
  z.object({
    kind: z.literal('grant'),
    recipient: z.string(),
    effect: z.enum(['share', 'withhold']),
    /** null with `withhold`. */
    level: sharedLevel.nullable(),
    endsAt: moment.nullable(),
  }),
  /** Whose preview was looked at, or who became coordinator; null: there is no coordinator any more. */
  z.object({ kind: z.literal('person'), name: z.string().nullable() }),
  /** What was answered to whom. */
  z.object({ kind: z.literal('answer'), name: z.string(), answer: z.enum(['yes', 'no']) }),
  /** The step that the plan moved to. */
  z.object({ kind: z.literal('phase'), phase }),
  /** What it was called before; its name since then is the title of the object. */
  z.object({ kind: z.literal('renamed'), before: z.string() }),
  z.object({ kind: z.literal('moved') }),
  /** A mandate as it was after it was made or changed, or until it ended. */
  z.object({
    kind: z.literal('mandate'),
    name: z.string(),
    mandateKind: z.enum(mandateKinds),
    scope: z.enum(['all', 'money']),
    endsAt: moment.nullable(),
  }),
  /** Who entered a form of paper, who was the witness, and the date on it. */
  z.object({ kind: z.literal('paper'), helper: z.string(), witness: z.string(), on: z.iso.date() }),
]);
export type LogDetail = z.infer<typeof logDetail>;

/** A line of "Wie heeft gekeken", in the shape of NEN 7513. */
export const accessLogLine = z.object({
  id,
  at: moment,
  /** null: the product itself, such as when a right ended by the clock. */
  person: z.object({ id, name: z.string() }).nullable(),
  organisation: z.string().nullable(),
  role: z.string().nullable(),
  onBehalfOf: z.object({ id, name: z.string() }).nullable(),
  /** Who sat beside the person and helped, in an assisted session. */
  helper: z.object({ id, name: z.string() }).nullable(),
  /** Create, read, update, delete, execute. */
  action: z.enum(['C', 'R', 'U', 'D', 'E']),
  outcome: z.enum(['success', 'refused']),
  type: logType,
  object: z.object({ type: z.enum(['plan', 'section']), id, title: z.string().nullable() }),
  /** Of the object at that moment; null in lines from before it was kept. */
  sensitivity: z.enum(['normal', 'restricted', 'very-restricted']).nullable(),
  /** null when the type says it all. */
  detail: logDetail.nullable(),
  purpose: z.string().nullable(),
  allowedBy: z.object({ why: reason, grantId: id.nullable() }),
  emergency: z.boolean(),
  source: z.string(),
  traceId: z.string(),
});
export type AccessLogLine = z.infer<typeof accessLogLine>;

/** A question of who reads the log about what somebody did, and the answer of that person. */
export const logQuestion = z.object({
  id,
  at: moment,
  /** null when it can not be read any more. */
  text: z.string().nullable(),
  answer: z.string().nullable(),
  answeredAt: moment.nullable(),
});
export type LogQuestion = z.infer<typeof logQuestion>;

/** A question as it stands before the person who is asked: nothing of the plan beside what they did and when. */
export const askedLogQuestion = logQuestion.extend({
  askedBy: z.object({ id, name: z.string() }),
  /** What was done, and when. */
  action: z.enum(['C', 'R', 'U', 'D', 'E']),
  doneAt: moment,
});
export type AskedLogQuestion = z.infer<typeof askedLogQuestion>;

/** What one person did with one object in one way on one day (Dutch calendar): lines that say the same, merged. */
export const accessLogEntry = z.object({
  /** The newest of its lines. */
  line: accessLogLine,
  count: z.int(),
  /** Moment of its oldest line. */
  since: moment,
  /** How often what, most telling first; of each the newest moments, twenty at most. */
  parts: z.array(z.object({ type: logType, count: z.int(), times: z.array(moment) })),
  question: logQuestion.nullable(),
  /** Whether one may ask the person about it. */
  mayAsk: z.boolean(),
});
export type AccessLogEntry = z.infer<typeof accessLogEntry>;

/** A text of several lines as people type it. */
const words = (most: number): z.ZodString =>
  z
    .string()
    .trim()
    .min(1)
    .max(most)
    .regex(/^[^\p{Cc}]*(?:[\n\t\r][^\p{Cc}]*)*$/u, 'text');

const logFilter = z.object({
  from: storableMoment.optional(),
  to: storableMoment.optional(),
  personId: id.optional(),
  sectionId: id.optional(),
});

export const logRoutes = {
  getAccessLog: defineRoute({
    method: 'GET',
    path: '/plans/{planId}/access-log',
    summary: 'Who looked, newest first; for the client and a representative',
    tag: 'access',
    status: 200,
    params: planParams,
    query: logFilter.extend({
      cursor: z.string().max(200).optional(),
      limit: z.coerce.number().int().min(1).max(200).default(50),
    }),
    response: listOf(accessLogLine).extend({ nextCursor: z.string().nullable() }),
  }),
  getAccessLogEntries: defineRoute({
    method: 'GET',
    path: '/plans/{planId}/access-log-entries',
    summary: 'Who looked, merged per day and by what says the same, newest first; pages hold as of the first one',
    tag: 'access',
    status: 200,
    params: planParams,
    query: logFilter.extend({
      cursor: z.string().max(300).optional(),
      limit: z.coerce.number().int().min(1).max(100).default(30),
    }),
    response: listOf(accessLogEntry).extend({
      nextCursor: z.string().nullable(),
      /** Everybody in the log, whatever the filter; with the first page only. */
      people: z.array(z.object({ id, name: z.string() })),
    }),
  }),
  exportAccessLog: defineRoute({
    method: 'GET',
    path: '/plans/{planId}/access-log-export',
    summary: 'The log as a file: FHIR R4 AuditEvents in the pattern of IHE BALP, or CSV',
    tag: 'access',
    status: 200,
    params: planParams,
    query: logFilter.extend({ format: z.enum(['fhir', 'csv']) }),
    download: ['application/fhir+json', 'text/csv'],
  }),
  askLogQuestion: defineRoute({
    method: 'POST',
    path: '/plans/{planId}/log-questions',
    summary: 'Ask the person in a line of the log about it',
    tag: 'access',
    status: 201,
    params: planParams,
    body: z.object({ lineId: id, text: words(500) }),
    response: z.object({ id }),
  }),
  listLogQuestions: defineRoute({
    method: 'GET',
    path: '/log-questions',
    summary: 'Questions that were asked of oneself, those without an answer first',
    tag: 'access',
    status: 200,
    response: listOf(askedLogQuestion),
  }),
  answerLogQuestion: defineRoute({
    method: 'PUT',
    path: '/log-questions/{logQuestionId}/answer',
    summary: 'Answer a question, once',
    tag: 'access',
    status: 204,
    params: z.object({ logQuestionId: id }),
    body: z.object({ text: words(1000) }),
  }),
} as const;
