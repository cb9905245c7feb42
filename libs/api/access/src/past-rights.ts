import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import type { Acting } from './acting';
import { decide } from './decide';
import type { Rules } from './rules';
import { rows } from './sql';

/** From a moment up to, not including, another; null: it goes on. */
export type ReadPeriod = { readonly from: Date; readonly until: Date | null };

const moment = z.string().transform((text) => new Date(text));
const period = { starts_at: moment, ends_at: moment.nullable() };
const stood = { from_at: z.date(), until_at: z.date().nullable() };

/** A state of a row about rights, and when it stood: the answer of `past_rights` in the database. */
export const pastRow = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('plan_access'), ...stood, facts: z.object({ client_id: z.string() }) }),
  z.object({
    kind: z.literal('section_access'),
    ...stood,
    facts: z.object({
      section_id: z.string(),
      own_story: z.boolean(),
      money: z.boolean(),
      only_client: z.boolean(),
      archived_at: z.string().nullable(),
    }),
  }),
  z.object({
    kind: z.literal('mandate'),
    ...stood,
    facts: z.object({
      client_id: z.string(),
      person_id: z.string(),
      kind: z.string(),
      scope: z.enum(['all', 'money']),
      // What stood before they existed has none of these.
      renewed_at: z.string().nullish(),
      contested_at: z.string().nullish(),
      confirmed_at: z.string().nullish(),
      ...period,
    }),
  }),
  z.object({
    kind: z.literal('section_closure'),
    ...stood,
    facts: z.object({
      section_id: z.string(),
      person_id: z.string(),
      closed_at: moment,
      opened_at: z.string().nullable(),
    }),
  }),
  z.object({
    kind: z.literal('person'),
    ...stood,
    facts: z.object({ id: z.string(), twelve: moment, sixteen: moment, eighteen: moment }),
  }),
  z.object({
    kind: z.literal('access_rule'),
    ...stood,
    facts: z.object({
      id: z.string(),
      section_id: z.string().nullable(),
      subject_type: z.enum(['person', 'team']),
      subject_id: z.string(),
      affiliation_id: z.string().nullable(),
      effect: z.enum(['share', 'withhold']),
      level: z.union([z.literal(1), z.literal(2)]).nullable(),
      stopped_at: z.string().nullable(),
      created_by: z.string(),
      ...period,
    }),
  }),
  z.object({
    kind: z.literal('affiliation'),
    ...stood,
    facts: z.object({ id: z.string(), person_id: z.string(), ...period }),
  }),
  z.object({
    kind: z.literal('team_member'),
    ...stood,
    facts: z.object({ team_id: z.string(), affiliation_id: z.string(), ...period }),
  }),
]);
export type PastRow = z.output<typeof pastRow>;
type Of<K extends PastRow['kind']> = Extract<PastRow, { kind: K }>['facts'];

/**
 * When the acting person had a right to read a section, up to now. What the rights were is decided anew for every
 * stretch of time in which nothing changed, from the rows as they stood then.
 */
export async function readPeriods(
  tx: EntityManager,
  { personId }: Acting,
  planId: string,
  sectionId: string,
): Promise<ReadPeriod[]> {
  const past = await rows(tx, pastRow, 'select kind, facts, from_at, until_at from past_rights($1, $2)', [
    planId,
    sectionId,
  ]);
  return periodsOf(past, personId, sectionId);
}

/** As {@link readPeriods}, of given rows. Ends that lie in the future end a period there. */
export function periodsOf(past: readonly PastRow[], personId: string, sectionId: string): ReadPeriod[] {
  const moments = [...new Set(past.flatMap(momentsOf))].sort((a, b) => a - b);
  const periods: { from: Date; until: Date | null }[] = [];
  for (const begin of moments) {
    const at = new Date(begin);
    const { level } = decide(rulesAt(past, at), { personId, sectionId }, at);
    const last = periods.at(-1);
    if (level === 'none') {
      if (last?.until === null) last.until = at;
    } else if (last?.until !== null) periods.push({ from: at, until: null });
  }
  return periods;
}

/** Milliseconds since 1970. */
function momentsOf({ facts, from_at: from, until_at: until }: PastRow): number[] {
  const ages = 'twelve' in facts ? [facts.twelve, facts.sixteen, facts.eighteen] : [];
  const own = 'starts_at' in facts ? [facts.starts_at, facts.ends_at] : ages;
  return [from, until, ...own].flatMap((one) => (one === null ? [] : [one.getTime()]));
}

/** Everything that decides, as it stood at that moment. */
function rulesAt(past: readonly PastRow[], at: Date): Rules {
  const standing = past.filter(({ from_at: from, until_at: until }) => from <= at && (until === null || until > at));
  const of = <K extends PastRow['kind']>(kind: K): Of<K>[] =>
    standing.flatMap((row) => (row.kind === kind ? [row.facts as Of<K>] : []));
  const clientId = of('plan_access')[0]?.client_id ?? '';
  const turns = of('person').find(({ id }) => id === clientId);
  return {
    clientId,
    turns: turns ?? null,
    sections: of('section_access').map((section) => ({
      id: section.section_id,
      ownStory: section.own_story,
      money: section.money,
      onlyClient: section.only_client,
      archived: section.archived_at !== null,
    })),
    mandates: of('mandate')
      .filter(({ client_id: client }) => client === clientId)
      .map(({ person_id: personId, kind, scope, ...rest }) => ({
        personId,
        kind,
        scope,
        renewed: isSet(rest.renewed_at),
        suspended: isSet(rest.contested_at) && !isSet(rest.confirmed_at),
        ...periodOf(rest),
      })),
    closures: of('section_closure')
      .filter(({ opened_at: opened }) => opened === null)
      .map(({ section_id: sectionId, person_id: personId, closed_at: since }) => ({ sectionId, personId, since })),
    rules: of('access_rule')
      .filter(({ stopped_at: stopped }) => stopped === null)
      .map(({ id, section_id: sectionId, subject_type: type, subject_id: subject, effect, level, ...rest }) => ({
        id,
        sectionId,
        subject: { type, id: subject },
        affiliationId: rest.affiliation_id,
        effect,
        level,
        purpose: null,
        legalBasis: null,
        createdBy: rest.created_by,
        ...periodOf(rest),
      })),
    memberships: of('team_member').map(({ team_id: teamId, affiliation_id: affiliationId, ...rest }) => ({
      teamId,
      affiliationId,
      ...periodOf(rest),
    })),
    affiliations: of('affiliation').map(({ id, person_id: personId, ...rest }) => ({
      id,
      personId,
      ...periodOf(rest),
    })),
    coordinators: [],
  };
}

const isSet = (at: string | null | undefined): boolean => at !== null && at !== undefined;

const periodOf = ({
  starts_at: startsAt,
  ends_at: endsAt,
}: {
  starts_at: Date;
  ends_at: Date | null;
}): {
  startsAt: Date;
  endsAt: Date | null;
} => ({ startsAt, endsAt });
