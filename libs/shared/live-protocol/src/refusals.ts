import { closeCodes, type CloseCode } from './close-codes';

/** Why an update was not accepted: the first number of message 104. */
export const refusalCodes = {
  right: 1,
  malformed: 2,
  gap: 3,
  'foreign-client-id': 4,
  'too-large': 5,
  'client-too-old': 6,
  'too-many-client-ids': 7,
  'login-ended': 8,
} as const;
export type Refusal = keyof typeof refusalCodes;

/** How the connection is closed after each; for `right` only when no lower right remains. */
export const closeCodeOfRefusal: Readonly<Record<Refusal, CloseCode>> = {
  right: closeCodes.rightGone,
  malformed: closeCodes.malformed,
  gap: closeCodes.malformed,
  'foreign-client-id': closeCodes.malformed,
  'too-large': closeCodes.tooLarge,
  'client-too-old': closeCodes.clientTooOld,
  'too-many-client-ids': closeCodes.abuse,
  'login-ended': closeCodes.loginEnded,
};

/** The reason behind a number of message 104; numbers of a newer server read as `malformed`. */
export function refusalOf(code: number): Refusal {
  for (const [name, value] of Object.entries(refusalCodes)) if (value === code && isRefusal(name)) return name;
  return 'malformed';
}

const isRefusal = (name: string): name is Refusal => name in refusalCodes;
