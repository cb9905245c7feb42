import { wordsOf, type Translate } from '@samenplan/web/core';
import nl from './section-nl.json' with { type: 'json' };

/** Words of the page of one section and its editor. */
export const sectionWords = wordsOf('section', nl, () => import('./section-en.json', { with: { type: 'json' } }));

/** Translator of {@link sectionWords}. */
export type SectionTranslate = Translate<typeof nl>;
export type SectionWord = keyof typeof nl;
