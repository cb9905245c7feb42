import type { Plan, SectionSummary } from '@samenplan/shared/contracts';

/** The client decides about every section, a representative about those within the mandate. */
export function decidesAbout(section: SectionSummary): boolean {
  return section.level === 'manage';
}

/** True for who may see who sees what: about the plan, or about some of its sections only (a bewindvoerder). */
export function decides(plan: Plan): boolean {
  return plan.may.manage || plan.sections.some(decidesAbout);
}
