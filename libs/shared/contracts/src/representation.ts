import { z } from 'zod';
import { ageBands, mandateKinds, mandateProofs } from './constants';
import { defineRoute } from './route';
import { id, moment } from './values';

const planParams = z.object({ planId: id });
const named = z.object({ id, name: z.string() });
const day = z.iso.date();

/** Who may act for the client, since when, and who saw the proof of it. */
export const mandate = z.object({
  id,
  person: named,
  kind: z.enum(mandateKinds),
  /** `money`: only sections about money. */
  scope: z.enum(['all', 'money']),
  /** `waiting`: recorded, begins later; `contested`: the client says that it is not right, so it does not hold. */
  state: z.enum(['waiting', 'in-force', 'contested', 'ended']),
  startsAt: moment,
  /** Over a child never later than a birthday that ends it; null: until somebody ends it. */
  endsAt: moment.nullable(),
  /** The young person keeps this parent beside them after their 16th birthday. */
  renewed: z.boolean(),
  recordedBy: named.nullable(),
  recordedAt: moment.nullable(),
  proof: z.enum(mandateProofs).nullable(),
  proofSeenOn: day.nullable(),
  /** Who looked at the proof again after the client had contested it. */
  confirmedBy: named.nullable(),
  /** What the one who asks may do with it now. */
  may: z.object({
    end: z.boolean(),
    agree: z.boolean(),
    contest: z.boolean(),
    confirm: z.boolean(),
    renew: z.boolean(),
  }),
});
export type Mandate = z.infer<typeof mandate>;

/** A section that a parent does not see. */
export const sectionClosure = z.object({
  id,
  sectionId: id,
  sectionTitle: z.string(),
  person: named,
  reason: z.string(),
  closedBy: named,
  closedAt: moment,
  may: z.object({ open: z.boolean() }),
});
export type SectionClosure = z.infer<typeof sectionClosure>;

export const representation = z.object({
  client: named,
  ageBand: z.enum(ageBands),
  /** At which the next age of 12, 16 or 18 begins, in Amsterdam; null: adult, or no date of birth is known. */
  nextAgeAt: moment.nullable(),
  /** The 18th birthday, at which a renewed mandate of a parent ends; null: no date of birth is known. */
  eighteenAt: moment.nullable(),
  mandates: z.array(mandate),
  closures: z.array(sectionClosure),
  may: z.object({
    /** A gemachtigde; the client only, from 16. */
    appoint: z.boolean(),
    /** A mandate of which proof was seen; the coordinator only. */
    record: z.boolean(),
    /** Sections that the one who asks may close to a parent. */
    close: z.array(z.object({ id, title: z.string() })),
  }),
});
export type Representation = z.infer<typeof representation>;

const newMandate = z.object({
  personId: id,
  kind: z.enum(mandateKinds),
  scope: z.enum(['all', 'money']),
  /** Needed for a gemachtigde: at most two years away. */
  endsAt: moment.optional(),
  /** Needed for all others, with the day on which it was seen. */
  proof: z.enum(mandateProofs).optional(),
  proofSeenOn: day.optional(),
});
export type NewMandate = z.infer<typeof newMandate>;

const mandateChange = z.object({
  /** The client agrees, contests or renews; another professional confirms what was contested. */
  act: z.enum(['agree', 'contest', 'confirm', 'renew']),
  /** Needed to confirm: what was seen. */
  proof: z.enum(mandateProofs).optional(),
  /** Needed to renew: after the 16th birthday, at the latest on the 18th. */
  endsAt: moment.optional(),
});
export type MandateChange = z.infer<typeof mandateChange>;

export const representationRoutes = {
  getRepresentation: defineRoute({
    method: 'GET',
    path: '/plans/{planId}/representation',
    summary: 'Who may act for the client, and what is closed to a parent; for who decides and for professionals',
    tag: 'access',
    status: 200,
    params: planParams,
    response: representation,
  }),
  addMandate: defineRoute({
    method: 'POST',
    path: '/plans/{planId}/mandates',
    summary: 'The client appoints a gemachtigde, or the coordinator records a representative whose proof was seen',
    tag: 'access',
    status: 201,
    // A mandate gives everything: not to whoever holds a phone that was left open.
    needs: { assurance: 'low', freshMinutes: 15 },
    params: planParams,
    body: newMandate,
    response: z.object({ id }),
  }),
  changeMandate: defineRoute({
    method: 'PATCH',
    path: '/plans/{planId}/mandates/{mandateId}',
    summary: 'The client agrees, contests or renews; another professional confirms after a contest',
    tag: 'access',
    status: 204,
    params: planParams.extend({ mandateId: id }),
    body: mandateChange,
  }),
  endMandate: defineRoute({
    method: 'DELETE',
    path: '/plans/{planId}/mandates/{mandateId}',
    summary: 'End: from the answer on the representative has no right by this mandate',
    tag: 'access',
    status: 204,
    params: planParams.extend({ mandateId: id }),
  }),
  closeSection: defineRoute({
    method: 'POST',
    path: '/plans/{planId}/section-closures',
    summary: 'Close a section to a parent, with a reason; from the 12th birthday of the client on',
    tag: 'access',
    status: 201,
    params: planParams,
    body: z.object({ sectionId: id, personId: id, reason: z.string().trim().min(3).max(500) }),
    response: z.object({ id }),
  }),
  openSection: defineRoute({
    method: 'DELETE',
    path: '/plans/{planId}/section-closures/{closureId}',
    summary: 'Open a section again to a parent to whom it was closed',
    tag: 'access',
    status: 204,
    params: planParams.extend({ closureId: id }),
  }),
} as const;
