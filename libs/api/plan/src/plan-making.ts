import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { AccessLog, planKey, standingIn, type Acting, type Standing } from '@samenplan/api/access';
import { Encryption } from '@samenplan/api/platform';
import { SCHEMA_VERSION } from '@samenplan/shared/live-protocol';
import type { EntityManager } from 'typeorm';
import { Details, type SectionDetails } from './details';
import { positionBetween } from './section-order';

/** Name of the section that every plan begins with; the client may give it another. */
const OWN_STORY = 'Mijn verhaal';

/** Makes plans and sections: with their keys, rights and rooms in one transaction, or not at all. */
@Injectable()
export class PlanMaking {
  constructor(
    private readonly encryption: Encryption,
    private readonly details: Details,
    private readonly log: AccessLog,
  ) {}

  /** A plan of the acting person, who becomes its client, with the own story in it. */
  async plan(tx: EntityManager, acting: Acting, title: string): Promise<Standing> {
    const id = randomUUID();
    await tx.query('insert into plan_access (plan_id, client_id) values ($1, $2)', [id, acting.personId]);
    const keyId = await this.encryption.createKey(tx, 'plan', id, null);
    await tx.query("insert into plan (id, phase, details, created_by) values ($1, 'registration', $2, $3)", [
      id,
      await this.details.sealPlan(tx, keyId, id, { title }),
      acting.personId,
    ]);
    await tx.query("insert into person_role (person_id, role) values ($1, 'client') on conflict do nothing", [
      acting.personId,
    ]);
    const standing = await standingIn(tx, acting.personId, id, 'own');
    await this.log.append(tx, acting, standing, { type: 'plan-created', action: 'C', sectionId: null, title });
    await this.section(
      tx,
      acting,
      standing,
      { title: OWN_STORY, kind: 'own-story', domain: null },
      { onlyClient: false, after: null },
    );
    return standing;
  }

  /**
   * A section with its own key and an empty room.
   * @param place `after`: position of the last section, null for the first one
   * @returns its id
   */
  async section(
    tx: EntityManager,
    acting: Acting,
    standing: Standing,
    details: SectionDetails,
    place: { readonly onlyClient: boolean; readonly after: string | null },
  ): Promise<string> {
    const id = randomUUID();
    const { planId } = standing;
    const keyId = await this.encryption.createKey(tx, 'room', id, await planKey(tx, planId));
    await tx.query(
      'insert into section_access (section_id, plan_id, own_story, money, only_client) values ($1, $2, $3, $4, $5)',
      [id, planId, details.kind === 'own-story', details.domain === 'finances', place.onlyClient],
    );
    await tx.query('insert into section (id, plan_id, position, details, created_by) values ($1, $2, $3, $4, $5)', [
      id,
      planId,
      positionBetween(place.after, null),
      await this.details.sealSection(tx, keyId, id, details),
      acting.personId,
    ]);
    await tx.query("insert into room_head (id, kind, history_id, schema_version) values ($1, 'section', $2, $3)", [
      id,
      randomUUID(),
      SCHEMA_VERSION,
    ]);
    const now = await standingIn(tx, acting.personId, planId, 'own');
    await this.log.append(tx, acting, now, {
      type: 'section-created',
      action: 'C',
      sectionId: id,
      title: details.title,
    });
    return id;
  }
}
