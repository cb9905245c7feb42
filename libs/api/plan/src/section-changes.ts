import { Injectable } from '@nestjs/common';
import { Access, rows, type Acting } from '@samenplan/api/access';
import { compareReadings, countWords, RoomHistory, type ComparedBlock } from '@samenplan/api/live';
import type { ChangesReading } from '@samenplan/shared/contracts';
import { z } from 'zod';
import { blocksShown, peopleOf } from './history-views';
import { isSeen, SectionHistory, type Sight } from './section-history';
import { visit } from './sections';

const visitRow = z.object({ since: z.date().nullable() });
const MOST_BLOCKS = 100;
const nothing = { version: null, blocks: [] as ComparedBlock[] };

/** "Wat is er veranderd sinds mijn laatste bezoek". */
@Injectable()
export class SectionChanges {
  constructor(
    private readonly access: Access,
    private readonly look: SectionHistory,
    private readonly history: RoomHistory,
  ) {}

  /** Somebody still looks at a section. Tells nothing, so it leaves no line. */
  async keepVisit(acting: Acting, planId: string, sectionId: string): Promise<void> {
    await this.access.act(acting, async (tx) => {
      await this.access.require(tx, acting, planId, sectionId, 'read');
      await visit(tx, acting.personId, sectionId);
    });
  }

  async since(acting: Acting, planId: string, sectionId: string): Promise<ChangesReading> {
    const since = await this.#visited(acting, planId, sectionId);
    return this.look.look(
      acting,
      { planId, sectionId },
      async (sight) => this.#compare(sight, since),
      async ({ version, blocks: all }, sight, names) => {
        const changed = all.filter(({ change }) => change !== 'same');
        const whole = blocksShown(changed, (at) => sight.isClient || isSeen(sight, at), new Date());
        const blocks = whole.slice(0, MOST_BLOCKS);
        const doers = whole.flatMap(({ runs }) =>
          runs.flatMap(({ change, author, removed }) => (change === 'added' ? author : (removed?.by ?? null))),
        );
        const people = await names([...doers, ...peopleOf(blocks)]);
        return {
          since: since?.toISOString() ?? null,
          version,
          authors: [...new Set(doers)].flatMap((id) => (id === null ? [] : (people.get(id) ?? []))),
          changedBlocks: changed.length,
          words: { added: countWords(changed, 'added'), removed: countWords(changed, 'removed') },
          blocks,
          people: [...new Set(peopleOf(blocks))].flatMap((id) => (id === null ? [] : (people.get(id) ?? []))),
        };
      },
    );
  }

  /** When the previous visit ended; null at the first one. */
  async #visited(acting: Acting, planId: string, sectionId: string): Promise<Date | null> {
    return this.access.act(acting, async (tx) => {
      await this.access.require(tx, acting, planId, sectionId, 'read');
      await visit(tx, acting.personId, sectionId);
      const sql = 'select since from section_visit where person_id = $1 and section_id = $2';
      const [found] = await rows(tx, visitRow, sql, [acting.personId, sectionId]);
      return found?.since ?? null;
    });
  }

  async #compare(sight: Sight, since: Date | null): Promise<{ version: number | null; blocks: ComparedBlock[] }> {
    const { sectionId } = sight;
    const now = await this.history.now(sectionId);
    const last = await this.history.store.moment(sectionId, now.seq);
    const version = last !== undefined && isSeen(sight, last.at) ? now.seq : null;
    // What stood at a time without a right was never seen, so there is nothing to compare with.
    if (since === null || !isSeen(sight, since)) return { ...nothing, version };
    const moment = await this.history.store.momentAt(sectionId, since);
    if (moment?.seq === now.seq) return { ...nothing, version };
    const before = moment === undefined ? [] : await this.look.reading(sight, moment, now.removals);
    return { version, blocks: compareReadings(before, now.blocks, now.removals) };
  }
}
