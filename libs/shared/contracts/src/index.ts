export {
  type AccessLogLine,
  accessLogLine,
  accessRequest,
  type AccessRequest,
  accessRoutes,
  audienceMember,
  type AudienceMember,
  type Grant,
  grant,
  logDetail,
  type LogDetail,
  logType,
  type NewGrant,
  reason,
  type Reason,
  type RecipientRef,
  recipientRef,
} from './access';
export {
  apiPrefix,
  appEventName,
  type Duty,
  dutyKinds,
  type Level,
  levels,
  type LifeDomain,
  lifeDomains,
  type LogType,
  logTypes,
  type Phase,
  phases,
  reaches,
  type Role,
  roles,
  type SectionKind,
  sectionKinds,
} from './constants';
export { appEvent, type AppEvent } from './events';
export {
  identityRoutes,
  me,
  type Me,
  personalCode,
  position,
  type Position,
  recipient,
  type Recipient,
} from './identity';
export { apiVersion, openApiDocument } from './openapi';
export {
  blockAuthorship,
  type BlockAuthorship,
  plan,
  type Plan,
  planRoutes,
  type PlanSummary,
  planSummary,
  type Section,
  section,
  type SectionReader,
  sectionReader,
  sectionSummary,
  type SectionSummary,
} from './plan';
export { problemCatalogue, type ProblemCode } from './problem-catalogue';
export { problemBody, type ProblemBody } from './problems';
export { defineRoute, type Method, type RouteAnswer, type RouteCall, type RouteInput, type RouteShape } from './route';
export { routes } from './routes';
export {
  duty,
  id,
  type Id,
  level,
  lifeDomain,
  listOf,
  moment,
  phase,
  role,
  sectionKind,
  type SharedLevel,
  sharedLevel,
  title,
} from './values';
