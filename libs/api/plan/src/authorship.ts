import { Injectable } from '@nestjs/common';
import { Access, AccessLog, titleOf, Titles, type Acting, type Standing } from '@samenplan/api/access';
import { Rooms } from '@samenplan/api/live';
import type { BlockAuthorship } from '@samenplan/shared/contracts';
import { Writers } from './writers';

type Stored = Awaited<ReturnType<Rooms['authorship']>>[number];
type Author = BlockAuthorship['author'];

/** Who wrote each block of a section, and what another made of it. */
@Injectable()
export class Authorship {
  constructor(
    private readonly access: Access,
    private readonly log: AccessLog,
    private readonly rooms: Rooms,
    private readonly titles: Titles,
    private readonly writers: Writers,
  ) {}

  /** Asks for the right before and after reading: what was stored after a stop is never in the answer. */
  async of(acting: Acting, planId: string, sectionId: string): Promise<BlockAuthorship[]> {
    await this.access.act(acting, (tx) => this.access.require(tx, acting, planId, sectionId, 'read'));
    const blocks = await this.rooms.authorship(sectionId);
    return this.access.act(acting, async (tx) => {
      const standing = await this.access.requireAmongAll(tx, acting, planId, sectionId, 'read');
      const title = await titleOf(this.titles, tx, planId, sectionId);
      await this.log.append(tx, acting, standing, { type: 'section-history-read', action: 'R', sectionId, title });
      const ids = blocks.flatMap(({ author, change }) => (change === null ? [author] : [author, change.by]));
      const authors = await this.writers.named(tx, standing, ids);
      return blocks.flatMap((block) => shown(block, authors, standing));
    });
  }
}

function shown(block: Stored, authors: ReadonlyMap<string, Author>, standing: Standing): BlockAuthorship[] {
  const author = block.author === null ? undefined : authors.get(block.author);
  if (author === undefined) return []; // Nobody wrote in it yet.
  const by = block.change === null ? undefined : authors.get(block.change.by);
  if (block.change === null || by === undefined)
    return [{ blockId: block.blockId, author, writtenAt: block.writtenAt.toISOString(), change: null }];
  // Words that the client took away stay between the client and nobody.
  const taken = block.change.changedByIds.includes(standing.rules.clientId) && !standing.isClient;
  const change = { by, at: block.change.at.toISOString(), earlierText: taken ? null : block.change.earlierText };
  return [{ blockId: block.blockId, author, writtenAt: block.writtenAt.toISOString(), change }];
}
