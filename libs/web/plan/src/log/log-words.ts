import { wordsOf, type Translate } from '@samenplan/web/core';
import nl from './log-details-nl.json' with { type: 'json' };

/** Words of what stands one tap away in the log: details, questions, a copy. */
export const logWords = wordsOf('log', nl, () => import('./log-details-en.json', { with: { type: 'json' } }));

/** Translator of {@link logWords}. */
export type LogTranslate = Translate<typeof nl>;
