import { wordsOf, type Translate } from '@samenplan/web/core';
import nl from './nl.json' with { type: 'json' };

/** Words of the pages of this library. */
export const accountWords = wordsOf('account', nl, () => import('./en.json', { with: { type: 'json' } }));

/** Translator of {@link accountWords}. */
export type AccountTranslate = Translate<typeof nl>;
