import { Injectable } from '@nestjs/common';
import { Access, Announcements, Refused } from '@samenplan/api/access';
import type { Visitor } from '@samenplan/api/identity';
import { hiddenParts, restoringUpdate, RoomHistory, Rooms, RoomUnavailable, WriteRefused } from '@samenplan/api/live';
import { Problem } from '@samenplan/api/platform';
import { SectionHistory, type Sight } from './section-history';

const event = { type: 'section-version-restored', action: 'U' } as const;

/** Brings a version back as an edit of whoever asks, by the same path and rights as any other. */
@Injectable()
export class SectionRestore {
  constructor(
    private readonly access: Access,
    private readonly announcements: Announcements,
    private readonly look: SectionHistory,
    private readonly history: RoomHistory,
    private readonly rooms: Rooms,
  ) {}

  /**
   * Text that the client took away comes back only by the client.
   * @returns the version with the old text in it; the newest one when nothing differed
   */
  async restore(visitor: Visitor, planId: string, sectionId: string, version: number): Promise<{ version: number }> {
    const { moment, update, seq } = await this.look.look(
      visitor,
      { planId, sectionId, need: 'write', event },
      (sight) => this.#prepare(sight, version),
      async (found) => found,
    );
    if (update === undefined) return { version: seq };
    const stored = await this.#write(visitor, sectionId, update);
    await this.history.store.addRestoration(sectionId, { seq: stored, fromSeq: version, fromAt: moment.at });
    await this.access.act(visitor, async (tx) => {
      const standing = await this.access.require(tx, visitor, planId, sectionId, 'read');
      this.announcements.changed(tx, visitor, standing, sectionId, { kind: 'section-changed', planId, sectionId });
    });
    return { version: stored };
  }

  async #prepare(sight: Sight, version: number) {
    const { sectionId, isClient, clientId } = sight;
    const moment = await this.look.seen(sight, version);
    const { seq, removals } = await this.history.now(sectionId);
    const fold = await this.history.foldAt(moment).catch((error: unknown) => {
      if (error instanceof RoomUnavailable) throw new Refused(sectionId);
      throw error;
    });
    const current = await this.rooms.encodeState(sectionId);
    const update = restoringUpdate(current, fold, (written, length) =>
      isClient ? [{ length, hidden: false }] : hiddenParts(written, length, { removals, takenBy: clientId }),
    );
    fold.destroy();
    return { moment, update, seq };
  }

  async #write({ personId, sessionId }: Visitor, sectionId: string, update: Uint8Array): Promise<number> {
    try {
      return await this.rooms.write(sectionId, personId, sessionId, update);
    } catch (error) {
      if (!(error instanceof WriteRefused)) throw error;
      if (error.reason === 'right') throw new Problem('not-allowed');
      throw new Problem(error.reason === 'too-large' ? 'content-too-large' : 'conflict');
    }
  }
}
