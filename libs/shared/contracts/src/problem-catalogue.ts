/**
 * The closed list of what can go wrong, as `application/problem+json` (RFC 9457). `title` is English and stable;
 * the web app shows its own words per code. A thing that is not there and a thing one may not know of are the
 * same `not-found` (promise P1).
 */
export const problemCatalogue = {
  'input-invalid': { status: 400, title: 'The request does not have the required form' },
  'login-required': { status: 401, title: 'Log in first' },
  'login-failed': { status: 401, title: 'The login could not be completed' },
  'origin-refused': { status: 403, title: 'The request does not come from this site' },
  'assurance-too-low': { status: 403, title: 'This login is not strong enough' },
  'not-allowed': { status: 403, title: 'You can see this, but may not change it' },
  'assisted-decides-only': { status: 403, title: 'With help one can only decide here, about this plan' },
  'assisted-needs-consent': { status: 403, title: 'The client has an own login and must allow this first' },
  'witness-needed': { status: 403, title: 'Who helps would gain by this: a colleague must confirm it' },
  'not-found': { status: 404, title: 'Not found' },
  'method-not-allowed': { status: 405, title: 'This address does not know that method' },
  conflict: { status: 409, title: 'Somebody changed this at the same moment' },
  'account-in-use': { status: 409, title: 'This login belongs to somebody already' },
  'content-destroyed': { status: 410, title: 'This was destroyed: nobody can read it any more' },
  'recipient-unknown': { status: 422, title: 'There is no such person or team to share with' },
  'recipient-is-client': { status: 422, title: 'The client already sees everything' },
  'end-invalid': { status: 422, title: 'The end must lie in the future and within two years' },
  'mandate-not-possible': {
    status: 422,
    title: 'This representation does not fit the person, the age of the client or its kind',
  },
  'code-invalid': { status: 422, title: 'This code is not valid, or no longer' },
  'contact-invalid': { status: 422, title: 'This is not an e-mail address, or not a Dutch mobile number' },
  'contact-refused': { status: 422, title: 'This address does not take messages' },
  'message-not-sent': { status: 503, title: 'The message could not be sent at this moment' },
  'asked-before': { status: 409, title: 'You asked this already' },
  'content-too-large': { status: 413, title: 'Too large' },
  'too-many-requests': { status: 429, title: 'Too many requests; wait a moment' },
  'unexpected-error': { status: 500, title: 'Something went wrong on our side' },
  'content-unreadable': { status: 500, title: 'This is stored, but can not be read at this moment' },
  unavailable: { status: 503, title: 'Not available at this moment' },
} as const satisfies Record<string, { status: number; title: string }>;

export type ProblemCode = keyof typeof problemCatalogue;
