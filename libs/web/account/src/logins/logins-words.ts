import { wordsOf, type Translate } from '@samenplan/web/core';
import nl from './logins-nl.json' with { type: 'json' };

/** Words of the page about the own logins. */
export const loginsWords = wordsOf('logins', nl, () => import('./logins-en.json', { with: { type: 'json' } }));

/** Translator of {@link loginsWords}. */
export type LoginsTranslate = Translate<typeof nl>;
