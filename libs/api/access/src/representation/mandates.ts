import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Notices } from '@samenplan/api/identity';
import type { LogType, MandateChange, NewMandate } from '@samenplan/shared/contracts';
import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import { Access } from '../access';
import { AccessLog, type LogAction } from '../log/access-log';
import type { Acting } from '../acting';
import { Announcements } from '../announcements';
import { standingIn } from '../facts';
import { Refused } from '../refusals';
import { rows } from '../sql';
import type { Standing } from '../standing';
import { titleOf, Titles } from '../titles';
import { mandateDetail, mandatesIn, type MandateRow } from './mandate-rows';
import { demandOk, outcomeOf, type Outcome } from './outcome';

type Placing = { readonly planId: string; readonly mandateId: string };
type Deed = { readonly type: LogType; readonly action: LogAction };
const planRow = z.object({ id: z.string() });

const changes: Readonly<Record<MandateChange['act'], LogType>> = {
  agree: 'mandate-agreed',
  contest: 'mandate-contested',
  confirm: 'mandate-confirmed',
  renew: 'mandate-renewed',
};

/**
 * Who may act for a client. Which deed is allowed to whom, the functions of the database say (docs/adr/0019); here
 * each gets its line in the log, in every plan of the client that the acting person sees, and is told.
 */
@Injectable()
export class Mandates {
  constructor(
    private readonly access: Access,
    private readonly log: AccessLog,
    private readonly announcements: Announcements,
    private readonly notices: Notices,
    private readonly titles: Titles,
  ) {}

  /**
   * @throws Problem `recipient-unknown`, `mandate-not-possible`, `end-invalid`, or `conflict` (the person has one that
   * did not end)
   */
  async add(acting: Acting, planId: string, wanted: NewMandate): Promise<{ id: string }> {
    return this.access.act(acting, async (tx) => {
      const standing = await this.access.requireAmongAll(tx, acting, planId, null, 'see');
      const id = randomUUID();
      const { personId, kind, scope, endsAt = null, proof = null, proofSeenOn = null } = wanted;
      const sql = 'select add_mandate($1, $2, $3, $4, $5, $6, $7, $8) as outcome';
      demandOk(await outcomeOf(tx, sql, [id, planId, personId, kind, scope, endsAt, proof, proofSeenOn]), planId);
      const tell = await this.#teller(tx, acting, standing, undefined);
      await tell(id, { type: 'mandate-made', action: 'C' });
      for (const told of [personId, standing.rules.clientId])
        if (told !== acting.personId) await this.notices.add(tx, { personId: told, kind: 'mandate-begun', planId });
      return { id };
    });
  }

  /** @throws Problem `mandate-not-possible`, `end-invalid`, or `conflict` (it is past that, such as confirmed already) */
  async change(acting: Acting, { planId, mandateId }: Placing, wanted: MandateChange): Promise<void> {
    await this.#does(acting, { planId, mandateId }, { type: changes[wanted.act], action: 'U' }, (tx) => {
      if (wanted.act === 'renew')
        return outcomeOf(tx, 'select renew_mandate($1, $2) as outcome', [mandateId, wanted.endsAt ?? null]);
      if (wanted.act === 'confirm')
        return outcomeOf(tx, 'select confirm_mandate($1, $2, $3) as outcome', [
          mandateId,
          planId,
          wanted.proof ?? null,
        ]);
      return outcomeOf(tx, 'select answer_mandate($1, $2) as outcome', [mandateId, wanted.act === 'agree']);
    });
  }

  /** From the moment this has answered, the representative has no right by this mandate. */
  async end(acting: Acting, placing: Placing): Promise<void> {
    await this.#does(acting, placing, { type: 'mandate-ended', action: 'D' }, async (tx, standing, personId) => {
      const outcome = await outcomeOf(tx, 'select end_mandate($1) as outcome', [placing.mandateId]);
      for (const told of [personId, standing.rules.clientId])
        if (outcome === 'ok' && told !== acting.personId)
          await this.notices.add(tx, { personId: told, kind: 'mandate-ended', planId: placing.planId });
      return outcome;
    });
  }

  async #does(
    acting: Acting,
    { planId, mandateId }: Placing,
    deed: Deed,
    work: (tx: EntityManager, standing: Standing, personId: string) => Promise<Outcome>,
  ): Promise<void> {
    await this.access.act(acting, async (tx) => {
      const standing = await this.access.requireAmongAll(tx, acting, planId, null, 'see');
      const [mandate] = await mandatesIn(tx, planId, mandateId);
      if (mandate === undefined) throw new Refused(planId);
      const tell = await this.#teller(tx, acting, standing, mandate);
      demandOk(await work(tx, standing, mandate.personId), planId);
      await tell(mandateId, deed);
    });
  }

  /**
   * Looks now at all plans of the client that the acting person sees; the answer writes the line in each, also when
   * the acting person sees nothing of them any more by then.
   */
  async #teller(
    tx: EntityManager,
    acting: Acting,
    { planId, rules }: Standing,
    before: MandateRow | undefined,
  ): Promise<(mandateId: string, deed: Deed) => Promise<void>> {
    const found = await rows(tx, planRow, 'select plan_id as id from plan_access where client_id = $1', [
      rules.clientId,
    ]);
    const standings: (readonly [Standing, string | null])[] = [];
    for (const { id } of found)
      standings.push([
        await standingIn(tx, acting.personId, id, 'everybody'),
        await titleOf(this.titles, tx, id, null),
      ]);
    return async (mandateId, deed) => {
      const mandate = (await mandatesIn(tx, planId, mandateId))[0] ?? before;
      if (mandate === undefined) throw new Refused(planId);
      for (const [standing, title] of standings) {
        const right = standing.sight;
        await this.log.append(tx, acting, standing, {
          ...deed,
          sectionId: null,
          title,
          detail: mandateDetail(mandate),
          ...(right === undefined ? {} : { right }),
        });
        this.announcements.rightsChanged(tx, acting, standing, { type: 'person', id: mandate.personId }, null);
        this.announcements.tell(tx, [rules.clientId], { kind: 'access-changed', planId: standing.planId });
      }
    };
  }
}
