import { wordsOf, type Translate } from '@samenplan/web/core';
import nl from './nl.json' with { type: 'json' };

/** Words of the pages of this library. */
export const organisationWords = wordsOf('organisation', nl, () => import('./en.json', { with: { type: 'json' } }));

/** Translator of {@link organisationWords}. */
export type OrganisationTranslate = Translate<typeof nl>;
