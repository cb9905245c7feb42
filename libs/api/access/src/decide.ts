import type { Level, Reason } from '@samenplan/shared/contracts';
import {
  endOf,
  holds,
  isInForce,
  isParental,
  type Mandate,
  type Period,
  type Rule,
  type Rules,
  type SectionFacts,
} from './rules';

/** Whose right to what: one section, or (null) the plan as a whole. */
export type Ask = { readonly personId: string; readonly sectionId: string | null };

export type Decision = {
  readonly level: Level;
  readonly why: Reason;
  /** The rule that decides; null for the client, a representative, or when no rule counts. */
  readonly ruleId: string | null;
  /** From this moment the answer must be asked again; null: it holds until a rule changes. */
  readonly until: Date | null;
};

const sharedLevels = { 1: 'read', 2: 'write' } as const;

/**
 * What somebody may do, closed by default. Its twin in SQL is `access_right`. First of these that fits:
 * the client; what only the client sees; what is closed to this parent; a representative within the mandate; archived;
 * then the rule that counts: section over plan, person over team, withholding over sharing, the highest level, the
 * lowest id. In the own story of the client others read at most.
 */
export function decide(rules: Rules, { personId, sectionId }: Ask, now: Date): Decision {
  const section = rules.sections.find(({ id }) => id === sectionId);
  if (sectionId !== null && section === undefined) return { level: 'none', why: 'no-rule', ruleId: null, until: null };
  if (personId === rules.clientId) return decideForClient(rules, section, now);

  const bearing = rulesAbout(rules, personId, sectionId);
  const until = nextBoundary(rules, personId, bearing, now);
  const none = (why: Reason): Decision => ({ level: 'none', why, ruleId: null, until });
  if (section?.onlyClient === true) return none('only-client');
  if (closuresOf(rules, sectionId).some((one) => one.personId === personId)) return none('closed');
  if (represents(rules, personId, section, now)) return { level: 'manage', why: 'representative', ruleId: null, until };
  if (section?.archived === true) return none('archived');

  const [rule] = bearing
    .filter((one) => counts(rules, one, personId, now) && !isAround(rules, one, sectionId))
    .sort(strongestFirst);
  if (rule === undefined) return none('no-rule');
  return { level: levelOf(rule, section), why: reasonOf(rule), ruleId: rule.id, until };
}

/**
 * The client always sees and writes everything. Under 12, while a parent or guardian decides, that is all; what only
 * the client sees stays the client's.
 */
function decideForClient(rules: Rules, section: SectionFacts | undefined, now: Date): Decision {
  const answer = { why: 'client', ruleId: null } as const;
  const twelve = rules.turns?.twelve;
  if (section?.onlyClient === true || twelve === undefined || twelve <= now)
    return { ...answer, level: 'manage', until: null };
  const parents = rules.mandates.filter((mandate) => isParental(mandate) && mandate.scope === 'all');
  const led = parents.some((mandate) => isInForce(rules, mandate, now));
  const moments = [twelve, ...parents.flatMap((mandate) => edgesOf(periodOf(rules, mandate)))];
  return { ...answer, level: led ? 'write' : 'manage', until: firstAfter(moments, now) };
}

const closuresOf = (rules: Rules, sectionId: string | null): Rules['closures'] =>
  rules.closures.filter((closure) => closure.sectionId === sectionId);

/** Made by somebody to whom this section was closed by then: what one may not see one does not show. */
function isAround(rules: Rules, rule: Rule, sectionId: string | null): boolean {
  return closuresOf(rules, sectionId).some(
    ({ personId, since }) => personId === rule.createdBy && since <= rule.startsAt,
  );
}

/** Whether a mandate that holds now reaches this section, or (no section) the plan as a whole. */
function represents(rules: Rules, personId: string, section: SectionFacts | undefined, now: Date): boolean {
  return rules.mandates.some(
    (mandate) =>
      mandate.personId === personId &&
      isInForce(rules, mandate, now) &&
      (mandate.scope === 'all' || section?.money === true),
  );
}

