import { z } from 'zod';
import { dutyKinds, levels, lifeDomains, phases, roles, sectionKinds } from './constants';

export const id = z.uuid();
export type Id = z.infer<typeof id>;

/** ISO 8601 date-time with zone, as in RFC 3339. */
export const moment = z.iso.datetime({ offset: true });

/** A {@link moment} that the database can hold, in UTC and whole milliseconds: for filters that take anything. */
export const storableMoment = moment
  .refine((text) => Date.parse(text) >= Date.UTC(1900) && Date.parse(text) < Date.UTC(2200), 'out of range')
  .transform((text) => new Date(text).toISOString());

export const level = z.enum(levels);

export const sharedLevel = z.enum(['read', 'write']);
export type SharedLevel = z.infer<typeof sharedLevel>;

export const phase = z.enum(phases);

export const lifeDomain = z.enum(lifeDomains);

export const sectionKind = z.enum(sectionKinds);

export const duty = z.enum(dutyKinds);

export const role = z.enum(roles);

/** A title as people type it: trimmed, one line. */
export const title = z
  .string()
  .trim()
  .min(1)
  .max(120)
  .regex(/^[^\p{Cc}]*$/u, 'one line');

/** A list that is complete; lists that page add `nextCursor`. */
export const listOf = <T extends z.ZodType>(item: T) => z.object({ items: z.array(item) });
