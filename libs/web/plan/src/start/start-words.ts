import { wordsOf } from '@samenplan/web/core';
import nl from './start-nl.json' with { type: 'json' };

/** Words of the start pages and of beginning a plan. */
export const startWords = wordsOf('start', nl, () => import('./start-en.json', { with: { type: 'json' } }));
