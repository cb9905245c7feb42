import { reaches, type AudienceMember, type Level, type SectionSummary } from '@samenplan/shared/contracts';
import { decidesAbout } from '../plan/plan-deciding';

type Entry = AudienceMember['sections'][number];

/** What one person may do in one section, and why. */
export interface AudienceCell extends Entry {
  readonly section: SectionSummary;
}

/** One person of "Wie ziet wat", with a cell for every section in the order of the plan. */
export interface AudienceRow {
  readonly member: AudienceMember;
  readonly representative: boolean;
  readonly cells: readonly AudienceCell[];
  /** How many sections this person sees now. */
  readonly visible: number;
  /** The first end among the rights in force, ISO; null when nothing ends. */
  readonly firstEnd: string | null;
}

/**
 * People by sections, without the client (who sees everything). Who sees something comes before who sees nothing; then
 * the coordinator, then by name. Only sections that the reader decides about; those in the archive are left out, since
 * others do not see them.
 */
export function audienceRows(
  sections: readonly SectionSummary[],
  audience: readonly AudienceMember[],
  clientId: string,
): readonly AudienceRow[] {
  const shown = sections.filter((section) => decidesAbout(section) && !section.archived);
  return audience
    .filter((member) => member.personId !== clientId)
    .map((member) => rowOf(shown, member))
    .sort(inOrder);
}

/** The people of a section's line "Te zien voor", the client left out. */
export function readersOf(sectionId: string, audience: readonly AudienceMember[], clientId: string): AudienceMember[] {
  return audience.filter((member) => member.personId !== clientId && reaches(levelIn(member, sectionId), 'read'));
}

/** Who would see a section as soon as "Alleen ik zie dit" is lifted: those who see the plan as a whole. */
export function wouldSee(sectionId: string, audience: readonly AudienceMember[], clientId: string): AudienceMember[] {
  return audience.filter((member) => {
    if (member.personId === clientId) return false;
    const entry = member.sections.find((one) => one.sectionId === sectionId);
    return entry?.why === 'only-client' && reaches(member.planLevel, 'read');
  });
}

export function levelIn(member: AudienceMember, sectionId: string): Level {
  return member.sections.find((entry) => entry.sectionId === sectionId)?.level ?? 'none';
}

function rowOf(sections: readonly SectionSummary[], member: AudienceMember): AudienceRow {
  const entries = new Map(member.sections.map((entry) => [entry.sectionId, entry]));
  const cells = sections.map((section) => ({ ...(entries.get(section.id) ?? nothing(section.id)), section }));
  const seen = cells.filter((cell) => reaches(cell.level, 'read'));
  const ends = seen.flatMap((cell) => (cell.endsAt === null ? [] : [cell.endsAt]));
  return {
    member,
    representative: member.planLevel === 'manage' || cells.some((cell) => cell.why === 'representative'),
    cells,
    visible: seen.length,
    firstEnd: ends.reduce<string | null>(
      (first, end) => (first === null || Date.parse(end) < Date.parse(first) ? end : first),
      null,
    ),
  };
}

function nothing(sectionId: string): Entry {
  return {
    sectionId,
    level: 'none',
    why: 'no-rule',
    grantId: null,
    teamName: null,
    endsAt: null,
    purpose: null,
    legalBasis: null,
  };
}

function inOrder(one: AudienceRow, other: AudienceRow): number {
  const rank = (row: AudienceRow): number => (row.visible === 0 ? 2 : row.member.isCoordinator ? 0 : 1);
  return rank(one) - rank(other) || one.member.name.localeCompare(other.member.name, 'nl');
}
