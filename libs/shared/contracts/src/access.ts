import { z } from 'zod';
import { defineRoute } from './route';
import { duty, id, level, listOf, moment, sharedLevel } from './values';

const planParams = z.object({ planId: id });

export const recipientRef = z.object({ type: z.enum(['person', 'team']), id });
export type RecipientRef = z.infer<typeof recipientRef>;

/** One rule in force: it shares at a level, or withholds. */
export const grant = z.object({
  id,
  recipient: recipientRef.extend({
    name: z.string(),
    organisation: z.string().nullable(),
    function: z.string().nullable(),
    /** The place in an organisation that this rule leans on; null for a team, or a person without one. */
    affiliationId: id.nullable(),
  }),
  /** null: the whole plan. */
  sectionId: id.nullable(),
  effect: z.enum(['share', 'withhold']),
  level: sharedLevel.nullable(),
  purpose: z.string().nullable(),
  legalBasis: z.string().nullable(),
  startsAt: moment,
  /** null only for a rule that withholds. */
  endsAt: moment.nullable(),
});
export type Grant = z.infer<typeof grant>;

const newGrant = z.object({
  recipient: recipientRef,
  /** Which place in an organisation; needed only for a person with several. */
  affiliationId: id.optional(),
  sectionId: id.optional(),
  effect: z.enum(['share', 'withhold']),
  level: sharedLevel.optional(),
  endsAt: moment.optional(),
});
export type NewGrant = z.infer<typeof newGrant>;

/** Why somebody has the level that they have; the screen makes one sentence of it. */
export const reason = z.enum([
  'client',
  'representative',
  'person-section-share',
  'person-plan-share',
  'team-section-share',
  'team-plan-share',
  'person-section-withhold',
  'person-plan-withhold',
  'team-section-withhold',
  'team-plan-withhold',
  'no-rule',
  'archived',
  'only-client',
  /** A section that was closed to a parent. */
  'closed',
]);
export type Reason = z.infer<typeof reason>;

/** One person of the screen "Wie ziet wat". */
export const audienceMember = z.object({
  personId: id,
  name: z.string(),
  organisation: z.string().nullable(),
  function: z.string().nullable(),
  phone: z.string().nullable(),
  workingDays: z.array(z.int()),
  duties: z.array(duty),
  /** Level for the plan as a whole: what a new section would get. */
  planLevel: level,
  isCoordinator: z.boolean(),
  sections: z.array(
    z.object({
      sectionId: id,
      level,
      why: reason,
      /** The rule that decides; null for the client, a representative or no rule. */
      grantId: id.nullable(),
      /** Name of the team when the right comes through one. */
      teamName: z.string().nullable(),
      endsAt: moment.nullable(),
      purpose: z.string().nullable(),
      legalBasis: z.string().nullable(),
    }),
  ),
});
export type AudienceMember = z.infer<typeof audienceMember>;

/** Somebody who reads a section asks to write in it; the client answers. */
export const accessRequest = z.object({
  id,
  planId: id,
  planTitle: z.string(),
  sectionId: id,
  sectionTitle: z.string(),
  person: z.object({
    id,
    name: z.string(),
    organisation: z.string().nullable(),
    function: z.string().nullable(),
  }),
  level: sharedLevel,
  at: moment,
  answer: z.enum(['yes', 'no']).nullable(),
});
export type AccessRequest = z.infer<typeof accessRequest>;

export const accessRoutes = {
  listGrants: defineRoute({
    method: 'GET',
    path: '/plans/{planId}/grants',
    summary: 'Rules in force: all for who manages the plan, the own ones for others',
    tag: 'access',
    status: 200,
    params: planParams,
    response: listOf(grant),
  }),
  /** One rule per recipient and object: a new one replaces the one in force, also when that allowed more. */
  createGrant: defineRoute({
    method: 'POST',
    path: '/plans/{planId}/grants',
    summary:
      'Show a plan or a section to somebody, or keep it from somebody; takes the place of the rule in force for the same recipient and object',
    tag: 'access',
    status: 201,
    params: planParams,
    body: newGrant,
    response: grant,
  }),
  changeGrant: defineRoute({
    method: 'PATCH',
    path: '/plans/{planId}/grants/{grantId}',
    summary: 'Change level or end',
    tag: 'access',
    status: 200,
    params: planParams.extend({ grantId: id }),
    body: z.object({ level: sharedLevel.optional(), endsAt: moment.optional() }),
    response: grant,
  }),
  stopGrant: defineRoute({
    method: 'DELETE',
    path: '/plans/{planId}/grants/{grantId}',
    summary: 'Stop: from the answer on nothing new reaches the recipient by this rule',
    tag: 'access',
    status: 204,
    params: planParams.extend({ grantId: id }),
  }),
  getAudience: defineRoute({
    method: 'GET',
    path: '/plans/{planId}/audience',
    summary: 'Who sees what, and why; for who manages the plan',
    tag: 'access',
    status: 200,
    params: planParams,
    response: listOf(audienceMember),
  }),
  listAccessRequests: defineRoute({
    method: 'GET',
    path: '/access-requests',
    summary: 'Questions that wait for an answer of the person who asks this list',
    tag: 'access',
    status: 200,
    response: listOf(accessRequest),
  }),
  createAccessRequest: defineRoute({
    method: 'POST',
    path: '/plans/{planId}/access-requests',
    summary: 'Ask the client to write in a section that one can already read',
    tag: 'access',
    status: 201,
    params: planParams,
    body: z.object({ sectionId: id, level: z.literal('write') }),
    response: z.object({ id }),
  }),
  answerAccessRequest: defineRoute({
    method: 'PATCH',
    path: '/plans/{planId}/access-requests/{requestId}',
    summary: 'Answer; yes makes the rule',
    tag: 'access',
    status: 204,
    params: planParams.extend({ requestId: id }),
    body: z.object({ answer: z.enum(['yes', 'no']), endsAt: moment.optional() }),
  }),
} as const;
