import { wordsOf } from '@samenplan/web/core';
import nl from './nl.json' with { type: 'json' };

/** Words that belong to the components themselves, such as "Sluiten". */
export const uiWords = wordsOf('ui', nl, () => import('./en.json', { with: { type: 'json' } }));