/** Rules on this section or its plan that name the person, or a team in which the person is, was or will be. */
function rulesAbout(rules: Rules, personId: string, sectionId: string | null): Rule[] {
  return rules.rules.filter(
    ({ sectionId: object, subject }) =>
      (object === null || object === sectionId) &&
      (subject.type === 'person' ? subject.id === personId : placesIn(rules, subject.id, personId).length > 0),
  );
}

type Place = { readonly membership: Period; readonly affiliation: Period };

/** Memberships of a person in a team, each with the affiliation it hangs on. */
function placesIn(rules: Rules, teamId: string, personId: string): Place[] {
  return rules.memberships.flatMap((membership) => {
    const affiliation = affiliationOf(rules, membership.affiliationId, personId);
    return membership.teamId === teamId && affiliation !== undefined ? [{ membership, affiliation }] : [];
  });
}

function affiliationOf(rules: Rules, affiliationId: string | null, personId: string): Period | undefined {
  return rules.affiliations.find(({ id, personId: owner }) => id === affiliationId && owner === personId);
}

/** Rights follow affiliation; withholding from a person does not end with it. */
function counts(rules: Rules, rule: Rule, personId: string, now: Date): boolean {
  if (!holds(rule, now)) return false;
  if (rule.subject.type === 'team')
    return placesIn(rules, rule.subject.id, personId).some(
      ({ membership, affiliation }) => holds(membership, now) && holds(affiliation, now),
    );
  if (rule.effect === 'withhold' || rule.affiliationId === null) return true;
  return holds(affiliationOf(rules, rule.affiliationId, personId), now);
}

function strongestFirst(a: Rule, b: Rule): number {
  return (
    Number(b.sectionId !== null) - Number(a.sectionId !== null) ||
    Number(b.subject.type === 'person') - Number(a.subject.type === 'person') ||
    Number(b.effect === 'withhold') - Number(a.effect === 'withhold') ||
    (b.level ?? 0) - (a.level ?? 0) ||
    (a.id < b.id ? -1 : 1)
  );
}

function levelOf({ level }: Rule, section: SectionFacts | undefined): Level {
  if (level === null) return 'none';
  return section?.ownStory === true ? 'read' : sharedLevels[level];
}

function reasonOf({ subject, sectionId, effect }: Rule): Reason {
  return `${subject.type}-${sectionId === null ? 'plan' : 'section'}-${effect}`;
}

/** The first moment after now at which anything that bears on the answer begins or ends. */
function nextBoundary(rules: Rules, personId: string, bearing: readonly Rule[], now: Date): Date | null {
  const periods = [
    ...rules.mandates.filter((mandate) => mandate.personId === personId).map((mandate) => periodOf(rules, mandate)),
    ...bearing.flatMap((rule) => [rule, ...periodsBehind(rules, rule, personId)]),
  ];
  return firstAfter(periods.flatMap(edgesOf), now);
}

const periodOf = (rules: Rules, mandate: Mandate): Period => ({
  startsAt: mandate.startsAt,
  endsAt: endOf(rules, mandate),
});

const edgesOf = ({ startsAt, endsAt }: Period): Date[] => (endsAt === null ? [startsAt] : [startsAt, endsAt]);

function firstAfter(moments: readonly Date[], now: Date): Date | null {
  return moments.reduce<Date | null>(
    (first, moment) => (moment > now && (first === null || moment < first) ? moment : first),
    null,
  );
}

function periodsBehind(rules: Rules, rule: Rule, personId: string): Period[] {
  if (rule.subject.type === 'team')
    return placesIn(rules, rule.subject.id, personId).flatMap(({ membership, affiliation }) => [
      membership,
      affiliation,
    ]);
  const affiliation = affiliationOf(rules, rule.affiliationId, personId);
  return affiliation === undefined ? [] : [affiliation];
}
