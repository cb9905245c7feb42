export { organisationRoutes } from './organisation-routes';
export { joinRoutes } from './organisations/administration-routes';
