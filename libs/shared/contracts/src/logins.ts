import { z } from 'zod';
import { assurances } from './constants';
import { defineRoute } from './route';
import { id, listOf, moment } from './values';

/** When a login ends by itself. */
export const loginEnds = z.object({
  /** When nothing is done, or at the latest moment when that comes first. */
  endsAt: moment,
  /** Whatever is done. */
  endsAtLatest: moment,
});
export type LoginEnds = z.infer<typeof loginEnds>;

/** One of the own logins that have not ended. */
export const ownLogin = loginEnds.extend({
  id,
  /** Name of the browser and of the system that it runs on; null when it did not tell. */
  browser: z.string().nullable(),
  system: z.string().nullable(),
  startedAt: moment,
  /** Rounded down to the hour. */
  lastUsedAt: moment,
  assurance: z.enum(assurances),
  /** The login that asks. */
  current: z.boolean(),
});
export type OwnLogin = z.infer<typeof ownLogin>;

export const loginRoutes = {
  listLogins: defineRoute({
    method: 'GET',
    path: '/me/logins',
    summary: 'Own logins that have not ended, newest first',
    tag: 'identity',
    status: 200,
    response: listOf(ownLogin),
  }),
  endLogin: defineRoute({
    method: 'DELETE',
    path: '/me/logins/{loginId}',
    summary: 'Ends one own login: nothing of it commits any more, its sockets close within a second',
    tag: 'identity',
    status: 204,
    params: z.object({ loginId: id }),
  }),
  endLogins: defineRoute({
    method: 'POST',
    path: '/me/login-endings',
    summary: 'Ends all own logins, or all but the one that asks',
    tag: 'identity',
    status: 200,
    body: z.object({ keepCurrent: z.boolean() }),
    response: z.object({ ended: z.int().nonnegative() }),
  }),
  extendLogin: defineRoute({
    method: 'POST',
    path: '/me/login-extensions',
    summary: 'Somebody is there: the login does not end for lack of use',
    tag: 'identity',
    status: 200,
    response: loginEnds,
  }),
} as const;
