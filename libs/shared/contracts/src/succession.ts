import { z } from 'zod';
import { defineRoute } from './route';
import { duty, id, moment, sharedLevel } from './values';

const planParams = z.object({ planId: id });
const contact = z.object({
  id,
  name: z.string(),
  organisation: z.string().nullable(),
  function: z.string().nullable(),
  phone: z.string().nullable(),
});

/** Somebody of the plan who is away now, or within two weeks. */
export const absence = z.object({
  personId: id,
  name: z.string(),
  startsAt: moment,
  endsAt: moment,
  substitute: contact,
  /** Whether the substitute sees anything of this plan: being a replacement alone shows nothing. */
  substituteSees: z.boolean(),
});
export type Absence = z.infer<typeof absence>;

/** A successor whom the coordinator proposes. Only the client (or a representative) and the coordinator see it. */
export const succession = z.object({
  id,
  by: z.string(),
  at: moment,
  successor: contact.extend({ duties: z.array(duty), affiliationId: id }),
  /** Whether the successor sees anything of this plan already. */
  sees: z.boolean(),
});
export type Succession = z.infer<typeof succession>;

/** Whom to turn to in a plan: who is away, who leaves, who comes. */
export const planContacts = z.object({
  absences: z.array(absence),
  /** Planned end of the coordinator's place in the organisation. */
  coordinatorLeavesAt: moment.nullable(),
  /** Number to call while nobody coordinates, of the team or organisation of who did; null when not needed. */
  meanwhile: z.object({ name: z.string(), phone: z.string().nullable() }).nullable(),
  succession: succession.nullable(),
  /** Colleagues whom the coordinator can propose; empty for everybody else. */
  candidates: z.array(z.object({ personId: id, affiliationId: id, name: z.string(), function: z.string() })),
});
export type PlanContacts = z.infer<typeof planContacts>;

export const successionRoutes = {
  getPlanContacts: defineRoute({
    method: 'GET',
    path: '/plans/{planId}/contacts',
    summary: 'Who is away and replaced, who leaves, and which successor is proposed',
    tag: 'plan',
    status: 200,
    params: planParams,
    response: planContacts,
  }),
  proposeSuccessor: defineRoute({
    method: 'POST',
    path: '/plans/{planId}/successions',
    summary: 'The coordinator proposes a colleague as successor; the client decides',
    tag: 'plan',
    status: 201,
    params: planParams,
    body: z.object({ affiliationId: id }),
    response: z.object({ id }),
  }),
  withdrawSuccession: defineRoute({
    method: 'DELETE',
    path: '/plans/{planId}/successions/{successionId}',
    summary: 'The coordinator takes the proposal back',
    tag: 'plan',
    status: 204,
    params: planParams.extend({ successionId: id }),
  }),
  answerSuccession: defineRoute({
    method: 'PATCH',
    path: '/plans/{planId}/successions/{successionId}',
    summary: 'Yes makes the successor coordinator, and shows the plan when asked to',
    tag: 'plan',
    status: 204,
    params: planParams.extend({ successionId: id }),
    body: z.object({
      answer: z.enum(['yes', 'no']),
      /** Shows the whole plan to the successor; absent: nothing new is shown. Only with yes. */
      share: z.object({ level: sharedLevel, endsAt: moment }).optional(),
    }),
  }),
} as const;
