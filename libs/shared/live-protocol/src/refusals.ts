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

/** The reason behind a number of message 104; numbers of a newer server read as `malformed`. */
export function refusalOf(code: number): Refusal {
  for (const [name, value] of Object.entries(refusalCodes)) if (value === code && isRefusal(name)) return name;
  return 'malformed';
}

const isRefusal = (name: string): name is Refusal => name in refusalCodes;
