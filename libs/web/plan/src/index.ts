export { AccessRequestCard } from './sharing/sharing-request-card';
export { planRoutes } from './plan-routes';
export { planWords } from './plan-words';
export { claimRoutes, codeRoutes, planStartRoutes, startRoutes, unstoredRoutes } from './start/start-routes';
