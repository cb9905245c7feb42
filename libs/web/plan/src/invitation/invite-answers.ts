import type { NewInvitation, Plan, SectionSummary, SharedLevel } from '@samenplan/shared/contracts';
import { decidesAbout } from '../plan/plan-deciding';

/** The screens of inviting, in order; each is a step in the address, so that going back works. */
export const inviteSteps = ['wie', 'wat', 'tot-wanneer', 'hoe'] as const;
export type InviteStep = (typeof inviteSteps)[number];

export interface InviteAnswers {
  readonly name: string;
  readonly organisation: string;
  readonly function: string;
  /** Chosen sections, by id. */
  readonly levels: Readonly<Record<string, SharedLevel>>;
  /** ISO moment. */
  readonly endsAt: string | null;
}

export const noAnswers: InviteAnswers = { name: '', organisation: '', function: '', levels: {}, endsAt: null };

/** The furthest step that these answers allow: a page that was loaded anew begins where an answer is missing. */
export function allowedInviteStep(wanted: string | undefined, answers: InviteAnswers): InviteStep {
  const missing = firstMissing(answers);
  const step = inviteSteps.find((one) => one === wanted) ?? 'wie';
  return inviteSteps.indexOf(step) <= inviteSteps.indexOf(missing) ? step : missing;
}

function firstMissing({ name, organisation, function: job, levels, endsAt }: InviteAnswers): InviteStep {
  if (name === '' || organisation === '' || job === '') return 'wie';
  if (Object.keys(levels).length === 0) return 'wat';
  return endsAt === null ? 'tot-wanneer' : 'hoe';
}

/**
 * Sections that can be offered, in the order of the plan: those that one decides about, and for a coordinator those
 * that one sees. "Alleen ik zie dit" is lifted where it stands, never along the way.
 */
export function invitableSections(plan: Plan): readonly SectionSummary[] {
  return plan.sections.filter(
    (section) =>
      !section.archived && !section.onlyMe && (decidesAbout(section) || (plan.may.arrange && !plan.may.manage)),
  );
}

/** What is shown, in the order of the plan. In "Mijn verhaal" others read at most. */
export function invitedShares({ levels }: InviteAnswers, plan: Plan): NewInvitation['shares'] {
  return invitableSections(plan).flatMap((section) => {
    const level = levels[section.id];
    if (level === undefined) return [];
    return [{ sectionId: section.id, level: section.kind === 'own-story' ? 'read' : level }];
  });
}

/** Good enough to try; the server looks again. */
export const looksLikeMail = (text: string): boolean => /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text);

/**
 * Reads the code of an invitation as people type it: dashes, spaces and case are free.
 * @returns null when it is not fifteen characters of the alphabet without look-alikes
 */
export function readInvitationCode(typed: string): string | null {
  const code = typed.replace(/[\s-]/g, '').toUpperCase();
  return /^[2-9A-HJ-NP-Z]{15}$/.test(code) ? code : null;
}
