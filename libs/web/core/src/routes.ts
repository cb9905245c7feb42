import type { Method, RouteAnswer, RouteCall, RouteShape, routes as contracts } from '@samenplan/shared/contracts';

type Contracts = typeof contracts;

declare const contract: unique symbol;

/** Where a request goes, without the schemas behind it: those would bring a validator into the first bundle. */
export interface RouteAddress<R extends RouteShape = RouteShape> {
  readonly method: Method;
  /** Path below /api/v1, parameters as `{name}`. */
  readonly path: string;
  /** Exists for the compiler only: ties the address to its parameters, body and answer. */
  readonly [contract]?: R;
}

export type CallOf<A> = A extends RouteAddress<infer R> ? RouteCall<R> : never;
export type AnswerOf<A> = A extends RouteAddress<infer R> ? RouteAnswer<R> : never;

/** Every contract must stand here with exactly its own method and path, so drift is a type error, not a surprise. */
type Addresses = {
  readonly [K in keyof Contracts]: { readonly method: Contracts[K]['method']; readonly path: Contracts[K]['path'] };
};

const addresses = {
  getMe: { method: 'GET', path: '/me' },
  getContactCode: { method: 'GET', path: '/me/contact-code' },
  handOutDeviceKeys: { method: 'POST', path: '/me/device-keys' },
  listNotices: { method: 'GET', path: '/me/notices' },
  countNotices: { method: 'GET', path: '/me/notices/unread' },
  readNotices: { method: 'POST', path: '/me/notices/readings' },
  listContactPoints: { method: 'GET', path: '/me/contact-points' },
  addContactPoint: { method: 'POST', path: '/me/contact-points' },
  sendContactCode: { method: 'POST', path: '/me/contact-points/{contactPointId}/codes' },
  confirmContactPoint: { method: 'POST', path: '/me/contact-points/{contactPointId}/confirmations' },
  subscribeContactPoint: { method: 'POST', path: '/me/contact-points/{contactPointId}/subscriptions' },
  removeContactPoint: { method: 'DELETE', path: '/me/contact-points/{contactPointId}' },
  getNoticePreferences: { method: 'GET', path: '/me/notice-preferences' },
  setNoticePreferences: { method: 'PUT', path: '/me/notice-preferences' },
  findRecipients: { method: 'GET', path: '/recipients' },
  findRecipientByCode: { method: 'POST', path: '/recipients/lookups' },
  listPlans: { method: 'GET', path: '/plans' },
  createPlan: { method: 'POST', path: '/plans' },
  getPlan: { method: 'GET', path: '/plans/{planId}' },
  changePlan: { method: 'PATCH', path: '/plans/{planId}' },
  setCoordinator: { method: 'PUT', path: '/plans/{planId}/coordinator' },
  createSection: { method: 'POST', path: '/plans/{planId}/sections' },
  getSection: { method: 'GET', path: '/plans/{planId}/sections/{sectionId}' },
  changeSection: { method: 'PATCH', path: '/plans/{planId}/sections/{sectionId}' },
  showSection: { method: 'POST', path: '/plans/{planId}/sections/{sectionId}/showings' },
  getAuthorship: { method: 'GET', path: '/plans/{planId}/sections/{sectionId}/authorship' },
  listVersions: { method: 'GET', path: '/plans/{planId}/sections/{sectionId}/versions' },
  getVersion: { method: 'GET', path: '/plans/{planId}/sections/{sectionId}/versions/{version}' },
  restoreVersion: { method: 'POST', path: '/plans/{planId}/sections/{sectionId}/versions/{version}/restorations' },
  getChanges: { method: 'GET', path: '/plans/{planId}/sections/{sectionId}/changes' },
  keepVisit: { method: 'PUT', path: '/plans/{planId}/sections/{sectionId}/visit' },
  getPreview: { method: 'GET', path: '/plans/{planId}/previews/{personId}' },
  listPlanStarts: { method: 'GET', path: '/plan-starts' },
  createPlanStart: { method: 'POST', path: '/plan-starts' },
  cancelPlanStart: { method: 'DELETE', path: '/plan-starts/{startId}' },
  lookUpPlanStart: { method: 'POST', path: '/plan-starts/lookups' },
  claimPlanStart: { method: 'POST', path: '/plan-starts/claims' },
  listAssistedClients: { method: 'GET', path: '/assisted-clients' },
  createAssistedClient: { method: 'POST', path: '/assisted-clients' },
  makeTakeoverLetter: { method: 'POST', path: '/plans/{planId}/takeover-letters' },
  beginAssistedSession: { method: 'POST', path: '/plans/{planId}/assisted-sessions' },
  endAssistedSession: { method: 'POST', path: '/assisted-sessions/endings' },
  allowAssistedSession: { method: 'POST', path: '/plans/{planId}/assisted-consents' },
  enterPaperDecision: { method: 'POST', path: '/plans/{planId}/paper-decisions' },
  listPaperConfirmations: { method: 'GET', path: '/paper-confirmations' },
  answerPaperConfirmation: { method: 'POST', path: '/paper-confirmations/{decisionId}/answers' },
  listHelpedDecisions: { method: 'GET', path: '/plans/{planId}/helped-decisions' },
  reviewHelpedDecision: { method: 'POST', path: '/plans/{planId}/helped-decisions/{decisionId}/reviews' },
  lookUpAccountCode: { method: 'POST', path: '/account-codes/lookups' },
  claimAccountCode: { method: 'POST', path: '/account-codes/claims' },
  getRecoveryLetter: { method: 'GET', path: '/me/recovery-letter' },
  makeRecoveryLetter: { method: 'POST', path: '/me/recovery-letter' },
  endRecoveryLetter: { method: 'DELETE', path: '/me/recovery-letter' },
  listGrants: { method: 'GET', path: '/plans/{planId}/grants' },
  createGrant: { method: 'POST', path: '/plans/{planId}/grants' },
  changeGrant: { method: 'PATCH', path: '/plans/{planId}/grants/{grantId}' },
  stopGrant: { method: 'DELETE', path: '/plans/{planId}/grants/{grantId}' },
  getAudience: { method: 'GET', path: '/plans/{planId}/audience' },
  getAccessLog: { method: 'GET', path: '/plans/{planId}/access-log' },
  getAccessLogEntries: { method: 'GET', path: '/plans/{planId}/access-log-entries' },
  exportAccessLog: { method: 'GET', path: '/plans/{planId}/access-log-export' },
  askLogQuestion: { method: 'POST', path: '/plans/{planId}/log-questions' },
  listLogQuestions: { method: 'GET', path: '/log-questions' },
  answerLogQuestion: { method: 'PUT', path: '/log-questions/{logQuestionId}/answer' },
  getAuditReport: { method: 'GET', path: '/audit-report' },
  getRepresentation: { method: 'GET', path: '/plans/{planId}/representation' },
  addMandate: { method: 'POST', path: '/plans/{planId}/mandates' },
  changeMandate: { method: 'PATCH', path: '/plans/{planId}/mandates/{mandateId}' },
  endMandate: { method: 'DELETE', path: '/plans/{planId}/mandates/{mandateId}' },
  closeSection: { method: 'POST', path: '/plans/{planId}/section-closures' },
  openSection: { method: 'DELETE', path: '/plans/{planId}/section-closures/{closureId}' },
  listAccessRequests: { method: 'GET', path: '/access-requests' },
  createAccessRequest: { method: 'POST', path: '/plans/{planId}/access-requests' },
  answerAccessRequest: { method: 'PATCH', path: '/plans/{planId}/access-requests/{requestId}' },
  listInvitations: { method: 'GET', path: '/plans/{planId}/invitations' },
  listPreparedInvitations: { method: 'GET', path: '/prepared-invitations' },
  createInvitation: { method: 'POST', path: '/plans/{planId}/invitations' },
  approveInvitation: { method: 'POST', path: '/plans/{planId}/invitations/{invitationId}/approvals' },
  renewInvitation: { method: 'POST', path: '/plans/{planId}/invitations/{invitationId}/codes' },
  withdrawInvitation: { method: 'DELETE', path: '/plans/{planId}/invitations/{invitationId}' },
  lookUpInvitation: { method: 'POST', path: '/invitations/lookups' },
  confirmInvitation: { method: 'POST', path: '/invitations/confirmations' },
  askAccess: { method: 'POST', path: '/access-questions' },
  listAccessQuestions: { method: 'GET', path: '/access-questions' },
  answerAccessQuestion: { method: 'PATCH', path: '/access-questions/{questionId}' },
  listQuestionAnswers: { method: 'GET', path: '/access-questions/answers' },
  listOrganisations: { method: 'GET', path: '/organisations' },
  getOrganisation: { method: 'GET', path: '/organisations/{organisationId}' },
  changeOrganisation: { method: 'PATCH', path: '/organisations/{organisationId}' },
  createFunction: { method: 'POST', path: '/organisations/{organisationId}/functions' },
  changeFunction: { method: 'PATCH', path: '/organisations/{organisationId}/functions/{functionId}' },
  changeColleague: { method: 'PATCH', path: '/organisations/{organisationId}/affiliations/{affiliationId}' },
  checkDeparture: { method: 'GET', path: '/organisations/{organisationId}/affiliations/{affiliationId}/departure' },
  planDeparture: { method: 'POST', path: '/organisations/{organisationId}/affiliations/{affiliationId}/departure' },
  createTeam: { method: 'POST', path: '/organisations/{organisationId}/teams' },
  changeTeam: { method: 'PATCH', path: '/organisations/{organisationId}/teams/{teamId}' },
  addTeamMember: { method: 'POST', path: '/organisations/{organisationId}/teams/{teamId}/members' },
  endTeamMember: { method: 'DELETE', path: '/organisations/{organisationId}/teams/{teamId}/members/{memberId}' },
  createReplacement: { method: 'POST', path: '/organisations/{organisationId}/replacements' },
  cancelReplacement: { method: 'DELETE', path: '/organisations/{organisationId}/replacements/{replacementId}' },
  endAdministrator: { method: 'DELETE', path: '/organisations/{organisationId}/administrators/{administrationId}' },
  listAdministrationChanges: { method: 'GET', path: '/organisations/{organisationId}/changes' },
  inviteColleague: { method: 'POST', path: '/organisations/{organisationId}/colleague-invitations' },
  cancelColleagueInvitation: {
    method: 'DELETE',
    path: '/organisations/{organisationId}/colleague-invitations/{invitationId}',
  },
  lookUpColleagueInvitation: { method: 'POST', path: '/colleague-invitations/lookups' },
  acceptColleagueInvitation: { method: 'POST', path: '/colleague-invitations/acceptances' },
  getPlanContacts: { method: 'GET', path: '/plans/{planId}/contacts' },
  proposeSuccessor: { method: 'POST', path: '/plans/{planId}/successions' },
  withdrawSuccession: { method: 'DELETE', path: '/plans/{planId}/successions/{successionId}' },
  answerSuccession: { method: 'PATCH', path: '/plans/{planId}/successions/{successionId}' },
  listLogins: { method: 'GET', path: '/me/logins' },
  endLogin: { method: 'DELETE', path: '/me/logins/{loginId}' },
  endLogins: { method: 'POST', path: '/me/login-endings' },
  extendLogin: { method: 'POST', path: '/me/login-extensions' },
  getAccessReview: { method: 'GET', path: '/plans/{planId}/access-review' },
  createAccessReview: { method: 'POST', path: '/plans/{planId}/access-reviews' },
} as const satisfies Addresses;

/** Addresses of the REST API by the names of the contracts, for {@link Api.call}. */
export const routes: { readonly [K in keyof Contracts]: RouteAddress<Contracts[K]> } = addresses;
