import { wordsOf, type Translate } from '@samenplan/web/core';
import nl from './notices-nl.json' with { type: 'json' };

/** Words of notices, and of where somebody wants to hear of them. */
export const noticesWords = wordsOf('notices', nl, () => import('./notices-en.json', { with: { type: 'json' } }));

/** Translator of {@link noticesWords}. */
export type NoticesTranslate = Translate<typeof nl>;
