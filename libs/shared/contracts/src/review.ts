import { z } from 'zod';
import { grant } from './access';
import { defineRoute } from './route';
import { id, listOf, moment } from './values';

const planParams = z.object({ planId: id });

/** What is shown to whom, and when somebody last said that it may stay so. */
export const accessReview = z.object({
  /** null: nobody looked back so far. */
  lastAt: moment.nullable(),
  /** True when something is shown, and that was last looked at three months ago or longer. */
  due: z.boolean(),
  /** Rules in force that share. */
  grants: z.array(grant),
});
export type AccessReview = z.infer<typeof accessReview>;

export const reviewRoutes = {
  getAccessReview: defineRoute({
    method: 'GET',
    path: '/plans/{planId}/access-review',
    summary: 'Everything that is shown, to look back at; for who manages the plan',
    tag: 'access',
    status: 200,
    params: planParams,
    response: accessReview,
  }),
  /**
   * All of it may stay. `grantIds` are the rules that stood on the screen: when others share by now, nothing happens
   * and the answer is `conflict`, because nobody looked at those.
   */
  createAccessReview: defineRoute({
    method: 'POST',
    path: '/plans/{planId}/access-reviews',
    summary: 'Say that all that is shown may stay; rules that end before `endsAt` then end there',
    tag: 'access',
    status: 201,
    params: planParams,
    body: z.object({ grantIds: z.array(id).min(1).max(1000), endsAt: moment.optional() }),
    response: listOf(grant),
  }),
} as const;
