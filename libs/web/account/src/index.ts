export { accountRoutes } from './account-routes';
export { unsubscribeRoutes } from './notices/notices-routes';
