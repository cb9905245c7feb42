import type { ExamplePerson } from './accounts';

/** Levels of assurance of eIDAS (Implementing Regulation (EU) 2015/1502), as the `acr` claim names them. */
export const levels = {
  low: 'http://eidas.europa.eu/LoA/low',
  substantial: 'http://eidas.europa.eu/LoA/substantial',
  high: 'http://eidas.europa.eu/LoA/high',
} as const;

type Params = Readonly<Record<string, unknown>>;

const asked = (params: Params): readonly string[] => String(params['acr_values'] ?? '').split(' ');

/** Whether a login asks for more than a click: none of the levels that would do is the lowest. */
export const isStrong = (params: Params): boolean => !asked(params).includes(levels.low);

/** What a passkey counts for: the weakest level that was asked above the lowest. */
export const strongAssurance = (params: Params): string => {
  const wanted = asked(params);
  return wanted.includes(levels.high) && !wanted.includes(levels.substantial) ? levels.high : levels.substantial;
};

/** What a click counts for. */
export const clickAssurance = ({ assurance = 'substantial' }: ExamplePerson): string => levels[assurance];
