import { wordsOf, type Translate } from '@samenplan/web/core';
import nl from './administration-nl.json' with { type: 'json' };

/** Words of the administrator's screens. */
export const administrationWords = wordsOf(
  'administration',
  nl,
  () => import('./administration-en.json', { with: { type: 'json' } }),
);

/** Translator of {@link administrationWords}. */
export type AdministrationTranslate = Translate<typeof nl>;
