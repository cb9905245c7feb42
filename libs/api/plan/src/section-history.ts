import { Injectable } from '@nestjs/common';
import {
  Access,
  AccessLog,
  readPeriods,
  Refused,
  titleOf,
  Titles,
  type Acting,
  type LogEvent,
  type Need,
  type Standing,
} from '@samenplan/api/access';
import {
  compareReadings,
  hideFrom,
  RoomHistory,
  RoomUnavailable,
  uncompared,
  withinOne,
  type IdRanges,
  type Moment,
  type Period,
  type ReadBlock,
  type Removal,
} from '@samenplan/api/live';
import { Clock, Problem, RateLimit } from '@samenplan/api/platform';
import type { HistoryPerson, SectionVersion, VersionReading } from '@samenplan/shared/contracts';
import type { EntityManager } from 'typeorm';
import { blocksShown, peopleOf } from './history-views';
import { Writers } from './writers';

/** Looks into history of one person; each may replay hundreds of edits. */
const LOOKS = { burst: 60, perMinute: 120 };
/** Since ever; the client has had every right. */
const ALWAYS: readonly Period[] = [{ from: new Date(0), until: null }];

/** What somebody may see of the history of a section. */
export type Sight = {
  readonly sectionId: string;
  readonly isClient: boolean;
  readonly clientId: string;
  /** Times at which there was a right to read. */
  readonly periods: readonly Period[];
};

/** Versions of a section, each for whoever had a right to read it at that time. */
@Injectable()
export class SectionHistory {
  readonly #looks: RateLimit;

  constructor(
    private readonly access: Access,
    private readonly log: AccessLog,
    private readonly titles: Titles,
    private readonly writers: Writers,
    private readonly history: RoomHistory,
    clock: Clock,
  ) {
    this.#looks = new RateLimit(clock, LOOKS);
  }

  /** Newest first. */
  async versions(
    acting: Acting,
    planId: string,
    sectionId: string,
    { cursor, limit }: { readonly cursor?: string | undefined; readonly limit: number },
  ): Promise<{ items: SectionVersion[]; nextCursor: string | null }> {
    const before = cursor === undefined ? Number.MAX_SAFE_INTEGER : versionOf(cursor);
    return this.look(
      acting,
      { planId, sectionId },
      async ({ periods }) => this.history.versions(sectionId, periods, before, limit + 1),
      async (found, sight, names) => {
        const shown = found.slice(0, limit);
        const people = await names(shown.flatMap(({ authors }) => authors));
        const items = shown.map(({ seq, from, until, authors, words, restoration }): SectionVersion => {
          // What the client took away is not even counted for others.
          const removed = sight.isClient || !authors.includes(sight.clientId) ? words.removed : 0;
          const source = restoration === null || !isSeen(sight, restoration.fromAt) ? null : restoration;
          return {
            version: seq,
            from: from.toISOString(),
            until: until.toISOString(),
            authors: authors.flatMap((id) => people.get(id) ?? []),
            restoredFrom: source === null ? null : { version: source.fromSeq, at: source.fromAt.toISOString() },
            words: { added: words.added, removed },
          };
        });
        const last = shown.at(-1);
        return { items, nextCursor: found.length > limit && last !== undefined ? String(last.seq) : null };
      },
    );
  }

  async version(
    acting: Acting,
    planId: string,
    sectionId: string,
    seq: number,
    since?: number,
  ): Promise<VersionReading> {
    if (since !== undefined && since >= seq)
      throw new Problem('input-invalid', { errors: [{ path: 'query.since', message: 'not-earlier' }] });
    return this.look(
      acting,
      { planId, sectionId },
      async (sight) => {
        const moment = await this.seen(sight, seq);
        const earlier = since === undefined ? undefined : await this.seen(sight, since);
        const { removals } = await this.history.now(sectionId);
        const after = await this.reading(sight, moment, removals);
        if (earlier === undefined) return { moment, removals, blocks: uncompared(after) };
        const before = await this.reading(sight, earlier, removals);
        return { moment, removals, blocks: compareReadings(before, after, removals) };
      },
      async ({ moment, blocks: compared }, sight, names) => {
        const blocks = blocksShown(compared, (at) => sight.isClient || isSeen(sight, at), moment.at);
        const people = [...(await names(peopleOf(blocks))).values()];
        return { version: seq, at: moment.at.toISOString(), since: since ?? null, blocks, people };
      },
    );
  }

  /**
   * A look at history: asks for the right before and after reading, so that nothing stored after a stop is in the
   * answer, and writes its line before the answer leaves.
   * @throws Problem as {@link Access.act}
   */
  async look<T, A>(
    acting: Acting,
    at: {
      readonly planId: string;
      readonly sectionId: string;
      readonly need?: Need;
      readonly event?: Pick<LogEvent, 'type' | 'action'>;
    },
    read: (sight: Sight) => Promise<T>,
    tell: (
      found: T,
      sight: Sight,
      names: (ids: readonly (string | null)[]) => Promise<ReadonlyMap<string, HistoryPerson>>,
      tx: EntityManager,
      standing: Standing,
    ) => Promise<A>,
  ): Promise<A> {
    this.#looks.demand(acting.personId);
    const { planId, sectionId, need = 'read', event = { type: 'section-history-read', action: 'R' } } = at;
    const begun = performance.now();
    const sight = await this.access.act(acting, async (tx) => {
      const standing = await this.access.require(tx, acting, planId, sectionId, need);
      const periods = await readPeriods(tx, acting, planId, sectionId);
      const { isClient, rules } = standing;
      return { sectionId, isClient, clientId: rules.clientId, periods: isClient ? ALWAYS : periods };
    });
    const found = await read(sight).catch((error: unknown) => {
      if (!(error instanceof Refused)) throw error;
      return this.access.refuse(acting, error, begun);
    });
    return this.access.act(acting, async (tx) => {
      const standing = await this.access.requireAmongAll(tx, acting, planId, sectionId, need);
      const title = await titleOf(this.titles, tx, planId, sectionId);
      await this.log.append(tx, acting, standing, { ...event, sectionId, title });
      return tell(found, sight, (ids) => this.writers.named(tx, standing, ids), tx, standing);
    });
  }

  /** @throws Refused when there is no such version, or not for this person */
  async seen(sight: Sight, seq: number): Promise<Moment> {
    const moment = await this.history.store.moment(sight.sectionId, seq);
    if (moment?.seq !== seq || !isSeen(sight, moment.at)) throw new Refused(sight.sectionId);
    return moment;
  }

  /** The text of back then, without what the client took away since, except for the client. */
  async reading(sight: Sight, moment: Moment, removals: IdRanges<Removal>): Promise<ReadBlock[]> {
    const blocks = await this.history.at(moment).catch((error: unknown) => {
      // Its edits have gone with the years: as if it never was.
      if (error instanceof RoomUnavailable) throw new Refused(sight.sectionId);
      throw error;
    });
    return sight.isClient ? blocks : hideFrom(blocks, { removals, takenBy: sight.clientId });
  }
}

export const isSeen = ({ periods }: Sight, at: Date): boolean => withinOne(periods, at, at);

/** @throws Problem `input-invalid` */
function versionOf(cursor: string): number {
  const version = Number(cursor);
  if (Number.isSafeInteger(version) && version > 0) return version;
  throw new Problem('input-invalid', { errors: [{ path: 'query.cursor', message: 'unknown' }] });
}
