import { parentalKinds } from '@samenplan/shared/contracts';
import { z } from 'zod';

const moment = z.string().transform((text) => new Date(text));
const period = { startsAt: moment, endsAt: moment.nullable() };

/** Everything that decides about one plan: the answer of `access_facts` in the database. */
export const rulesDocument = z.object({
  clientId: z.string(),
  /** The moments in Amsterdam at which the client turns so old; null: no date of birth is known. */
  turns: z.object({ twelve: moment, sixteen: moment, eighteen: moment }).nullable(),
  sections: z.array(
    z.object({
      id: z.string(),
      ownStory: z.boolean(),
      money: z.boolean(),
      onlyClient: z.boolean(),
      archived: z.boolean(),
    }),
  ),
  /** Representatives of the client; scope `money` reaches only sections about money. Ages may end one: {@link endOf}. */
  mandates: z.array(
    z.object({
      personId: z.string(),
      kind: z.string(),
      scope: z.enum(['all', 'money']),
      /** By the young person, for after their 16th birthday. */
      renewed: z.boolean(),
      /** The client says that it is not right, and nobody has looked again. */
      suspended: z.boolean(),
      ...period,
    }),
  ),
  /** Sections closed to a parent, until somebody opens them. */
  closures: z.array(z.object({ sectionId: z.string(), personId: z.string(), since: moment })),
  /** Rules that nobody stopped; those that have ended, or not begun, may be among them. */
  rules: z.array(
    z.object({
      id: z.string(),
      /** null: the whole plan. */
      sectionId: z.string().nullable(),
      subject: z.object({ type: z.enum(['person', 'team']), id: z.string() }),
      /** The place in an organisation through which a person has this; the rule ends with it. */
      affiliationId: z.string().nullable(),
      effect: z.enum(['share', 'withhold']),
      /** 1 read, 2 write; null with `withhold`. */
      level: z.union([z.literal(1), z.literal(2)]).nullable(),
      purpose: z.string().nullable(),
      legalBasis: z.string().nullable(),
      createdBy: z.string(),
      ...period,
    }),
  ),
  memberships: z.array(z.object({ teamId: z.string(), affiliationId: z.string(), ...period })),
  affiliations: z.array(z.object({ id: z.string(), personId: z.string(), ...period })),
  /** Each period ends with the place in an organisation through which it is held. */
  coordinators: z.array(z.object({ personId: z.string(), affiliationId: z.string().nullable(), ...period })),
});

export type Rules = z.output<typeof rulesDocument>;
export type Rule = Rules['rules'][number];
export type Mandate = Rules['mandates'][number];
export type SectionFacts = Rules['sections'][number];
export type Period = { readonly startsAt: Date; readonly endsAt: Date | null };

/** A period holds from its start up to, not including, its end. */
export function holds(period: Period | undefined, now: Date): boolean {
  return period !== undefined && period.startsAt <= now && (period.endsAt === null || period.endsAt > now);
}

export const isParental = ({ kind }: Pick<Mandate, 'kind'>): boolean => parentalKinds.includes(kind);

const NEVER = new Date(0);

/**
 * When a mandate ends. Those of parents end on the 16th birthday of the client, renewed ones on the 18th, whatever end
 * was written down; without a date of birth they never begin to hold.
 */
export function endOf({ turns }: Pick<Rules, 'turns'>, mandate: Mandate): Date | null {
  if (!isParental(mandate)) return mandate.endsAt;
  const age = mandate.renewed ? turns?.eighteen : turns?.sixteen;
  if (age === undefined) return NEVER;
  return mandate.endsAt === null || age < mandate.endsAt ? age : mandate.endsAt;
}

export function isInForce(rules: Pick<Rules, 'turns'>, mandate: Mandate, now: Date): boolean {
  return !mandate.suspended && holds({ startsAt: mandate.startsAt, endsAt: endOf(rules, mandate) }, now);
}
