import type { routes } from './routes';

/**
 * All that an assisted session reaches: deciding about one plan. No text, no earlier versions, no log, no other plan.
 * A new route is closed until it stands here.
 */
export const assistedRoutes = [
  'getMe',
  'getPlan',
  'getAudience',
  'listGrants',
  'createGrant',
  'changeGrant',
  'stopGrant',
  'setCoordinator',
  'listAccessRequests',
  'answerAccessRequest',
  'getAccessReview',
  'createAccessReview',
  'getRepresentation',
  'getPlanContacts',
  'answerSuccession',
  'findRecipients',
  'findRecipientByCode',
] as const satisfies readonly (keyof typeof routes)[];
