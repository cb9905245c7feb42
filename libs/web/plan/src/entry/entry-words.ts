import { wordsOf } from '@samenplan/web/core';
import nl from './entry-nl.json' with { type: 'json' };

/** Words of first entry: letters with a code, deciding with help or on paper. */
export const entryWords = wordsOf('entry', nl, () => import('./entry-en.json', { with: { type: 'json' } }));
