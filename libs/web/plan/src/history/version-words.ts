import type { HistoryPerson, SectionVersion } from '@samenplan/shared/contracts';
import { nameWithFunction } from '../sharing/audience-why';
import type { HistoryTranslate } from './history-words';

/** What sentences about versions need of the screen. */
export interface HistoryVoice {
  readonly t: HistoryTranslate;
  /** Id of who reads: their own deeds are told to "jij". */
  readonly readerId: string | null;
  /** "vandaag 14.05", "12 maart 2026 14.05". */
  moment(iso: string): string;
  /** "vandaag", "12 maart 2026". */
  day(iso: string): string;
  /** "14.05". */
  time(iso: string): string;
  /** "Fatma, Sanne en Ria". */
  list(names: readonly string[]): string;
}

export function personWords({ t, readerId }: Pick<HistoryVoice, 't' | 'readerId'>, person: HistoryPerson): string {
  return person.id === readerId ? t('me') : nameWithFunction(person);
}

/** "Sanne Bakker (POH) en jij"; the product itself where nobody wrote. Names beyond `most` become a number. */
export function authorWords(voice: HistoryVoice, authors: readonly HistoryPerson[], most = 4): string {
  if (authors.length === 0) return voice.t('product');
  const named = authors.slice(0, most).map((person) => personWords(voice, person));
  const rest = authors.length - named.length;
  return voice.list(rest === 0 ? named : [...named, voice.t('others', { n: rest })]);
}

/** When people worked on it: two moments of one day, or one when it took less than a minute. */
export function whenWords(
  voice: HistoryVoice,
  { from, until }: SectionVersion,
): { from: string | null; until: string } {
  const until_ = voice.time(until);
  if (voice.moment(from) === voice.moment(until)) return { from: null, until: until_ };
  return { from: voice.day(from) === voice.day(until) ? voice.time(from) : voice.moment(from), until: until_ };
}

/** "12 woorden erbij, 3 weg". */
export function wordCounts({ t }: HistoryVoice, { added, removed }: SectionVersion['words']): string {
  if (added > 0 && removed > 0) return t('words.both', { added: t('words.added', { n: added }), n: removed });
  if (added > 0) return t('words.added', { n: added });
  return removed > 0 ? t('words.removed', { n: removed }) : t('words.none');
}

/** "Teruggezet naar de versie van 3 november 2026 14.05"; null when nothing was brought back. */
export function restoredWords(voice: HistoryVoice, { restoredFrom }: SectionVersion): string | null {
  return restoredFrom === null ? null : voice.t('restored', { when: voice.moment(restoredFrom.at) });
}

/** One line for a list to choose from: "gisteren 10.20 · Sanne Bakker (POH)". */
export function versionLine(voice: HistoryVoice, version: SectionVersion): string {
  return `${voice.moment(version.until)} · ${authorWords(voice, version.authors, 2)}`;
}
