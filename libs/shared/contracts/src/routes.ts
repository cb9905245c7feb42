import { accessRoutes } from './access';
import { historyRoutes } from './history';
import { identityRoutes } from './identity';
import { planRoutes } from './plan';
import type { RouteShape } from './route';

/** Every request of the REST API. A new route is covered by validation, OpenAPI and the attack tests by being here. */
export const routes = { ...identityRoutes, ...planRoutes, ...historyRoutes, ...accessRoutes } as const satisfies Record<
  string,
  RouteShape
>;
