import { wordsOf, type Translate } from '@samenplan/web/core';
import nl from './nl.json' with { type: 'json' };

/** Words of the plan, its sections, sharing, preview and log. */
export const planWords = wordsOf('plan', nl, () => import('./en.json', { with: { type: 'json' } }));

/** Translator of {@link planWords}: what the pure functions that make sentences are handed. */
export type PlanTranslate = Translate<typeof nl>;
