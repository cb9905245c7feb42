import { z } from 'zod';
import { personalCode, position } from './identity';
import { defineRoute } from './route';
import { id, lifeDomain, listOf, moment, sharedLevel, title } from './values';

const planParams = z.object({ planId: id });
const oneParams = planParams.extend({ invitationId: id });

/** Code of an invitation: fifteen characters without look-alikes, 75 bits. Dashes, spaces and case are free. */
export const invitationCode = z
  .string()
  .max(60)
  .transform((text) => text.replace(/[\s-]/g, '').toUpperCase())
  .pipe(z.string().regex(/^[2-9A-HJ-NP-Z]{15}$/));

const mailAddress = z.email().max(254);
const way = z.enum(['mail', 'letter']);
/** What an invitation shows once it is confirmed; section null: the whole plan. */
const invitedShare = z.object({ sectionId: id.nullable(), level: sharedLevel });

/** Somebody without an account is asked to look along. What stands in it was typed by who invites. */
export const invitation = z.object({
  id,
  planId: id,
  planTitle: z.string(),
  name: z.string(),
  organisation: z.string(),
  function: z.string(),
  shares: z.array(invitedShare.extend({ title: z.string().nullable() })),
  /** When the right ends that it gives. */
  endsAt: moment,
  way,
  /** `prepared`: waits for the yes of who decides. */
  state: z.enum(['prepared', 'open', 'expired', 'confirmed', 'withdrawn']),
  preparedBy: z.object({ id, name: z.string() }),
  /** null as long as there is no code. */
  codeEndsAt: moment.nullable(),
  /** When the mail was handed over; null for a letter, and when that did not work. */
  sentAt: moment.nullable(),
  /** Where the mail goes, for who decides to check; destroyed when the invitation ends. */
  address: z.string().nullable(),
  /** The login that confirmed, by the name that its provider gave. */
  confirmedBy: z.object({ id, name: z.string() }).nullable(),
  confirmedAt: moment.nullable(),
  /** Whether the person who asks decides about it; else it is an own preparation. */
  mine: z.boolean(),
});
export type Invitation = z.infer<typeof invitation>;

/** An invitation that has a new code. Only a letter shows it: a mail takes it along and nobody else sees it. */
export const issuedInvitation = z.object({
  invitation,
  letter: z.object({ code: z.string(), url: z.string() }).nullable(),
});
export type IssuedInvitation = z.infer<typeof issuedInvitation>;

const newInvitation = z.object({
  name: title,
  organisation: title,
  function: title,
  shares: z.array(invitedShare).min(1).max(40),
  endsAt: moment,
  way,
  /** Only, and always, with `mail`. */
  mail: mailAddress.optional(),
});
export type NewInvitation = z.infer<typeof newInvitation>;

/** Where a confirmed invitation leads. */
const landing = z.object({ planId: id, sectionId: id.nullable() });

/** Somebody asks for something of a life domain, without learning which sections exist. */
export const accessQuestion = z.object({
  id,
  planId: id,
  planTitle: z.string(),
  person: z.object({
    id,
    name: z.string(),
    organisation: z.string().nullable(),
    function: z.string().nullable(),
  }),
  domain: lifeDomain,
  level: sharedLevel,
  at: moment,
  /** What a yes can show: sections of that domain that the person who answers decides about and the asker sees less of. */
  sections: z.array(z.object({ id, title: z.string() })),
});
export type AccessQuestion = z.infer<typeof accessQuestion>;

/** What the client answered, for who asked. No answer is not told: it would say what there is. */
export const questionAnswer = z.object({
  id,
  /** null when nothing of the plan is visible to who asked. */
  planId: id.nullable(),
  domain: lifeDomain,
  at: moment,
  answer: z.enum(['yes', 'no']),
  /** What the client wrote with it. */
  words: z.string().nullable(),
});
export type QuestionAnswer = z.infer<typeof questionAnswer>;

