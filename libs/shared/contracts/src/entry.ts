import { z } from 'zod';
import { personalCode } from './identity';
import { defineRoute } from './route';
import { id, listOf, moment, sharedLevel, title } from './values';

const planParams = z.object({ planId: id });
const decisionParams = planParams.extend({ decisionId: id });

/** A name as people write it: one line. */
const personName = z
  .string()
  .trim()
  .min(1)
  .max(120)
  .regex(/^[^\p{Cc}]*$/u, 'one line');

/** A code that is shown once, to print or to scan. */
export const letterCode = z.object({ code: z.string(), url: z.string(), expiresAt: moment });
export type LetterCode = z.infer<typeof letterCode>;

/** A client for whom one began a plan, as the list of a professional shows it. */
export const assistedClient = z.object({
  planId: id,
  name: z.string(),
  birthDate: z.iso.date().nullable(),
  startedAt: moment,
  /** The client has an own login now, and decides without help unless the client allows it. */
  takenOver: z.boolean(),
});
export type AssistedClient = z.infer<typeof assistedClient>;

/** One thing that stands on a form of paper. */
export const paperChoice = z.object({
  recipient: z.object({ type: z.enum(['person', 'team']), id }),
  affiliationId: id.optional(),
  /** Absent: the whole plan. */
  sectionId: id.optional(),
  effect: z.enum(['share', 'withhold']),
  level: sharedLevel.optional(),
  endsAt: moment.optional(),
});
export type PaperChoice = z.infer<typeof paperChoice>;

/** What was decided with help, as the client reads it back. */
export const helpedDecision = z.object({
  id,
  kind: z.enum(['assisted', 'paper']),
  helper: z.string(),
  function: z.string().nullable(),
  organisation: z.string().nullable(),
  at: moment,
  /** Date on the paper; null for a session. */
  decidedOn: z.iso.date().nullable(),
  witness: z.string().nullable(),
  /** `waiting`: the witness must still say so; `refused`: the witness did not. */
  status: z.enum(['done', 'waiting', 'refused']),
  reviewedAt: moment.nullable(),
});
export type HelpedDecision = z.infer<typeof helpedDecision>;

/** A form on paper for which somebody is asked to be the witness. */
export const paperConfirmation = z.object({
  id,
  client: z.object({ name: z.string(), birthDate: z.iso.date().nullable() }),
  helper: z.object({ name: z.string(), function: z.string().nullable(), organisation: z.string().nullable() }),
  decidedOn: z.iso.date(),
  choices: z.array(
    z.object({
      recipient: z.string(),
      /** The whole plan, or one section of it, without its name. */
      object: z.enum(['plan', 'section']),
      effect: z.enum(['share', 'withhold']),
      level: sharedLevel.nullable(),
      endsAt: moment.nullable(),
    }),
  ),
});
export type PaperConfirmation = z.infer<typeof paperConfirmation>;

