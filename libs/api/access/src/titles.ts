import type { LifeDomain } from '@samenplan/shared/contracts';
import type { EntityManager } from 'typeorm';

/** What plans and sections are called: this library knows them as ids only, the plan library supplies the names. */
export abstract class Titles {
  /** Titles by plan id, of plans that the acting person may see. */
  abstract plans(tx: EntityManager, planIds: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /** Titles by section id, of sections that the acting person may see. */
  abstract sections(tx: EntityManager, sectionIds: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /** Life domains by section id, of sections that have one and that the acting person may see. */
  abstract domains(tx: EntityManager, sectionIds: readonly string[]): Promise<ReadonlyMap<string, LifeDomain>>;
}

/** The title of a section, or (section null) of the plan; null when the acting person may not see it. */
export async function titleOf(
  titles: Titles,
  tx: EntityManager,
  planId: string,
  sectionId: string | null,
): Promise<string | null> {
  if (sectionId === null) return (await titles.plans(tx, [planId])).get(planId) ?? null;
  return (await titles.sections(tx, [sectionId])).get(sectionId) ?? null;
}
