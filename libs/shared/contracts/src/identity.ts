import { z } from 'zod';
import { defineRoute } from './route';
import { duty, id, lifeDomain, listOf, moment, role } from './values';

/** Somebody's place in an organisation, as the client reads it. */
export const position = z.object({
  affiliationId: id,
  organisation: z.string(),
  function: z.string(),
  /** Telephone number to tap; null when there is none. */
  phone: z.string().nullable(),
  /** 1 is Monday, 7 is Sunday; empty when unknown. */
  workingDays: z.array(z.int().min(1).max(7)),
});
export type Position = z.infer<typeof position>;

export const me = z.object({
  id,
  name: z.string(),
  roles: z.array(role),
  positions: z.array(position),
  /** Moment at which this login ends by itself when nothing is done. */
  loginEndsAt: z.string(),
  /** Moment at which it ends whatever is done. */
  loginEndsAtLatest: z.string(),
  /** Level of assurance of this login (`acr` of OpenID Connect); null when the provider gave none. */
  acr: z.string().nullable(),
  /** Set in an assisted session: who helps, and the one plan that can be decided about. */
  assisted: z.object({ helper: z.string(), planId: id }).nullable().optional(),
});
export type Me = z.infer<typeof me>;

/** Someone to share with, with what the client must know before sharing. */
export const recipient = z.object({
  type: z.enum(['person', 'team']),
  id,
  name: z.string(),
  position: position.nullable(),
  /** Persons behind a team; empty for a person. */
  members: z.array(z.object({ id, name: z.string(), function: z.string() })),
  /** What this function must keep silent and may report. */
  duties: z.array(duty),
  /** Why this function may see it, in plain words, set by the organisation; null for an informal contact. */
  purpose: z.string().nullable(),
  legalBasis: z.string().nullable(),
  /** Life domains that suit this function, as its organisation sees it; a proposal on the screen, never a right. */
  proposedDomains: z.array(lifeDomain),
});
export type Recipient = z.infer<typeof recipient>;

/** Code that a person shows or reads out; ten characters without look-alikes. Dashes, spaces and case are free. */
export const personalCode = z
  .string()
  .transform((text) => text.replace(/[\s-]/g, '').toUpperCase())
  .pipe(z.string().regex(/^[2-9A-HJ-NP-Z]{10}$/));

/** A key for text that a browser keeps until it is stored. For the memory of that browser only. */
export const deviceKey = z.object({
  id,
  /** 32 bytes for AES-GCM. */
  key: z.base64(),
  /** From then on nothing under it can be opened. */
  endsAt: moment,
});
export type DeviceKey = z.infer<typeof deviceKey>;

export const identityRoutes = {
  getMe: defineRoute({
    method: 'GET',
    path: '/me',
    summary: 'Who is logged in',
    tag: 'identity',
    status: 200,
    response: me,
  }),
  getContactCode: defineRoute({
    method: 'GET',
    path: '/me/contact-code',
    summary: 'Own code, to be found by someone who wants to share',
    tag: 'identity',
    status: 200,
    response: z.object({ code: z.string(), url: z.string() }),
  }),
  handOutDeviceKeys: defineRoute({
    method: 'POST',
    path: '/me/device-keys',
    summary: 'Own keys for text that waits on a device, newest first; the first one is for writing',
    tag: 'identity',
    status: 200,
    response: listOf(deviceKey),
  }),
  findRecipients: defineRoute({
    method: 'GET',
    path: '/recipients',
    summary: 'Professionals and teams by name and organisation; never clients or informal contacts',
    tag: 'identity',
    status: 200,
    query: z.object({ search: z.string().trim().min(2).max(80) }),
    response: listOf(recipient),
  }),
  findRecipientByCode: defineRoute({
    method: 'POST',
    path: '/recipients/lookups',
    summary: 'One person by the code that this person shows',
    tag: 'identity',
    status: 200,
    body: z.object({ code: personalCode }),
    response: recipient,
  }),
} as const;
