import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Encryption } from '@samenplan/api/platform';
import type { LogType } from '@samenplan/shared/contracts';
import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import { Access } from '../access';
import { AccessLog, planKey, type LogAction } from '../log/access-log';
import type { Acting } from '../acting';
import { Announcements } from '../announcements';
import { Refused } from '../refusals';
import { rows } from '../sql';
import type { Standing } from '../standing';
import { titleOf, Titles } from '../titles';
import { demandOk, outcomeOf } from './outcome';

const closureRow = z.object({
  id: z.string(),
  sectionId: z.string(),
  personId: z.string(),
  name: z.string(),
  closedBy: z.string(),
  closerName: z.string(),
  closedAt: z.date(),
  reason: z.instanceof(Uint8Array),
});
export type ClosureRow = z.infer<typeof closureRow>;
const words = z.object({ reason: z.string() });
const purposeOf = (closureId: string): string => `section-closure:${closureId}`;

/** Sections of a plan that are closed to a parent now, as row-level security shows them; never one's own. */
export async function closuresIn(tx: EntityManager, planId: string): Promise<ClosureRow[]> {
  return rows(
    tx,
    closureRow,
    `select c.id, c.section_id as "sectionId", c.person_id as "personId", p.name, c.closed_by as "closedBy",
        b.name as "closerName", c.closed_at as "closedAt", c.reason
      from section_closure c join person p on p.id = c.person_id join person b on b.id = c.closed_by
      where c.plan_id = $1 and c.opened_at is null order by c.closed_at, c.id`,
    [planId],
  );
}

/**
 * From the 12th birthday of the client on, a section can be closed to a parent: by the young person, or by a
 * professional who writes in it. The parent learns nothing: the section is not there for them.
 */
@Injectable()
export class Closures {
  constructor(
    private readonly access: Access,
    private readonly log: AccessLog,
    private readonly announcements: Announcements,
    private readonly encryption: Encryption,
    private readonly titles: Titles,
  ) {}

  /** @throws Problem `mandate-not-possible` (not a parent), `conflict` (closed already) */
  async close(
    acting: Acting,
    planId: string,
    { sectionId, personId, reason }: { readonly sectionId: string; readonly personId: string; readonly reason: string },
  ): Promise<{ id: string }> {
    return this.access.act(acting, async (tx) => {
      const standing = await this.access.requireAmongAll(tx, acting, planId, sectionId, 'write');
      const id = randomUUID();
      const sealed = await this.encryption.sealJson(tx, await planKey(tx, planId), purposeOf(id), { reason });
      const sql = 'select close_section($1, $2, $3, $4) as outcome';
      demandOk(await outcomeOf(tx, sql, [id, sectionId, personId, sealed]), sectionId);
      const closure = (await closuresIn(tx, planId)).find((one) => one.id === id);
      if (closure === undefined) throw new Refused(sectionId);
      await this.#told(tx, acting, standing, closure, { type: 'section-closed', action: 'U' });
      return { id };
    });
  }

  async open(acting: Acting, planId: string, closureId: string): Promise<void> {
    await this.access.act(acting, async (tx) => {
      const standing = await this.access.requireAmongAll(tx, acting, planId, null, 'see');
      const closure = (await closuresIn(tx, planId)).find(({ id }) => id === closureId);
      if (closure === undefined) throw new Refused(planId);
      demandOk(await outcomeOf(tx, 'select open_section($1) as outcome', [closureId]), closure.sectionId);
      await this.#told(tx, acting, standing, closure, { type: 'section-opened', action: 'U' });
    });
  }

  /** Why it is closed. */
  async reasonOf(tx: EntityManager, planId: string, { id, reason }: ClosureRow): Promise<string> {
    return words.parse(await this.encryption.openJson(tx, purposeOf(id), reason, planId)).reason;
  }

  async #told(
    tx: EntityManager,
    acting: Acting,
    standing: Standing,
    { sectionId, personId, name }: ClosureRow,
    deed: { readonly type: LogType; readonly action: LogAction },
  ): Promise<void> {
    await this.log.append(tx, acting, standing, {
      ...deed,
      sectionId,
      title: await titleOf(this.titles, tx, standing.planId, sectionId),
      detail: { kind: 'person', name },
    });
    this.announcements.rightsChanged(tx, acting, standing, { type: 'person', id: personId }, sectionId);
  }
}
