import type { Duty } from '@samenplan/shared/contracts';
import type { coreWords, Translate } from '@samenplan/web/core';
import type { AdministrationTranslate } from './administration-words';

/** What a client reads about a function, with "deze persoon" in the place of a name. */
export function dutySentence(
  core: Translate<(typeof coreWords)['nl']>,
  t: AdministrationTranslate,
  duty: Duty,
): string {
  const sentence = core(`duty.${duty}`, { name: t('function.somebody') });
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}
