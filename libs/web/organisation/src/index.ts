export { organisationRoutes } from './organisation-routes';
