import { wordsOf } from '@samenplan/web/core';
import nl from './invitation-nl.json' with { type: 'json' };

/** Words of inviting somebody without an account, and of asking to see something. */
export const invitationWords = wordsOf(
  'invitation',
  nl,
  () => import('./invitation-en.json', { with: { type: 'json' } }),
);
