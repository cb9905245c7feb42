import { z } from 'zod';
import { id } from './values';

/** Application events over socket.io: kinds and ids, never content. Recipients are decided when they are sent. */
export const appEvent = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('plans-changed') }),
  z.object({ kind: z.literal('plan-changed'), planId: id }),
  z.object({ kind: z.literal('section-changed'), planId: id, sectionId: id }),
  z.object({ kind: z.literal('access-changed'), planId: id }),
  z.object({ kind: z.literal('requests-changed') }),
  z.object({ kind: z.literal('notices-changed') }),
  z.object({ kind: z.literal('login-ended') }),
]);
export type AppEvent = z.infer<typeof appEvent>;
