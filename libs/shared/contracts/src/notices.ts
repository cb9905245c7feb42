import { z } from 'zod';
import { noticeKinds, noticeWays } from './constants';
import { defineRoute } from './route';
import { id, listOf, moment } from './values';

export const noticeKind = z.enum(noticeKinds);

/** Something new for the one who asks. The plan is named only while this person may see it. */
export const notice = z.object({
  id,
  kind: noticeKind,
  planId: id.nullable(),
  /** How many of this kind about this plan came together, unread. */
  times: z.int().min(1),
  at: moment,
  readAt: moment.nullable(),
});
export type Notice = z.infer<typeof notice>;

/**
 * Where somebody can be told. `waiting`: a code was sent there. `refused`: the other side says that it does not work.
 * `unsubscribed`: stopped with the link in a mail.
 */
export const contactPoint = z.object({
  id,
  kind: z.enum(['mail', 'sms']),
  /** The address itself, for its owner only: e-mail address, or `+316` and eight digits. */
  value: z.string(),
  state: z.enum(['waiting', 'works', 'refused', 'unsubscribed']),
});
export type ContactPoint = z.infer<typeof contactPoint>;

/** What this installation does with messages: `keeps` is local mode, where they lie in a folder. */
export const sendingState = z.enum(['sends', 'keeps', 'off']);

export const noticePreferences = z.object({
  way: z.enum(noticeWays),
  rhythm: z.enum(['at-once', 'daily']),
  /** Sender and subject do not say what this is. */
  discreet: z.boolean(),
  /** Kinds with a way of their own. */
  kinds: z.partialRecord(noticeKind, z.enum(['mail', 'sms', 'none'])),
});
export type NoticePreferences = z.infer<typeof noticePreferences>;

const contactPointId = z.object({ contactPointId: id });

export const noticeRoutes = {
  listNotices: defineRoute({
    method: 'GET',
    path: '/me/notices',
    summary: 'What is new for the one who asks, newest first',
    tag: 'identity',
    status: 200,
    query: z.object({
      cursor: z.string().max(200).optional(),
      limit: z.coerce.number().int().min(1).max(100).default(30),
    }),
    response: listOf(notice).extend({ nextCursor: z.string().nullable() }),
  }),
  countNotices: defineRoute({
    method: 'GET',
    path: '/me/notices/unread',
    summary: 'How many notices were not read, counted to 100',
    tag: 'identity',
    status: 200,
    response: z.object({ unread: z.int().min(0).max(100) }),
  }),
  readNotices: defineRoute({
    method: 'POST',
    path: '/me/notices/readings',
    summary: 'Marks these notices as read; without ids all of them',
    tag: 'identity',
    status: 204,
    body: z.object({ ids: z.array(id).min(1).max(100).optional() }),
  }),
  listContactPoints: defineRoute({
    method: 'GET',
    path: '/me/contact-points',
    summary: 'Own addresses for messages, and what this installation can send',
    tag: 'identity',
    status: 200,
    response: listOf(contactPoint).extend({ mail: sendingState, sms: sendingState }),
  }),
  addContactPoint: defineRoute({
    method: 'POST',
    path: '/me/contact-points',
    summary: 'Sends a code to an address; it counts once the code came back',
    tag: 'identity',
    status: 201,
    body: z.object({ kind: z.enum(['mail', 'sms']), value: z.string().trim().min(3).max(254) }),
    response: contactPoint,
  }),
  sendContactCode: defineRoute({
    method: 'POST',
    path: '/me/contact-points/{contactPointId}/codes',
    summary: 'Sends a new code; the earlier one no longer works',
    tag: 'identity',
    status: 204,
    params: contactPointId,
  }),
  confirmContactPoint: defineRoute({
    method: 'POST',
    path: '/me/contact-points/{contactPointId}/confirmations',
    summary: 'Proves an address with the code that was sent there; an earlier one of that kind goes',
    tag: 'identity',
    status: 200,
    params: contactPointId,
    body: z.object({
      code: z
        .string()
        .max(20)
        .transform((text) => text.replace(/\s/g, '')),
    }),
    response: contactPoint,
  }),
  subscribeContactPoint: defineRoute({
    method: 'POST',
    path: '/me/contact-points/{contactPointId}/subscriptions',
    summary: 'Takes back an unsubscription',
    tag: 'identity',
    status: 204,
    params: contactPointId,
  }),
  removeContactPoint: defineRoute({
    method: 'DELETE',
    path: '/me/contact-points/{contactPointId}',
    summary: 'Removes an address; nothing is sent there any more',
    tag: 'identity',
    status: 204,
    params: contactPointId,
  }),
  getNoticePreferences: defineRoute({
    method: 'GET',
    path: '/me/notice-preferences',
    summary: 'How the one who asks wants to be told',
    tag: 'identity',
    status: 200,
    response: noticePreferences,
  }),
  setNoticePreferences: defineRoute({
    method: 'PUT',
    path: '/me/notice-preferences',
    summary: 'Sets how the one who asks wants to be told',
    tag: 'identity',
    status: 200,
    body: noticePreferences,
    response: noticePreferences,
  }),
} as const;
