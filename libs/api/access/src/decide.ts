import type { Level, Reason } from '@samenplan/shared/contracts';
import { holds, type Period, type Rule, type Rules, type SectionFacts } from './rules';

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
 * the client; what only the client sees; a representative within the mandate; archived; then the rule that counts:
 * section over plan, person over team, withholding over sharing, the highest level, the lowest id.
 * In the own story of the client others read at most.
 */
export function decide(rules: Rules, { personId, sectionId }: Ask, now: Date): Decision {
  const section = rules.sections.find(({ id }) => id === sectionId);
  if (sectionId !== null && section === undefined) return { level: 'none', why: 'no-rule', ruleId: null, until: null };
  if (personId === rules.clientId) return { level: 'manage', why: 'client', ruleId: null, until: null };

  const bearing = rulesAbout(rules, personId, sectionId);
  const until = nextBoundary(rules, personId, bearing, now);
  const none = (why: Reason): Decision => ({ level: 'none', why, ruleId: null, until });
  if (section?.onlyClient === true) return none('only-client');
  if (represents(rules, personId, section, now)) return { level: 'manage', why: 'representative', ruleId: null, until };
  if (section?.archived === true) return none('archived');

  const [rule] = bearing.filter((one) => counts(rules, one, personId, now)).sort(strongestFirst);
  if (rule === undefined) return none('no-rule');
  return { level: levelOf(rule, section), why: reasonOf(rule), ruleId: rule.id, until };
}

/** Whether a mandate that holds now reaches this section, or (no section) the plan as a whole. */
function represents(rules: Rules, personId: string, section: SectionFacts | undefined, now: Date): boolean {
  return rules.mandates.some(
    (mandate) =>
      mandate.personId === personId && holds(mandate, now) && (mandate.scope === 'all' || section?.money === true),
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
    ...rules.mandates.filter((mandate) => mandate.personId === personId),
    ...bearing.flatMap((rule) => [rule, ...periodsBehind(rules, rule, personId)]),
  ];
  const moments = periods.flatMap(({ startsAt, endsAt }) => (endsAt === null ? [startsAt] : [startsAt, endsAt]));
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
