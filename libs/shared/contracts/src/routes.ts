import { accessRoutes } from './access';
import { auditRoutes } from './audit';
import { entryRoutes } from './entry';
import { historyRoutes } from './history';
import { identityRoutes } from './identity';
import { invitationRoutes } from './invitations';
import { logRoutes } from './log';
import { loginRoutes } from './logins';
import { noticeRoutes } from './notices';
import { organisationRoutes } from './organisations';
import { planRoutes } from './plan';
import { representationRoutes } from './representation';
import { reviewRoutes } from './review';
import type { RouteShape } from './route';
import { successionRoutes } from './succession';

/** Every request of the REST API. A new route is covered by validation, OpenAPI and the attack tests by being here. */
export const routes = {
  ...identityRoutes,
  ...loginRoutes,
  ...noticeRoutes,
  ...planRoutes,
  ...organisationRoutes,
  ...successionRoutes,
  ...historyRoutes,
  ...entryRoutes,
  ...accessRoutes,
  ...representationRoutes,
  ...reviewRoutes,
  ...invitationRoutes,
  ...logRoutes,
  ...auditRoutes,
} as const satisfies Record<string, RouteShape>;
