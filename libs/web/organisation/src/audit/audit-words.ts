import { wordsOf, type Translate } from '@samenplan/web/core';
import nl from './audit-nl.json' with { type: 'json' };

/** Words of the page of the privacy officer. */
export const auditWords = wordsOf('audit', nl, () => import('./audit-en.json', { with: { type: 'json' } }));

/** Translator of {@link auditWords}. */
export type AuditTranslate = Translate<typeof nl>;
