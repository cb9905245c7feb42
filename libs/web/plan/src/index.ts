export { AccessRequestCard } from './sharing-request-card';
export { planRoutes } from './plan-routes';
export { planWords } from './plan-words';
export { claimRoutes, codeRoutes, planStartRoutes, startRoutes } from './start-routes';
