import { Injectable } from '@nestjs/common';
import {
  AccessLog,
  Announcements,
  facesOf,
  placeIn,
  Refusals,
  rows,
  standingIn,
  titleOf,
  Titles,
  type Acting,
  type Standing,
} from '@samenplan/api/access';
import { RoomKind, type Introduction, type LiveLook, type LiveOrigin, type LiveVisitor } from '@samenplan/api/live';
import { Database } from '@samenplan/api/platform';
import { reason } from '@samenplan/shared/contracts';
import { seedSection, type Y } from '@samenplan/shared/live-protocol';
import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import { visit } from './sections';

const planRow = z.object({ planId: z.string() });

/** A section of a plan as a room of the live engine. */
@Injectable()
export class SectionRoom extends RoomKind {
  readonly kind = 'section';
  readonly path = 'sections';

  constructor(
    private readonly database: Database,
    private readonly accessLog: AccessLog,
    private readonly announcements: Announcements,
    private readonly refusals: Refusals,
    private readonly titles: Titles,
  ) {
    super();
  }

  seed(doc: Y.Doc): void {
    seedSection(doc);
  }

  async introduce(roomId: string, { personId, name }: LiveVisitor): Promise<Introduction> {
    return this.database.as({ personId }, async (tx) => {
      const standing = await standingAt(tx, personId, roomId);
      const face = standing === undefined ? undefined : (await facesOf(tx, [placeIn(standing)])).get(personId);
      return { name, function: face?.function ?? null };
    });
  }

  /** Watching counts as having seen; the first words of a connection tell others that something was written. */
  async log({ roomId, visitor, action, why, ruleId, traceId, address }: LiveLook): Promise<void> {
    const acting: Acting = { personId: visitor.personId, traceId, address };
    await this.database.as(acting, async (tx) => {
      const standing = await standingAt(tx, visitor.personId, roomId);
      // The right ended between the decision and this line: without a line nobody looks.
      if (standing === undefined) throw new Error('Nobody may see this section any more');
      await visit(tx, visitor.personId, roomId);
      await this.accessLog.append(tx, acting, standing, {
        type: action === 'read' ? 'section-live-read' : 'section-live-write',
        action: action === 'read' ? 'R' : 'U',
        sectionId: roomId,
        title: await titleOf(this.titles, tx, standing.planId, roomId),
        right: { why: reason.parse(why), ruleId },
      });
      if (action === 'write')
        this.announcements.changed(tx, acting, standing, roomId, {
          kind: 'section-changed',
          planId: standing.planId,
          sectionId: roomId,
        });
    });
  }

  async refuse({
    roomId,
    visitor,
    traceId,
    address,
  }: LiveOrigin & { roomId: string; visitor: LiveVisitor }): Promise<void> {
    await this.refusals.record({ personId: visitor.personId, traceId, address }, roomId);
  }
}

/** What somebody may do in the plan of a section; undefined when they don't see the section. */
async function standingAt(tx: EntityManager, personId: string, sectionId: string): Promise<Standing | undefined> {
  const [found] = await rows(tx, planRow, 'select plan_id as "planId" from section_access where section_id = $1', [
    sectionId,
  ]);
  return found === undefined ? undefined : standingIn(tx, personId, found.planId, 'own');
}
