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
  listGrants: { method: 'GET', path: '/plans/{planId}/grants' },
  createGrant: { method: 'POST', path: '/plans/{planId}/grants' },
  changeGrant: { method: 'PATCH', path: '/plans/{planId}/grants/{grantId}' },
  stopGrant: { method: 'DELETE', path: '/plans/{planId}/grants/{grantId}' },
  getAudience: { method: 'GET', path: '/plans/{planId}/audience' },
  getAccessLog: { method: 'GET', path: '/plans/{planId}/access-log' },
  listAccessRequests: { method: 'GET', path: '/access-requests' },
  createAccessRequest: { method: 'POST', path: '/plans/{planId}/access-requests' },
  answerAccessRequest: { method: 'PATCH', path: '/plans/{planId}/access-requests/{requestId}' },
} as const satisfies Addresses;

/** Addresses of the REST API by the names of the contracts, for {@link Api.call}. */
export const routes: { readonly [K in keyof Contracts]: RouteAddress<Contracts[K]> } = addresses;
