import { wordsOf, type Translate } from '@samenplan/web/core';
import nl from './history-nl.json' with { type: 'json' };

/** Words of earlier versions of a section, and of what changed since the previous visit. */
export const historyWords = wordsOf('history', nl, () => import('./history-en.json', { with: { type: 'json' } }));

/** Translator of {@link historyWords}. */
export type HistoryTranslate = Translate<typeof nl>;
