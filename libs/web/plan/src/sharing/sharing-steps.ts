import type { AudienceMember, Grant, NewGrant, SharedLevel } from '@samenplan/shared/contracts';

/** One request to the server; each is decided and stored by itself. */
export type SharingStep =
  | {
      readonly kind: 'create';
      readonly grant: NewGrant;
      /** The rule whose place it takes: the server keeps one rule per recipient and object. */
      readonly replaces: Grant | null;
    }
  | { readonly kind: 'change'; readonly before: Grant; readonly level: SharedLevel; readonly endsAt: string }
  | { readonly kind: 'stop'; readonly before: Grant };

export type WantedLevel = 'none' | SharedLevel;

/**
 * Everything that must happen so that a person sees nothing any more. What comes to this person through a team stays
 * for the team, so it is withheld from this person, per object: a section's rule would win from a withheld plan. A
 * team's rule can hide behind one's own: ask again after these steps, until nothing is seen.
 */
export function stepsToStop(member: AudienceMember, grants: readonly Grant[]): readonly SharingStep[] {
  const rules = rulesFor(member.personId, grants);
  const own = rules.filter((grant) => grant.effect === 'share');
  const throughTeams = grants.filter((grant) => grant.effect === 'share' && reachesByTeam(member, grant));
  const objects = new Set(throughTeams.map((grant) => grant.sectionId));
  // The plan as a whole can come through a team without deciding about any section of today.
  if (member.planLevel !== 'none' && !own.some((grant) => grant.sectionId === null)) objects.add(null);
  const withholds = [...objects].flatMap((sectionId) => {
    const here = rules.find((grant) => grant.sectionId === sectionId) ?? null;
    return here?.effect === 'withhold' ? [] : [withholding(member.personId, sectionId, here)];
  });
  const stops = own
    .filter((grant) => !objects.has(grant.sectionId))
    .map((before): SharingStep => ({ kind: 'stop', before }));
  return [...withholds, ...stops];
}

/** What must happen so that a person gets this level in one section (null: in the plan as a whole). */
export function stepsToSet(
  personId: string,
  sectionId: string | null,
  wanted: WantedLevel,
  endsAt: string,
  grants: readonly Grant[],
): readonly SharingStep[] {
  const here = rulesFor(personId, grants).find((grant) => grant.sectionId === sectionId) ?? null;
  if (wanted === 'none') {
    if (here?.effect === 'withhold') return [];
    const wider = grants.some(
      (grant) => grant.effect === 'share' && grant !== here && mayReach(personId, sectionId, grant),
    );
    if (wider) return [withholding(personId, sectionId, here)];
    return here === null ? [] : [{ kind: 'stop', before: here }];
  }
  if (here?.effect !== 'share') return [sharing(personId, placeOf(personId, grants), sectionId, wanted, endsAt, here)];
  const same = here.level === wanted && here.endsAt !== null && Date.parse(here.endsAt) === Date.parse(endsAt);
  return same ? [] : [{ kind: 'change', before: here, level: wanted, endsAt }];
}

/** The person's own rules among all rules of the plan. */
export function rulesFor(personId: string, grants: readonly Grant[]): readonly Grant[] {
  return grants.filter((grant) => grant.recipient.type === 'person' && grant.recipient.id === personId);
}

/**
 * The request that makes a rule again after it was stopped.
 * @returns null when there is nothing left to make again: an end that has passed
 */
export function again(before: Grant, now: Date): NewGrant | null {
  if (before.endsAt !== null && Date.parse(before.endsAt) <= now.getTime()) return null;
  return {
    recipient: { type: before.recipient.type, id: before.recipient.id },
    ...place(before.recipient.affiliationId),
    effect: before.effect,
    ...(before.sectionId === null ? {} : { sectionId: before.sectionId }),
    ...(before.level === null ? {} : { level: before.level }),
    ...(before.endsAt === null ? {} : { endsAt: before.endsAt }),
  };
}

function reachesByTeam(member: AudienceMember, grant: Grant): boolean {
  return grant.recipient.type === 'team' && member.sections.some((entry) => entry.grantId === grant.id);
}

/** Another rule that could show this object: any of a team, or of the person for the whole plan. */
function mayReach(personId: string, sectionId: string | null, grant: Grant): boolean {
  const covers = grant.sectionId === null || grant.sectionId === sectionId;
  return covers && (grant.recipient.type === 'team' || grant.recipient.id === personId);
}

function withholding(personId: string, sectionId: string | null, replaces: Grant | null): SharingStep {
  const object = sectionId === null ? {} : { sectionId };
  return {
    kind: 'create',
    grant: { recipient: { type: 'person', id: personId }, effect: 'withhold', ...object },
    replaces,
  };
}

/** The place in an organisation of which the person's other rules are, so that a new rule is of the same. */
function placeOf(personId: string, grants: readonly Grant[]): string | null {
  return (
    rulesFor(personId, grants).find((grant) => grant.recipient.affiliationId !== null)?.recipient.affiliationId ?? null
  );
}

function place(affiliationId: string | null): { affiliationId?: string } {
  return affiliationId === null ? {} : { affiliationId };
}

function sharing(
  personId: string,
  affiliationId: string | null,
  sectionId: string | null,
  level: SharedLevel,
  endsAt: string,
  replaces: Grant | null,
): SharingStep {
  const object = sectionId === null ? {} : { sectionId };
  const recipient = { type: 'person', id: personId } as const;
  return {
    kind: 'create',
    grant: { recipient, ...place(affiliationId), effect: 'share', level, endsAt, ...object },
    replaces,
  };
}