export const invitationRoutes = {
  listInvitations: defineRoute({
    method: 'GET',
    path: '/plans/{planId}/invitations',
    summary: 'Invitations of a plan, newest first: those that one decides about, and own preparations',
    tag: 'access',
    status: 200,
    params: planParams,
    response: listOf(invitation),
  }),
  listPreparedInvitations: defineRoute({
    method: 'GET',
    path: '/prepared-invitations',
    summary: 'Invitations that others prepared and that wait for the yes of the person who asks this list',
    tag: 'access',
    status: 200,
    response: listOf(invitation),
  }),
  createInvitation: defineRoute({
    method: 'POST',
    path: '/plans/{planId}/invitations',
    summary: 'Invite somebody without an account; by a coordinator: prepare it for the client',
    tag: 'access',
    status: 201,
    params: planParams,
    body: newInvitation,
    response: issuedInvitation,
  }),
  approveInvitation: defineRoute({
    method: 'POST',
    path: '/plans/{planId}/invitations/{invitationId}/approvals',
    summary: 'Say yes to a prepared invitation: now it is sent',
    tag: 'access',
    status: 200,
    params: oneParams,
    response: issuedInvitation,
  }),
  renewInvitation: defineRoute({
    method: 'POST',
    path: '/plans/{planId}/invitations/{invitationId}/codes',
    summary: 'Send again, or print again: a new code, and the earlier one is void',
    tag: 'access',
    status: 200,
    params: oneParams,
    /** The address is needed again once the invitation has expired: it was destroyed then. */
    body: z.object({ way, mail: mailAddress.optional() }),
    response: issuedInvitation,
  }),
  withdrawInvitation: defineRoute({
    method: 'DELETE',
    path: '/plans/{planId}/invitations/{invitationId}',
    summary: 'Withdraw: its code is void; what was confirmed already is stopped as any grant',
    tag: 'access',
    status: 204,
    params: oneParams,
  }),
  /** Uses up nothing, and tells nothing about the client: whoever opens a letter may look. */
  lookUpInvitation: defineRoute({
    method: 'POST',
    path: '/invitations/lookups',
    summary: 'For whom the invitation of a code is meant',
    tag: 'access',
    status: 200,
    body: z.object({ code: invitationCode }),
    response: z.object({
      name: z.string(),
      organisation: z.string(),
      function: z.string(),
      codeEndsAt: moment,
      /** Own places to choose from; empty: the place that the invitation names is taken as told. */
      places: z.array(position),
      /** Already confirmed with this login. */
      landing: landing.nullable(),
    }),
  }),
  confirmInvitation: defineRoute({
    method: 'POST',
    path: '/invitations/confirmations',
    summary: 'Bind the invitation of a code to this login, once',
    tag: 'access',
    status: 200,
    body: z.object({ code: invitationCode, affiliationId: id.optional() }),
    response: landing,
  }),
  /** The same answer whether or not there is such a section, or such a plan. */
  askAccess: defineRoute({
    method: 'POST',
    path: '/access-questions',
    summary:
      'Ask to see something of a life domain, in a plan of which one sees something or with the code of its client',
    tag: 'access',
    status: 201,
    body: z.object({
      about: z.union([z.object({ planId: id }), z.object({ code: personalCode })]),
      domain: lifeDomain,
      level: sharedLevel,
    }),
    response: z.object({ asked: z.literal(true) }),
  }),
  listAccessQuestions: defineRoute({
    method: 'GET',
    path: '/access-questions',
    summary: 'Questions about a life domain that wait for an answer of the person who asks this list',
    tag: 'access',
    status: 200,
    response: listOf(accessQuestion),
  }),
  answerAccessQuestion: defineRoute({
    method: 'PATCH',
    path: '/access-questions/{questionId}',
    summary: 'Answer; yes shows the sections that are named, no others',
    tag: 'access',
    status: 204,
    params: z.object({ questionId: id }),
    body: z.object({
      answer: z.enum(['yes', 'no']),
      /** Only, and at least one, with yes. */
      sectionIds: z.array(id).max(40).default([]),
      /** Only, and always, with yes. */
      endsAt: moment.optional(),
      words: z.string().trim().max(500).optional(),
    }),
  }),
  listQuestionAnswers: defineRoute({
    method: 'GET',
    path: '/access-questions/answers',
    summary: 'Answers of the last weeks to own questions',
    tag: 'access',
    status: 200,
    response: listOf(questionAnswer),
  }),
} as const;
