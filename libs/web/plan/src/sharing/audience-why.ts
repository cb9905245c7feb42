import type { Level, Reason } from '@samenplan/shared/contracts';
import type { PlanTranslate } from '../plan-words';

export interface WhySubject {
  readonly why: Reason;
  /** Name of the person it is about. */
  readonly name: string;
  /** Name of the client. */
  readonly client: string;
  /** Name of the team through which the right comes; null when it does not. */
  readonly team: string | null;
}

/** "Waarom mag dit?" in one plain sentence, for who manages the plan. */
export function whySentence(t: PlanTranslate, { why, name, client, team }: WhySubject): string {
  return t(`why.${why}`, { name, client, team: team ?? t('why.some-team') });
}

/** What a person may do in a section, in words and as the drawing beside them. */
export function levelWords(
  t: PlanTranslate,
  level: Level,
): { readonly words: string; readonly icon: 'eye' | 'pencil' | 'eye-off' | 'check' } {
  return { words: t(`audience.level.${level}`), icon: levelIcons[level] };
}

/** What one may do oneself: "Je kunt meelezen". */
export function ownLevelWords(t: PlanTranslate, level: Level): string {
  return t(`level.own.${level}`);
}

const levelIcons = { none: 'eye-off', read: 'eye', write: 'pencil', manage: 'check' } as const satisfies Record<
  Level,
  string
>;

/** "Fatma (POH)", or the bare name where no function is known. */
export function nameWithFunction(person: { readonly name: string; readonly function: string | null }): string {
  return person.function === null || person.function === '' ? person.name : `${person.name} (${person.function})`;
}

/**
 * "Te zien voor: jij, Fatma (POH) en nog 2 anderen", or "Te zien voor: alleen jij". Names beyond `most` become a
 * number, so that the line stays short on a phone.
 */
export function visibleFor(
  t: PlanTranslate,
  people: readonly { readonly name: string; readonly function: string | null }[],
  self: string,
  most = 3,
): string {
  if (people.length === 0) return t('visible.only', { self });
  const named = people.slice(0, most).map(nameWithFunction);
  const rest = people.length - named.length;
  const names = [self, ...named].join(', ');
  return rest === 0 ? t('visible.for', { names }) : t('visible.for-more', { names, n: rest });
}
