import { wordsOf, type Translate } from '@samenplan/web/core';
import nl from './representation-nl.json' with { type: 'json' };

/** Words of who may act for the client, and of sections closed to a parent. */
export const representationWords = wordsOf(
  'representation',
  nl,
  () => import('./representation-en.json', { with: { type: 'json' } }),
);

/** Translator of {@link representationWords}. */
export type RepresentationTranslate = Translate<typeof nl>;
