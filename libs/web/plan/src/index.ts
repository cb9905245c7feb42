export { AccessRequestCard } from './sharing/sharing-request-card';
export { askRoutes, invitationRoutes } from './invitation/invitation-routes';
export { accountCodeRoutes, confirmationRoutes } from './entry/entry-routes';
export { planRoutes } from './plan-routes';
export { planWords } from './plan-words';
export { claimRoutes, codeRoutes, planStartRoutes, startRoutes, unstoredRoutes } from './start/start-routes';
