import nl from './nl.json' with { type: 'json' };
import { wordsOf } from './words';

/** Words that every screen may need: dates, roles, phases, levels, problems, what a function must keep silent. */
export const coreWords = wordsOf('core', nl, () => import('./en.json', { with: { type: 'json' } }));
