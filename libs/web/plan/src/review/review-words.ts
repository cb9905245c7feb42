import { wordsOf, type Translate } from '@samenplan/web/core';
import nl from './review-nl.json' with { type: 'json' };

/** Words of "Klopt dit nog?". */
export const reviewWords = wordsOf('review', nl, () => import('./review-en.json', { with: { type: 'json' } }));

/** Translator of {@link reviewWords}. */
export type ReviewTranslate = Translate<typeof nl>;
