import { Injectable } from '@nestjs/common';
import { Access, changed, planKey, Refused, rows, standingIn, type Acting } from '@samenplan/api/access';
import type { Place, Visitor } from '@samenplan/api/identity';
import { Encryption, Problem } from '@samenplan/api/platform';
import { paperChoice, type HelpedDecision } from '@samenplan/shared/contracts';
import type { EntityManager } from 'typeorm';
import { z } from 'zod';

/** What stands encrypted: the names of that moment, and what a form of paper says. */
const decisionDetails = z.object({
  helper: z.string(),
  function: z.string().nullable(),
  organisation: z.string().nullable(),
  witness: z.string().nullable().default(null),
  choices: z.array(paperChoice.extend({ name: z.string() })).default([]),
});
export type DecisionDetails = z.infer<typeof decisionDetails>;

interface NewDecision {
  /** That of the login, for a session. */
  readonly id: string;
  readonly kind: HelpedDecision['kind'];
  readonly status: HelpedDecision['status'];
  readonly decidedOn?: string;
  readonly witnessId?: string | null;
  readonly witness?: string;
  readonly choices?: DecisionDetails['choices'];
}

const purposeOf = (id: string): string => `helped-decision:${id}`;
const decisionRow = z.object({
  id: z.string(),
  kind: z.enum(['assisted', 'paper']),
  at: z.date(),
  decidedOn: z.string().nullable(),
  status: z.enum(['done', 'waiting', 'refused']),
  reviewedAt: z.date().nullable(),
  details: z.instanceof(Uint8Array),
});

/** What a client decided with help, kept so that the client can look back at it. */
@Injectable()
export class HelpedDecisions {
  constructor(
    private readonly access: Access,
    private readonly encryption: Encryption,
  ) {}

  /** In a transaction of the client with the helper. */
  async keep(tx: EntityManager, acting: Acting, place: Place, decision: NewDecision): Promise<void> {
    const { helper } = acting;
    if (helper == null) throw new Error('Only what was decided with help is kept here');
    const { id, kind, status, decidedOn = null, witnessId = null, witness = null, choices = [] } = decision;
    const { function: job, organisation } = place;
    const details: DecisionDetails = { helper: helper.name, function: job, organisation, witness, choices };
    const sealed = await this.encryption.sealJson(tx, await planKey(tx, helper.planId), purposeOf(id), details);
    await tx.query(
      `insert into helped_decision (id, plan_id, client_id, kind, helper_id, witness_id, status, decided_on, details)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
      [id, helper.planId, acting.personId, kind, helper.id, witnessId, status, decidedOn, sealed],
    );
  }

  async open(tx: EntityManager, planId: string, id: string, details: Uint8Array): Promise<DecisionDetails> {
    return decisionDetails.parse(await this.encryption.openJson(tx, purposeOf(id), details, planId));
  }

  /** For the client, newest first. */
  async list(visitor: Visitor, planId: string): Promise<HelpedDecision[]> {
    return this.access.act(visitor, async (tx) => {
      await this.#client(tx, visitor, planId);
      const sql = `select id, kind, at, decided_on::text as "decidedOn", status, reviewed_at as "reviewedAt", details
        from helped_decision where plan_id = $1 and client_id = $2 order by at desc, id limit 200`;
      const found = await rows(tx, decisionRow, sql, [planId, visitor.personId]);
      const items: HelpedDecision[] = [];
      for (const { id, kind, at, decidedOn, status, reviewedAt, details } of found) {
        const { helper, function: job, organisation, witness } = await this.open(tx, planId, id, details);
        const names = { helper, function: job, organisation, witness };
        items.push({
          id,
          kind,
          ...names,
          at: at.toISOString(),
          decidedOn,
          status,
          reviewedAt: reviewedAt?.toISOString() ?? null,
        });
      }
      return items;
    });
  }

  async review(visitor: Visitor, planId: string, decisionId: string): Promise<void> {
    await this.access.act(visitor, async (tx) => {
      await this.#client(tx, visitor, planId);
      const sql =
        'update helped_decision set reviewed_at = coalesce(reviewed_at, clock_timestamp()) where id = $1 and plan_id = $2 and client_id = $3';
      if ((await changed(tx, sql, [decisionId, planId, visitor.personId])) === 0) throw new Problem('not-found');
    });
  }

  async #client(tx: EntityManager, { personId }: Visitor, planId: string): Promise<void> {
    const standing = await standingIn(tx, personId, planId, 'own');
    if (!standing.isClient) throw new Refused(planId, standing.sight === undefined ? 'not-found' : 'not-allowed');
  }
}
