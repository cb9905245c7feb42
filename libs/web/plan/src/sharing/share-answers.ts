import type { AudienceMember, Recipient, SectionSummary, SharedLevel } from '@samenplan/shared/contracts';
import type { SharingPicture } from './audience-loads';
import { decidesAbout } from '../plan/plan-deciding';
import { stepsToSet, type SharingStep } from './sharing-steps';

/** The screens of sharing, in order; each is a step in the address, so that going back works. */
export const shareSteps = ['wie', 'wat', 'tot-wanneer', 'goed-om-te-weten', 'controle'] as const;
export type ShareStep = (typeof shareSteps)[number];

/** The whole plan at a level, or `some` sections. */
export type ShareScope = 'some' | SharedLevel;

export interface ShareAnswers {
  readonly recipient: Recipient | null;
  readonly scope: ShareScope | null;
  /** Chosen sections, by id. */
  readonly levels: Readonly<Record<string, SharedLevel>>;
  /** ISO moment. */
  readonly endsAt: string | null;
}

/** One thing to do: show one section, or the plan as a whole. Each is stored by itself. */
export interface ShareDeed {
  /** Id of the section; null is the whole plan. */
  readonly sectionId: string | null;
  readonly title: string | null;
  readonly level: SharedLevel;
  /** "Alleen ik zie dit" has to be lifted first. */
  readonly lift: boolean;
  readonly steps: readonly SharingStep[];
}

/** The furthest step that these answers allow: a page that was loaded anew begins where an answer is missing. */
export function allowedStep(wanted: string | undefined, answers: ShareAnswers): ShareStep {
  const missing = firstMissing(answers);
  const step = shareSteps.find((one) => one === wanted) ?? 'wie';
  return shareSteps.indexOf(step) <= shareSteps.indexOf(missing) ? step : missing;
}

function firstMissing({ recipient, scope, levels, endsAt }: ShareAnswers): ShareStep {
  if (recipient === null) return 'wie';
  if (scope === null || (scope === 'some' && Object.keys(levels).length === 0)) return 'wat';
  return endsAt === null ? 'tot-wanneer' : 'controle';
}

/** Sections that can be chosen, in the order of the plan. */
export function sharableSections({ plan }: SharingPicture): readonly SectionSummary[] {
  return plan.sections.filter((section) => decidesAbout(section) && !section.archived);
}

/**
 * Sections that suit the function of the recipient, for the client to choose or not: neither the own story, nor what
 * only the client sees, nor what was chosen already.
 */
export function proposedSections(answers: ShareAnswers, picture: SharingPicture): readonly SectionSummary[] {
  const domains = answers.recipient?.proposedDomains ?? [];
  return sharableSections(picture).filter(
    ({ id, kind, domain, onlyMe }) =>
      kind === 'domain' && domain !== null && domains.includes(domain) && !onlyMe && answers.levels[id] === undefined,
  );
}

/**
 * The answers as things to do, in the order of the plan. In "Mijn verhaal" others read at most.
 * @returns nothing while an answer is missing
 */
export function deedsOf(answers: ShareAnswers, picture: SharingPicture): readonly ShareDeed[] {
  const { recipient, scope, levels, endsAt } = answers;
  if (recipient === null || scope === null || endsAt === null) return [];
  const steps = (sectionId: string | null, level: SharedLevel): readonly SharingStep[] =>
    stepsFor(recipient, sectionId, level, endsAt, picture);
  if (scope !== 'some') return [{ sectionId: null, title: null, level: scope, lift: false, steps: steps(null, scope) }];
  return sharableSections(picture).flatMap((section) => {
    const chosen = levels[section.id];
    if (chosen === undefined) return [];
    const level = section.kind === 'own-story' ? 'read' : chosen;
    return [
      { sectionId: section.id, title: section.title, level, lift: section.onlyMe, steps: steps(section.id, level) },
    ];
  });
}

/**
 * Members of a team who would write no longer in a section if the team reads it: what holds for a section goes before
 * what holds for the whole plan. A rule for one person goes before that of a team, so who has one keeps it.
 */
export function loweredBy(
  recipient: Recipient,
  section: SectionSummary,
  chosen: SharedLevel | undefined,
  { audience }: SharingPicture,
): readonly AudienceMember[] {
  if (recipient.type !== 'team' || chosen !== 'read') return [];
  const members = new Set(recipient.members.map((one) => one.id));
  return audience.filter((member) => {
    const now = member.sections.find((entry) => entry.sectionId === section.id);
    const byPlan = now?.why === 'person-plan-share' || now?.why === 'team-plan-share';
    return members.has(member.personId) && byPlan && now.level === 'write';
  });
}

/** A person may have rules already, a withheld section for one, so those are taken into account; a team begins anew. */
function stepsFor(
  recipient: Recipient,
  sectionId: string | null,
  level: SharedLevel,
  endsAt: string,
  { grants }: SharingPicture,
): readonly SharingStep[] {
  const known = recipient.type === 'person' ? grants : [];
  return stepsToSet(recipient.id, sectionId, level, endsAt, known).map((step) => {
    if (step.kind !== 'create' || step.grant.effect !== 'share') return step;
    const affiliationId = recipient.position?.affiliationId;
    const grant = { ...step.grant, recipient: { type: recipient.type, id: recipient.id } };
    return { ...step, grant: affiliationId === undefined ? grant : { ...grant, affiliationId } };
  });
}
