import { setImmediate as yieldToOthers } from 'node:timers/promises';
import { HistoryFold } from './history-fold';
import { readBlocks, type ReadBlock } from './history-reading';
import type { IdRanges, Removal } from './history-ranges';
import { writeState } from './history-state';
import type { HistoryStore, Moment, Period, Place, Progress, Restoration, RoomVersion } from './history-store';
import { otherDay, type Version } from './history-versions';
import { RoomUnavailable } from './update-store';

/** A room as far as it is stored now. */
export type HistoryNow = {
  readonly seq: number;
  readonly blocks: readonly ReadBlock[];
  /** Who took away what, ever. */
  readonly removals: IdRanges<Removal>;
};
type Head = Awaited<ReturnType<HistoryStore['head']>>;
/** `versions`: those that are not recorded, the open one included, oldest first. */
type Worked = { readonly fold: HistoryFold; readonly versions: readonly Version[] };

/** Updates between two checkpoints: at most so many are replayed for a look. */
const PAGE = 500;
/** What is not worked out yet may be this long before a look records it. */
const RECORD_AFTER = 200;
/** Milliseconds of work after which others get their turn. */
const AT_ONCE = 8;
const MOST_ATTEMPTS = 3;
/** Looks that this instance works on at the same time. */
const MOST_LOOKS = 3;

/** Versions of rooms and who wrote what in them, worked out from stored updates. Whoever asks has decided who may see it. */
export class RoomHistory {
  #looks = 0;
  readonly #waiting: (() => void)[] = [];

  constructor(readonly store: HistoryStore) {}

  /** @throws RoomUnavailable when there is no such room or a part of it can't be read */
  async now(roomId: string): Promise<HistoryNow> {
    return this.#look(async () => {
      const { fold } = await this.#work(await this.store.head(roomId), false);
      const blocks = readBlocks(fold.doc, fold.living);
      fold.destroy();
      return { seq: fold.seq, blocks, removals: fold.removals };
    });
  }

  /** The text as it stood after an edit. @throws RoomUnavailable when it can't be told any more */
  async at(moment: Moment): Promise<ReadBlock[]> {
    return this.#look(async () => {
      const fold = await this.foldAt(moment);
      const blocks = readBlocks(fold.doc, fold.living);
      fold.destroy();
      return blocks;
    });
  }

  /** Versions that lie within one of these periods as a whole, newest first, with what brought one back. */
  async versions(
    roomId: string,
    periods: readonly Period[],
    before: number,
    most: number,
  ): Promise<(RoomVersion & { readonly restoration: Restoration | null })[]> {
    const fresh = await this.#look(async () => {
      const { fold, versions } = await this.#work(await this.store.head(roomId), false);
      fold.destroy();
      return versions;
    });
    const shown = fresh
      .map(({ from, until, ...version }) => ({ ...version, from: new Date(from), until: new Date(until) }))
      .filter(({ seq, from, until }) => seq < before && withinOne(periods, from, until))
      .reverse()
      .slice(0, most);
    const recorded = await this.store.versions(roomId, periods, before, most);
    const known = new Set(shown.map(({ seq }) => seq));
    const all = [...shown, ...recorded.filter(({ seq }) => !known.has(seq))].slice(0, most);
    const restorations = await this.store.restorations(roomId, all);
    return all.map((version) => {
      const own = restorations.filter(({ seq }) => version.first <= seq && seq <= version.seq);
      return { ...version, restoration: own.at(-1) ?? null };
    });
  }

  /** Works out everything that is stored, and records it: what looks then find ready. */
  async record(roomId: string): Promise<HistoryFold> {
    const head = await this.store.head(roomId);
    return (await this.#work(head, true)).fold;
  }

  /** @internal the fold itself; to be destroyed after use */
  async foldAt(moment: Moment): Promise<HistoryFold> {
    const state = await this.store.checkpoint(moment, moment.seq);
    const fold = state === undefined ? HistoryFold.empty() : new HistoryFold(state);
    const turn = new Turn();
    while (fold.seq < moment.seq)
      for (const update of await this.store.updates(moment, fold.seq, moment.seq, PAGE)) {
        fold.closeBefore(update);
        fold.apply(update);
        await turn.end();
      }
    return fold;
  }

  /** Replays what was stored since the last record; long stretches are recorded on the way. */
  async #work(head: Head, recordAll: boolean): Promise<Worked> {
    for (let attempt = 1; ; attempt += 1) {
      const worked = await this.#try(head, recordAll);
      if (worked !== undefined) return worked;
      // Somebody else recorded meanwhile: go on from there.
      if (attempt === MOST_ATTEMPTS) throw new RoomUnavailable('The history is worked out elsewhere');
    }
  }

  async #try(head: Head, recordAll: boolean): Promise<Worked | undefined> {
    const record = await this.store.record(head);
    const state = record === undefined ? undefined : await this.store.checkpoint(head, record.seq);
    if (state?.seq !== record?.seq) throw new RoomUnavailable('The record of the room has no checkpoint');
    const fold = state === undefined ? HistoryFold.empty() : new HistoryFold(state, record?.removals);
    let since = fold.seq;
    let versions: Version[] = [];
    let states: Progress['states'][number][] = [];
    let at: Date | null = null;
    const turn = new Turn();
    while (fold.seq < head.seq) {
      for (const update of await this.store.updates(head, fold.seq, head.seq, PAGE)) {
        const closed = fold.closeBefore(update);
        if (closed !== null) versions.push(closed);
        // The last version of a day keeps a checkpoint, for when its edits go.
        if (closed !== null && otherDay(closed, update.at.getTime()))
          states.push(await checkpoint(fold, new Date(closed.until)));
        fold.apply(update);
        at = update.at;
        await turn.end();
      }
      if (at === null || fold.seq - since < (recordAll ? 1 : RECORD_AFTER)) continue;
      states.push(await checkpoint(fold, at));
      if (!(await this.store.keep(head, head.keyId, { since, states, versions, removals: fold.removals })))
        return undefined;
      [since, states, versions] = [fold.seq, [], []];
    }
    const { openVersion } = fold;
    return { fold, versions: openVersion === null ? versions : [...versions, openVersion] };
  }

  /** A few at a time: whoever asks more waits. */
  async #look<T>(work: () => Promise<T>): Promise<T> {
    if (this.#looks >= MOST_LOOKS) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    this.#looks += 1;
    try {
      return await work();
    } finally {
      this.#looks -= 1;
      this.#waiting.shift()?.();
    }
  }
}

const checkpoint = async (fold: HistoryFold, at: Date): Promise<Progress['states'][number]> => ({
  seq: fold.seq,
  at,
  payload: await writeState(fold.state()),
});

export const withinOne = (periods: readonly Period[], from: Date, until: Date): boolean =>
  periods.some((period) => from > period.from && (period.until === null || until < period.until));

/** Lets others go first after some work. */
class Turn {
  #begun = performance.now();

  async end(): Promise<void> {
    if (performance.now() - this.#begun < AT_ONCE) return;
    await yieldToOthers();
    this.#begun = performance.now();
  }
}

export type { Place };