export const entryRoutes = {
  listAssistedClients: defineRoute({
    method: 'GET',
    path: '/assisted-clients',
    summary: 'Clients for whom one began a plan',
    tag: 'plan',
    status: 200,
    response: listOf(assistedClient),
  }),
  createAssistedClient: defineRoute({
    method: 'POST',
    path: '/assisted-clients',
    summary: 'Begin a plan for a client who has no login and is present; shows the beginner nothing of it',
    tag: 'plan',
    status: 201,
    body: z.object({ name: personName, birthDate: z.iso.date(), title, agreed: z.literal(true) }),
    response: z.object({ planId: id, letter: letterCode }),
  }),
  makeTakeoverLetter: defineRoute({
    method: 'POST',
    path: '/plans/{planId}/takeover-letters',
    summary: 'A new code with which the client takes over the own account; the earlier one ends',
    tag: 'plan',
    status: 201,
    params: planParams,
    response: letterCode,
  }),
  beginAssistedSession: defineRoute({
    method: 'POST',
    path: '/plans/{planId}/assisted-sessions',
    summary: 'The client, who is present, decides on the device of a professional: half an hour, decisions only',
    tag: 'plan',
    status: 201,
    params: planParams,
    body: z.object({ present: z.literal(true) }),
    response: z.object({ planId: id, endsAt: moment }),
  }),
  endAssistedSession: defineRoute({
    method: 'POST',
    path: '/assisted-sessions/endings',
    summary: 'End the assisted session of this browser, also one that ended by itself',
    tag: 'plan',
    status: 204,
  }),
  allowAssistedSession: defineRoute({
    method: 'POST',
    path: '/plans/{planId}/assisted-consents',
    summary: 'A client with an own login allows one professional one assisted session, within the hour',
    tag: 'plan',
    status: 201,
    params: planParams,
    body: z.object({ helperId: id }),
    response: z.object({ expiresAt: moment }),
  }),
  enterPaperDecision: defineRoute({
    method: 'POST',
    path: '/plans/{planId}/paper-decisions',
    summary: 'Enter what a client decided on paper with a witness; all of it or nothing',
    tag: 'plan',
    status: 201,
    params: planParams,
    body: z.object({
      decidedOn: z.iso.date(),
      /** By name, or, when the one who enters it gains by it, by the code of a colleague who confirms it. */
      witness: z.union([z.object({ name: personName }), z.object({ code: personalCode })]),
      choices: z.array(paperChoice).min(1).max(20),
    }),
    response: z.object({ id, status: z.enum(['done', 'waiting']) }),
  }),
  listPaperConfirmations: defineRoute({
    method: 'GET',
    path: '/paper-confirmations',
    summary: 'Forms on paper for which one is asked to confirm having been the witness',
    tag: 'plan',
    status: 200,
    response: listOf(paperConfirmation),
  }),
  answerPaperConfirmation: defineRoute({
    method: 'POST',
    path: '/paper-confirmations/{decisionId}/answers',
    summary: 'Confirm or deny having been the witness; yes carries out what stands on the paper',
    tag: 'plan',
    status: 204,
    params: z.object({ decisionId: id }),
    body: z.object({ answer: z.enum(['yes', 'no']) }),
  }),
  listHelpedDecisions: defineRoute({
    method: 'GET',
    path: '/plans/{planId}/helped-decisions',
    summary: 'What was decided with help; for the client',
    tag: 'plan',
    status: 200,
    params: planParams,
    response: listOf(helpedDecision),
  }),
  reviewHelpedDecision: defineRoute({
    method: 'POST',
    path: '/plans/{planId}/helped-decisions/{decisionId}/reviews',
    summary: 'The client has looked at it afterwards',
    tag: 'plan',
    status: 204,
    params: decisionParams,
  }),
  lookUpAccountCode: defineRoute({
    method: 'POST',
    path: '/account-codes/lookups',
    summary: 'What kind of letter a code is from; uses up nothing and tells nothing about whose it is',
    tag: 'identity',
    status: 200,
    body: z.object({ code: personalCode }),
    response: z.object({
      kind: z.enum(['takeover', 'recovery']),
      /** Who made a takeover letter; null for a recovery letter. */
      madeBy: z.string().nullable(),
      expiresAt: moment,
      /** Own claim of a recovery letter: from then on it can be finished. */
      dueAt: moment.nullable(),
    }),
  }),
  claimAccountCode: defineRoute({
    method: 'POST',
    path: '/account-codes/claims',
    summary: 'Bind the login of this moment to the person of a letter',
    tag: 'identity',
    status: 200,
    body: z.object({ code: personalCode, birthDate: z.iso.date().nullable() }),
    response: z.object({
      outcome: z.enum(['bound', 'waiting']),
      /** With waiting. */
      dueAt: moment.nullable(),
    }),
  }),
  getRecoveryLetter: defineRoute({
    method: 'GET',
    path: '/me/recovery-letter',
    summary: 'Whether an own recovery letter is valid, and whether somebody uses it at this moment',
    tag: 'identity',
    status: 200,
    response: z.object({
      letter: z.object({ madeAt: moment, expiresAt: moment }).nullable(),
      /** Somebody with the letter gets this account at that moment, unless the letter is ended. */
      claimDueAt: moment.nullable(),
    }),
  }),
  makeRecoveryLetter: defineRoute({
    method: 'POST',
    path: '/me/recovery-letter',
    summary: 'A letter to keep at home, for when the login is lost; the earlier one ends',
    tag: 'identity',
    status: 201,
    // Whoever finds an open screen must not walk away with a key to the account.
    needs: { assurance: 'low', freshMinutes: 15 },
    response: letterCode,
  }),
  endRecoveryLetter: defineRoute({
    method: 'DELETE',
    path: '/me/recovery-letter',
    summary: 'End the own recovery letter, and whatever somebody began with it',
    tag: 'identity',
    status: 204,
  }),
} as const;
