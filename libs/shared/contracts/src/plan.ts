import { z } from 'zod';
import { personalCode } from './identity';
import { defineRoute } from './route';
import { duty, id, level, lifeDomain, listOf, moment, phase, sectionKind, sharedLevel, title } from './values';

const planParams = z.object({ planId: id });
const sectionParams = planParams.extend({ sectionId: id });

export const sectionSummary = z.object({
  id,
  /** Empty when it is stored, but can't be read at this moment. */
  title: z.string(),
  level,
  kind: sectionKind,
  domain: lifeDomain.nullable(),
  archived: z.boolean(),
  /** Last stored edit; null when nobody has written yet. */
  changedAt: moment.nullable(),
  /** True when somebody else wrote after one's own last look. */
  unseen: z.boolean(),
  /** "Alleen ik zie dit": kept from everybody until the client shows it. Only the client ever meets true. */
  onlyMe: z.boolean(),
});
export type SectionSummary = z.infer<typeof sectionSummary>;

const personInPlan = z.object({
  id,
  name: z.string(),
  organisation: z.string().nullable(),
  function: z.string().nullable(),
});

export const planSummary = z.object({
  id,
  /** Empty when it is stored, but can't be read at this moment. */
  title: z.string(),
  phase,
  client: z.object({ id, name: z.string(), birthDate: z.iso.date().nullable() }),
  coordinator: personInPlan.extend({ phone: z.string().nullable() }).nullable(),
  /** Last stored edit in a section that one may see. */
  changedAt: moment.nullable(),
  unseenSections: z.int(),
});
export type PlanSummary = z.infer<typeof planSummary>;

/** What one may do with the plan itself; the server decides again at every request. */
const abilities = z.object({ manage: z.boolean(), arrange: z.boolean(), addSection: z.boolean() });

export const plan = planSummary.extend({
  /** Own level for the plan as a whole. */
  level,
  may: abilities,
  sections: z.array(sectionSummary),
});
export type Plan = z.infer<typeof plan>;

/** Someone who can read a section now; stands above its text. */
export const sectionReader = personInPlan.extend({
  phone: z.string().nullable(),
  level,
  isClient: z.boolean(),
  duties: z.array(duty),
});
export type SectionReader = z.infer<typeof sectionReader>;

export const section = sectionSummary.extend({
  planId: id,
  clientName: z.string(),
  /** Life of its text: another one after a restore from a backup. What was written in another is never merged. */
  historyId: id,
  mayArrange: z.boolean(),
  readers: z.array(sectionReader),
});
export type Section = z.infer<typeof section>;

/** Who wrote a block of text, and who changed it after that. */
export const blockAuthorship = z.object({
  blockId: z.string(),
  author: z.object({ id, name: z.string(), function: z.string().nullable() }),
  writtenAt: moment,
  /** The last change by somebody else; null when there was none. */
  change: z
    .object({
      by: z.object({ id, name: z.string(), function: z.string().nullable() }),
      at: moment,
      /** The wording before; null when the asker may not see it (text that the client took away). */
      earlierText: z.string().nullable(),
    })
    .nullable(),
});
export type BlockAuthorship = z.infer<typeof blockAuthorship>;

const start = z.object({
  id,
  /** Shown once to who started it; others never see it again. */
  code: z.string(),
  url: z.string(),
  expiresAt: moment,
});

