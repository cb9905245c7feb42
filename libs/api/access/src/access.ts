import { Injectable } from '@nestjs/common';
import { Database, Problem } from '@samenplan/api/platform';
import type { EntityManager } from 'typeorm';
import type { Acting } from './acting';
import { stakesOf } from './helper-stakes';
import { standingEverywhere, standingIn } from './facts';
import { Refusals, Refused } from './refusals';
import type { Need, Standing } from './standing';

/** The one place where the product asks who may do what. */
@Injectable()
export class Access {
  constructor(
    private readonly database: Database,
    private readonly refusals: Refusals,
  ) {}

  /**
   * One transaction of a person. A refusal in it undoes it, leaves its line, and is answered like something that
   * does not exist.
   * @throws Problem `not-found`, `not-allowed`, `witness-needed` (who helps would gain by it), or what `work` throws
   */
  async act<T>(acting: Acting, work: (tx: EntityManager) => Promise<T>): Promise<T> {
    const begun = performance.now();
    try {
      return await this.database.as(acting, (tx) => this.#withoutGain(tx, acting, work));
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      return this.refusals.answer(acting, error, begun);
    }
  }

  /** Whoever helps gains nothing by what the client decides with that help, by whatever route, unless it was witnessed. */
  async #withoutGain<T>(tx: EntityManager, acting: Acting, work: (tx: EntityManager) => Promise<T>): Promise<T> {
    const helper = acting.helper ?? null;
    if (helper === null || helper.witnessed === true) return work(tx);
    const before = await stakesOf(tx, helper);
    const result = await work(tx);
    const after = await stakesOf(tx, helper);
    for (const [what, size] of after) if (size > (before.get(what) ?? 0)) throw new Problem('witness-needed');
    return result;
  }

  /** As a refusal inside {@link act}, for what was found out outside a transaction. @param begun when the work began */
  async refuse(acting: Acting, refused: Refused, begun: number): Promise<never> {
    return this.refusals.answer(acting, refused, begun);
  }

  /**
   * What the acting person may do in a plan, after making sure that it is enough.
   * @param sectionId null: the plan as a whole
   * @throws Refused `not-found` when the person may not know of it, `not-allowed` when it is visible but too little
   */
  async require(
    tx: EntityManager,
    { personId }: Acting,
    planId: string,
    sectionId: string | null,
    need: Need,
  ): Promise<Standing> {
    return demand(await standingIn(tx, personId, planId, 'own'), sectionId, need);
  }

  /** As {@link require}, knowing the rules of everybody in the plan: for who sees what. */
  async requireAmongAll(
    tx: EntityManager,
    { personId }: Acting,
    planId: string,
    sectionId: string | null,
    need: Need,
  ): Promise<Standing> {
    return demand(await standingIn(tx, personId, planId, 'everybody'), sectionId, need);
  }

  /** What the acting person may do in each plan of which they see anything, in no order. */
  async everywhere(tx: EntityManager, { personId }: Acting): Promise<Standing[]> {
    return standingEverywhere(tx, personId);
  }
}

function demand(standing: Standing, sectionId: string | null, need: Need): Standing {
  if (standing.meets(sectionId, need)) return standing;
  throw new Refused(sectionId ?? standing.planId, standing.meets(sectionId, 'see') ? 'not-allowed' : 'not-found');
}
