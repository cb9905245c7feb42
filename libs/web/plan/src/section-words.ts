import { wordsOf, type Translate } from '@samenplan/web/core';
import nl from './section-nl.json';

/** Words of the page of one section and its editor. */
export const sectionWords = wordsOf('section', nl, () => import('./section-en.json'));

/** Translator of {@link sectionWords}. */
export type SectionTranslate = Translate<typeof nl>;
export type SectionWord = keyof typeof nl;
