import type { ChangesReading } from '@samenplan/shared/contracts';
import { authorWords, type HistoryVoice } from './version-words';

/**
 * "Sinds gisteren 16.40 schreef Fatima Yilmaz (POH) in 2 stukken." Null when there is nothing to tell: a first visit, or
 * nothing changed.
 */
export function visitSentence(
  voice: HistoryVoice,
  { since, authors, changedBlocks, words }: Pick<ChangesReading, 'since' | 'authors' | 'changedBlocks' | 'words'>,
): string | null {
  if (since === null || changedBlocks === 0) return null;
  const told = { since: voice.moment(since), n: changedBlocks };
  if (authors.length === 0) return voice.t('visit.changed', told);
  const deed = words.added > 0 ? 'wrote' : words.removed > 0 ? 'took' : 'changed';
  // In Dutch "jij" takes the same form of the verb as one other person, not as in English.
  const alone = authors[0];
  const own = authors.length === 1 && alone !== undefined && alone.id === voice.readerId;
  const number = own ? 'me' : authors.length === 1 ? 'one' : 'many';
  return voice.t(`visit.${deed}.${number}`, { ...told, who: authorWords(voice, authors, 2) });
}
