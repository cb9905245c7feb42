import { assurances, roles, type Assurance, type Role } from '@samenplan/shared/contracts';
import { z } from 'zod';

/** How long a login of somebody with a role lasts. */
export interface LoginLimits {
  /** Ends after this long without use. */
  readonly idleMinutes: number;
  /** Ends then, whatever is done. */
  readonly hours: number;
}

export const assuranceByRoleDefault =
  'professional=substantial network-coordinator=substantial directory-editor=substantial administrator=substantial privacy-officer=substantial';
export const sessionLimitsDefault =
  'professional=30/12 network-coordinator=30/12 directory-editor=30/12 administrator=20/8 privacy-officer=20/8';

const level = z.enum(assurances);
const knownRole = z.enum(roles);
const limits = z
  .string()
  .regex(/^\d{1,4}\/\d{1,3}(\.\d+)?$/)
  .transform((text): LoginLimits => {
    const [idleMinutes = 0, hours = 0] = text.split('/').map(Number);
    return { idleMinutes, hours };
  })
  .refine(({ idleMinutes, hours }) => idleMinutes > 0 && hours > 0 && hours <= 168);

/** Reads `name=value` pairs, separated by spaces. A value of OpenID Connect may hold `=` itself: the last one counts. */
const pairsOf = <K extends string, V>(key: z.ZodType<K, string>, value: z.ZodType<V, string>) => {
  const pair = z.tuple([key, value]);
  return (text: string): Partial<Record<K, V>> | null => {
    const found: Partial<Record<K, V>> = {};
    for (const one of text.split(/\s+/).filter(Boolean)) {
      const at = one.lastIndexOf('=');
      const read = pair.safeParse([one.slice(0, Math.max(at, 0)), one.slice(at + 1)]);
      if (!read.success) return null;
      const [name, data] = read.data;
      found[name] = data;
    }
    return found;
  };
};

const readers = {
  /** `professional=substantial administrator=high` */
  assuranceByRole: pairsOf<Role, Assurance>(knownRole, level),
  /** `professional=30/12`: minutes without use, and hours at most. */
  sessionLimits: pairsOf<Role, LoginLimits>(knownRole, limits),
  /** `urn:example:strong=substantial` */
  acrLevels: pairsOf<string, Assurance>(z.string().min(1).max(200), level),
};

type Readers = typeof readers;
type Read<K extends keyof Readers> = NonNullable<ReturnType<Readers[K]>>;

/** A variable that holds pairs; its text stays, so that the documentation can show the default. */
export const pairsVariable = (kind: keyof Readers, fallback: string, example: string) =>
  z
    .string()
    .default(fallback)
    .refine((text) => readers[kind](text) !== null, `must be pairs such as ${example}`);

/** Pairs out of a text that {@link pairsVariable} accepted. */
export const readPairs = {
  assuranceByRole: (text: string): Read<'assuranceByRole'> => readers.assuranceByRole(text) ?? {},
  sessionLimits: (text: string): Read<'sessionLimits'> => readers.sessionLimits(text) ?? {},
  acrLevels: (text: string): Read<'acrLevels'> => readers.acrLevels(text) ?? {},
};
