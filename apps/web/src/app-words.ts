import { wordsOf } from '@samenplan/web/core';
import nl from './nl.json' with { type: 'json' };

/** Words of the shell and of the pages around the features. */
export const appWords = wordsOf('app', nl, () => import('./en.json', { with: { type: 'json' } }));
