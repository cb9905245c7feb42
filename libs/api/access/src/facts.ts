import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import { rulesDocument, type Rules } from './rules';
import { rows } from './sql';
import { Standing } from './standing';

const factsRow = z.object({ facts: rulesDocument.nullable(), now: z.date() });
const factsOfPlanRow = factsRow.extend({ plan: z.string() });

const NOBODY = '00000000-0000-0000-0000-000000000000';
/** Stands for a plan that does not exist, so that asking about it takes the same path. */
const nothing: Rules = {
  clientId: NOBODY,
  turns: null,
  sections: [],
  mandates: [],
  closures: [],
  rules: [],
  memberships: [],
  affiliations: [],
  coordinators: [],
};

/**
 * What `personId`, who acts in this transaction, may do in a plan now; nothing when there is no such plan.
 * @param among `everybody` also loads the rules of others
 */
export async function standingIn(
  tx: EntityManager,
  personId: string,
  planId: string,
  among: 'own' | 'everybody',
): Promise<Standing> {
  const sql = 'select (select access_facts($1, $2)) as facts, clock_timestamp() as now';
  const [found] = await rows(tx, factsRow, sql, [planId, among === 'own' ? personId : null]);
  return new Standing(planId, personId, found?.facts ?? nothing, found?.now ?? new Date(0));
}

/** The standing of the acting person in every plan where they see anything, in no order. */
export async function standingEverywhere(tx: EntityManager, personId: string): Promise<Standing[]> {
  const found = await rows(
    tx,
    factsOfPlanRow,
    'select plan, access_facts(plan, $1) as facts, clock_timestamp() as now from candidate_plans($1) plan',
    [personId],
  );
  return found
    .flatMap(({ plan, facts, now }) => (facts === null ? [] : [new Standing(plan, personId, facts, now)]))
    .filter((standing) => standing.sight !== undefined);
}
