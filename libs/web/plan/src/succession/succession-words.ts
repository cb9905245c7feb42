import { wordsOf } from '@samenplan/web/core';
import nl from './succession-nl.json' with { type: 'json' };

/** Words about who is away, who leaves and who follows in a plan. */
export const successionWords = wordsOf(
  'succession',
  nl,
  () => import('./succession-en.json', { with: { type: 'json' } }),
);