export const planRoutes = {
  listPlans: defineRoute({
    method: 'GET',
    path: '/plans',
    summary: 'Plans of which one may see something',
    tag: 'plan',
    status: 200,
    response: listOf(planSummary),
  }),
  createPlan: defineRoute({
    method: 'POST',
    path: '/plans',
    summary: 'Begin an own plan as a client',
    tag: 'plan',
    status: 201,
    body: z.object({ title }),
    response: z.object({ id }),
  }),
  getPlan: defineRoute({
    method: 'GET',
    path: '/plans/{planId}',
    summary: 'A plan with the sections that one may see',
    tag: 'plan',
    status: 200,
    params: planParams,
    response: plan,
  }),
  changePlan: defineRoute({
    method: 'PATCH',
    path: '/plans/{planId}',
    summary: 'Rename a plan or move it to another phase',
    tag: 'plan',
    status: 200,
    params: planParams,
    body: z.object({ title: title.optional(), phase: phase.optional() }),
    response: plan,
  }),
  setCoordinator: defineRoute({
    method: 'PUT',
    path: '/plans/{planId}/coordinator',
    summary: 'The client chooses, or takes away, the coordinator of the plan',
    tag: 'plan',
    status: 204,
    params: planParams,
    body: z.object({ personId: id.nullable() }),
  }),
  createSection: defineRoute({
    method: 'POST',
    path: '/plans/{planId}/sections',
    summary: 'Add a section; `onlyMe` keeps it from everybody until the client shows it',
    tag: 'plan',
    status: 201,
    params: planParams,
    body: z.object({
      title,
      kind: sectionKind.exclude(['own-story']),
      domain: lifeDomain.optional(),
      onlyMe: z.boolean().default(false),
    }),
    response: z.object({ id }),
  }),
  getSection: defineRoute({
    method: 'GET',
    path: '/plans/{planId}/sections/{sectionId}',
    summary: 'A section without its text, and who can read it',
    tag: 'plan',
    status: 200,
    params: sectionParams,
    response: section,
  }),
  changeSection: defineRoute({
    method: 'PATCH',
    path: '/plans/{planId}/sections/{sectionId}',
    summary: 'Rename, move (after another section; null is first), or archive',
    tag: 'plan',
    status: 200,
    params: sectionParams,
    body: z.object({ title: title.optional(), after: id.nullable().optional(), archived: z.boolean().optional() }),
    response: section,
  }),
  showSection: defineRoute({
    method: 'POST',
    path: '/plans/{planId}/sections/{sectionId}/showings',
    summary: '"Laat zien": lift what keeps this section from everybody',
    tag: 'plan',
    status: 204,
    params: sectionParams,
  }),
  getAuthorship: defineRoute({
    method: 'GET',
    path: '/plans/{planId}/sections/{sectionId}/authorship',
    summary: 'Who wrote each block, who changed it, and the wording before',
    tag: 'plan',
    status: 200,
    params: sectionParams,
    response: listOf(blockAuthorship),
  }),
  getPreview: defineRoute({
    method: 'GET',
    path: '/plans/{planId}/previews/{personId}',
    summary: 'The plan exactly as another person sees it now; for who manages the plan',
    tag: 'plan',
    status: 200,
    params: planParams.extend({ personId: id }),
    response: plan.extend({ asSeenBy: personInPlan }),
  }),
  listPlanStarts: defineRoute({
    method: 'GET',
    path: '/plan-starts',
    summary: 'Plans that one started and that wait for their client',
    tag: 'plan',
    status: 200,
    response: listOf(z.object({ id, startedAt: moment, expiresAt: moment })),
  }),
  createPlanStart: defineRoute({
    method: 'POST',
    path: '/plan-starts',
    summary: 'Start a plan together with a client: a code that binds the login of the client',
    tag: 'plan',
    status: 201,
    body: z.object({}),
    response: start,
  }),
  cancelPlanStart: defineRoute({
    method: 'DELETE',
    path: '/plan-starts/{startId}',
    summary: 'Make the code of a start invalid',
    tag: 'plan',
    status: 204,
    params: z.object({ startId: id }),
  }),
  lookUpPlanStart: defineRoute({
    method: 'POST',
    path: '/plan-starts/lookups',
    summary: 'Who started the plan of this code; uses up nothing',
    tag: 'plan',
    status: 200,
    body: z.object({ code: personalCode }),
    response: z.object({ starter: personInPlan.extend({ duties: z.array(duty) }), expiresAt: moment }),
  }),
  claimPlanStart: defineRoute({
    method: 'POST',
    path: '/plan-starts/claims',
    summary: 'The client takes the plan: it begins, and belongs to this login',
    tag: 'plan',
    status: 201,
    body: z.object({
      code: personalCode,
      title,
      /** What the starter may do in the whole plan, chosen by the client; null: nothing yet. */
      share: z.object({ level: sharedLevel, endsAt: moment }).nullable(),
      /** The starter becomes coordinator of the plan; only together with sharing. */
      coordinator: z.boolean(),
    }),
    response: z.object({ planId: id }),
  }),
} as const;
