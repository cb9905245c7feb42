import fc from 'fast-check';
import type { Ask } from './decide';
import type { Rules } from './rules';

/** Generated plans for tests: few people, teams and moments, so that rules meet, tie and end all the time. */

const uuid = (kind: number, number: number): string =>
  `00000000-0000-4000-8000-${kind.toString(16).padStart(4, '0')}${number.toString(16).padStart(8, '0')}`;

export const ids = {
  person: (number: number): string => uuid(1, number),
  section: (number: number): string => uuid(2, number),
  team: (number: number): string => uuid(3, number),
  affiliation: (number: number): string => uuid(4, number),
  rule: (number: number): string => uuid(5, number),
} as const;

/** Midnight in Amsterdam, of the first of January 2030, is minute 4. */
export const epoch = new Date('2029-12-31T22:56:00Z');
export const client = ids.person(0);
const PEOPLE = 4;
const SECTIONS = 3;
const TEAMS = 2;
const AFFILIATIONS = 4;
const MINUTES = 8;

const minute = (number: number): Date => new Date(epoch.getTime() + number * 60_000);
/** Midnight of that day in Amsterdam, found by looking for the hour at which its clocks show it. */
export function midnight(year: number, month: number, day: number): Date {
  const clock = new Intl.DateTimeFormat('en-GB', {
    timeZone: 'Europe/Amsterdam',
    dateStyle: 'short',
    timeStyle: 'short',
  });
  const wall = Date.UTC(year, month - 1, day);
  const shown = `${new Date(wall).toISOString().slice(0, 10).split('-').reverse().join('/')}, 00:00`;
  const found = [0, 1, 2].map((hours) => new Date(wall - hours * 3_600_000)).find((at) => clock.format(at) === shown);
  if (found === undefined) throw new Error('No such midnight');
  return found;
}

/** Birthdays of a client who turns 12, 16 or 18 around the moments of these cases. */
const anyTurns = fc.option(
  fc.record({ age: fc.constantFrom(12, 16, 18), day: fc.integer({ min: 0, max: 2 }) }).map(({ age, day }) => {
    const turns = (years: number): Date => midnight(2030 - age + years, 1, day);
    return { twelve: turns(12), sixteen: turns(16), eighteen: turns(18) };
  }),
  { freq: 4 },
);
export const anyMoment = fc.nat({ max: MINUTES }).map(minute);
const anyPeriod = fc
  .record({
    start: fc.integer({ min: -4, max: MINUTES }),
    length: fc.option(fc.integer({ min: 0, max: 12 }), { freq: 2 }),
  })
  .map(({ start, length }) => ({ startsAt: minute(start), endsAt: length === null ? null : minute(start + length) }));
const endingPeriod = anyPeriod.filter(({ endsAt }) => endsAt !== null);
const below = (count: number): fc.Arbitrary<number> => fc.nat({ max: count - 1 });
const other = fc.integer({ min: 1, max: PEOPLE - 1 }).map(ids.person);
const flag = (oneIn: number): fc.Arbitrary<boolean> => below(oneIn).map((number) => number === 0);

const anySubject = fc.oneof(
  other.map((id) => ({ type: 'person' as const, id })),
  below(TEAMS).map((number) => ({ type: 'team' as const, id: ids.team(number) })),
);
const anyShare = fc.record({
  effect: fc.constant('share' as const),
  level: fc.constantFrom(1 as const, 2 as const),
  period: endingPeriod,
});
const anyWithhold = fc.record({
  effect: fc.constant('withhold' as const),
  level: fc.constant(null),
  period: anyPeriod,
});
const anyEffect = fc.oneof({ weight: 3, arbitrary: anyShare }, { weight: 1, arbitrary: anyWithhold });
const anyRule = fc
  .record({
    sectionId: fc.option(below(SECTIONS).map(ids.section)),
    subject: anySubject,
    affiliation: fc.option(below(AFFILIATIONS).map(ids.affiliation), { freq: 1 }),
    createdBy: below(PEOPLE).map(ids.person),
    what: anyEffect,
  })
  .map(({ sectionId, subject, affiliation, createdBy, what: { effect, level, period } }) => ({
    sectionId,
    subject,
    affiliationId: subject.type === 'person' ? affiliation : null,
    effect,
    level,
    purpose: null,
    legalBasis: null,
    createdBy,
    ...period,
  }));

/** A plan of client 0 with three sections, the first of them now and then the own story. */
export const anyRules: fc.Arbitrary<Rules> = fc.record({
  clientId: fc.constant(client),
  turns: anyTurns,
  sections: fc
    .tuple(
      ...Array.from({ length: SECTIONS }, () =>
        fc.record({ ownStory: flag(3), money: flag(3), onlyClient: flag(6), archived: flag(6) }),
      ),
    )
    .map((sections) => sections.map((section, number) => ({ id: ids.section(number), ...section }))),
  mandates: fc.array(
    fc
      .record({
        personId: other,
        kind: fc.constantFrom('mentor', 'ouder', 'ouder', 'voogd', 'bewindvoerder'),
        scope: fc.constantFrom('all' as const, 'all' as const, 'money' as const),
        renewed: flag(3),
        suspended: flag(6),
        period: anyPeriod,
      })
      .map(({ period, ...mandate }) => ({ ...mandate, ...period })),
    { maxLength: 3 },
  ),
  closures: fc.uniqueArray(
    fc.record({
      sectionId: below(SECTIONS).map(ids.section),
      personId: other,
      since: fc.integer({ min: -3, max: 4 }).map(minute),
    }),
    { maxLength: 2, selector: ({ sectionId, personId }) => sectionId + personId },
  ),
  rules: fc
    .array(anyRule, { minLength: 1, maxLength: 6, size: 'max' })
    .map((rules) => rules.map((rule, number) => ({ id: ids.rule(number), ...rule }))),
  memberships: fc.array(
    fc
      .record({ team: below(TEAMS), affiliation: below(AFFILIATIONS), period: anyPeriod })
      .map(({ team, affiliation, period }) => ({
        teamId: ids.team(team),
        affiliationId: ids.affiliation(affiliation),
        ...period,
      })),
    { maxLength: 4 },
  ),
  affiliations: fc
    .tuple(...Array.from({ length: AFFILIATIONS }, () => fc.tuple(other, anyPeriod)))
    .map((all) => all.map(([personId, period], number) => ({ id: ids.affiliation(number), personId, ...period }))),
  coordinators: fc.constant([]),
});

export const anyAsk: fc.Arbitrary<Ask> = fc.record({
  personId: below(PEOPLE + 1).map(ids.person),
  sectionId: fc.option(below(SECTIONS + 1).map(ids.section)),
});
