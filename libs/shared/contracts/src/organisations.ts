import { z } from 'zod';
import { personalCode } from './identity';
import { sensitive } from './constants';
import { defineRoute } from './route';
import { duty, id, lifeDomain, listOf, moment } from './values';

const organisationParams = z.object({ organisationId: id });
/** One line as people type it; `most` characters. */
const line = (most: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(most)
    .regex(/^[^\p{Cc}]*$/u, 'one line');
/** A number that can be dialled: digits with spaces, dashes and brackets, and a plus in front. */
const phone = z
  .string()
  .trim()
  .regex(/^\+?[\d\s()-]{3,25}$/)
  .nullable();
const workingDays = z
  .array(z.int().min(1).max(7))
  .max(7)
  .transform((days) => [...new Set(days)].sort());

/** What a function in an organisation is for, and what it must keep silent or may report. The client reads all of it. */
export const jobFunction = z.object({
  id,
  name: z.string(),
  duties: z.array(duty),
  purpose: z.string(),
  legalBasis: z.string(),
  /** Life domains that are proposed to a client who shows something to this function; never shown by themselves. */
  proposedDomains: z.array(lifeDomain),
});
export type JobFunction = z.infer<typeof jobFunction>;

/** Who takes over while somebody is away. It is told in the plans of both sides and gives no right. */
export const replacement = z.object({
  id,
  affiliationId: id,
  substituteId: id,
  substituteName: z.string(),
  startsAt: moment,
  endsAt: moment,
});
export type Replacement = z.infer<typeof replacement>;

/** Somebody's place in an organisation, as its administrator sees it: nothing about plans or clients. */
export const colleague = z.object({
  affiliationId: id,
  personId: id,
  name: z.string(),
  functionId: id,
  function: z.string(),
  phone: z.string().nullable(),
  /** 1 is Monday, 7 is Sunday; empty when unknown. */
  workingDays: z.array(z.int().min(1).max(7)),
  startsAt: moment,
  /** A planned end; null: none. */
  endsAt: moment.nullable(),
  /** Now or later, the first one first. */
  replacements: z.array(replacement),
});
export type Colleague = z.infer<typeof colleague>;

export const organisationTeam = z.object({
  id,
  name: z.string(),
  phone: z.string().nullable(),
  /** Affiliation of the fixed contact person. */
  contactId: id.nullable(),
  members: z.array(z.object({ memberId: id, affiliationId: id, name: z.string(), startsAt: moment })),
});
export type OrganisationTeam = z.infer<typeof organisationTeam>;

/** An invitation that waits. Holds no name: whoever invites notes for whom its number is. */
export const colleagueInvitation = z.object({
  id,
  /** Number within the organisation, also on the letter. */
  number: z.int(),
  functionId: id.nullable(),
  administrator: z.boolean(),
  createdAt: moment,
  expiresAt: moment,
});
export type ColleagueInvitation = z.infer<typeof colleagueInvitation>;

const organisationSummary = z.object({ id, name: z.string(), kind: z.string(), phone: z.string().nullable() });

/** An organisation as its administrators see it. */
export const organisation = organisationSummary.extend({
  functions: z.array(jobFunction),
  colleagues: z.array(colleague),
  teams: z.array(organisationTeam),
  invitations: z.array(colleagueInvitation),
  administrators: z.array(z.object({ id, personId: id, name: z.string(), startsAt: moment })),
});
export type Organisation = z.infer<typeof organisation>;

/** A line of the administration log: what changed, by whom. Values are those of organisations, never of plans. */
export const administrationChange = z.object({
  id: z.string(),
  at: moment,
  /** null: the installation itself. */
  by: z.object({ id, name: z.string() }).nullable(),
  subject: z.enum([
    'organisation',
    'function',
    'place',
    'team',
    'team-place',
    'replacement',
    'invitation',
    'administrator',
  ]),
  made: z.boolean(),
  /** What it is about, such as the name of a colleague or of a team; null when it has none. */
  name: z.string().nullable(),
  /** The team of a place in it, or who replaces; null for other subjects. */
  other: z.string().nullable(),
  /** Names of changed columns, with what stood there before and after; of what is new all of them, without before. */
  fields: z.array(z.object({ field: z.string(), before: z.string().nullable(), after: z.string().nullable() })),
});
export type AdministrationChange = z.infer<typeof administrationChange>;

const newFunction = z.object({
  name: line(80),
  duties: z.array(duty).min(1).max(5),
  purpose: line(300),
  legalBasis: line(300),
  proposedDomains: z.array(lifeDomain).max(13).optional(),
});
const code = z.object({ code: personalCode });

export const organisationRoutes = {
  listOrganisations: defineRoute({
    method: 'GET',
    path: '/organisations',
    summary: 'Organisations that one administers',
    tag: 'organisation',
    status: 200,
    response: listOf(organisationSummary),
  }),
  getOrganisation: defineRoute({
    method: 'GET',
    path: '/organisations/{organisationId}',
    summary: 'Functions, people, teams, invitations and administrators of an organisation, for its administrators',
    tag: 'organisation',
    status: 200,
    params: organisationParams,
    response: organisation,
  }),
  changeOrganisation: defineRoute({
    method: 'PATCH',
    path: '/organisations/{organisationId}',
    summary: 'Change name or telephone number',
    tag: 'organisation',
    status: 204,
    params: organisationParams,
    body: z.object({ name: line(120).optional(), phone: phone.optional() }),
  }),
  createFunction: defineRoute({
    method: 'POST',
    path: '/organisations/{organisationId}/functions',
    summary: 'Add a function with its duties, purpose and legal basis',
    tag: 'organisation',
    status: 201,
    params: organisationParams,
    body: newFunction,
    response: z.object({ id }),
  }),
  changeFunction: defineRoute({
    method: 'PATCH',
    path: '/organisations/{organisationId}/functions/{functionId}',
    summary: 'Change a function; purpose and legal basis count for what is shown from then on',
    tag: 'organisation',
    status: 204,
    params: organisationParams.extend({ functionId: id }),
    body: newFunction.partial(),
  }),
  changeColleague: defineRoute({
    method: 'PATCH',
    path: '/organisations/{organisationId}/affiliations/{affiliationId}',
    summary: 'Change telephone number, working days, or take back a planned end (null)',
    tag: 'organisation',
    status: 204,
    params: organisationParams.extend({ affiliationId: id }),
    body: z.object({ phone: phone.optional(), workingDays: workingDays.optional(), endsAt: z.null().optional() }),
  }),
  checkDeparture: defineRoute({
    method: 'GET',
    path: '/organisations/{organisationId}/affiliations/{affiliationId}/departure',
    summary: 'Whether a colleague still has something to hand over; never how much, or of whom',
    tag: 'organisation',
    status: 200,
    params: organisationParams.extend({ affiliationId: id }),
    response: z.object({ handsOver: z.boolean() }),
  }),
  planDeparture: defineRoute({
    method: 'POST',
    path: '/organisations/{organisationId}/affiliations/{affiliationId}/departure',
    summary:
      'A colleague leaves: at once (without a moment), when this has answered every right through this place is gone',
    tag: 'organisation',
    status: 204,
    needs: sensitive,
    params: organisationParams.extend({ affiliationId: id }),
    body: z.object({ at: moment.optional() }),
  }),
  createTeam: defineRoute({
    method: 'POST',
    path: '/organisations/{organisationId}/teams',
    summary: 'Add a team without members',
    tag: 'organisation',
    status: 201,
    params: organisationParams,
    body: z.object({ name: line(120), phone }),
    response: z.object({ id }),
  }),
  changeTeam: defineRoute({
    method: 'PATCH',
    path: '/organisations/{organisationId}/teams/{teamId}',
    summary: 'Change name, telephone number or contact person',
    tag: 'organisation',
    status: 204,
    params: organisationParams.extend({ teamId: id }),
    body: z.object({ name: line(120).optional(), phone: phone.optional(), contactId: id.nullable().optional() }),
  }),
  addTeamMember: defineRoute({
    method: 'POST',
    path: '/organisations/{organisationId}/teams/{teamId}/members',
    summary: 'A colleague, never oneself, joins a team; clients who show something to that team are told',
    tag: 'organisation',
    status: 201,
    needs: sensitive,
    params: organisationParams.extend({ teamId: id }),
    body: z.object({ affiliationId: id }),
    response: z.object({ id }),
  }),
  endTeamMember: defineRoute({
    method: 'DELETE',
    path: '/organisations/{organisationId}/teams/{teamId}/members/{memberId}',
    summary: 'A colleague leaves a team at once',
    tag: 'organisation',
    status: 204,
    params: organisationParams.extend({ teamId: id, memberId: id }),
  }),
  createReplacement: defineRoute({
    method: 'POST',
    path: '/organisations/{organisationId}/replacements',
    summary: 'Name who takes over while a colleague is away; gives no right',
    tag: 'organisation',
    status: 201,
    params: organisationParams,
    body: z.object({ affiliationId: id, substituteId: id, startsAt: moment, endsAt: moment }),
    response: z.object({ id }),
  }),
  cancelReplacement: defineRoute({
    method: 'DELETE',
    path: '/organisations/{organisationId}/replacements/{replacementId}',
    summary: 'A replacement ends, or does not come',
    tag: 'organisation',
    status: 204,
    params: organisationParams.extend({ replacementId: id }),
  }),
  endAdministrator: defineRoute({
    method: 'DELETE',
    path: '/organisations/{organisationId}/administrators/{administrationId}',
    summary: 'Somebody administers the organisation no longer; the last one stays',
    tag: 'organisation',
    status: 204,
    needs: sensitive,
    params: organisationParams.extend({ administrationId: id }),
  }),
  listAdministrationChanges: defineRoute({
    method: 'GET',
    path: '/organisations/{organisationId}/changes',
    summary: 'What administrators changed, newest first',
    tag: 'organisation',
    status: 200,
    params: organisationParams,
    query: z.object({
      before: z
        .string()
        .regex(/^\d{1,18}$/)
        .optional(),
    }),
    response: listOf(administrationChange).extend({ nextCursor: z.string().nullable() }),
  }),
  inviteColleague: defineRoute({
    method: 'POST',
    path: '/organisations/{organisationId}/colleague-invitations',
    summary: 'A code by which a new colleague or administrator binds the own login; shown once',
    tag: 'organisation',
    status: 201,
    needs: sensitive,
    params: organisationParams,
    body: z.object({ functionId: id.nullable(), administrator: z.boolean() }),
    response: z.object({ id, number: z.int(), code: z.string(), url: z.string(), expiresAt: moment }),
  }),
  cancelColleagueInvitation: defineRoute({
    method: 'DELETE',
    path: '/organisations/{organisationId}/colleague-invitations/{invitationId}',
    summary: 'Take an invitation back',
    tag: 'organisation',
    status: 204,
    params: organisationParams.extend({ invitationId: id }),
  }),
  lookUpColleagueInvitation: defineRoute({
    method: 'POST',
    path: '/colleague-invitations/lookups',
    summary: 'What an invitation is for; uses up nothing',
    tag: 'organisation',
    status: 200,
    body: code,
    response: z.object({
      organisation: z.string(),
      function: z.string().nullable(),
      duties: z.array(duty),
      administrator: z.boolean(),
      invitedBy: z.string(),
      /** Made by who asks: nobody lets himself in. */
      own: z.boolean(),
      expiresAt: moment,
    }),
  }),
  acceptColleagueInvitation: defineRoute({
    method: 'POST',
    path: '/colleague-invitations/acceptances',
    summary: 'Binds the invitation to the login of who confirms',
    tag: 'organisation',
    status: 201,
    body: code,
    response: z.object({ organisation: z.string() }),
  }),
} as const;
