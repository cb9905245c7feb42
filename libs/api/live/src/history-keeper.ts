import type { LivePool } from '@samenplan/api/platform';
import { z } from 'zod';
import type { RoomHistory } from './history';
import { RoomDocument } from './room-document';
import type { UpdateStore } from './update-store';

/** How long history stays how fine, in days. docs/operations.md tells administrators. */
export type HistoryAges = {
  /** Every stored edit, and so every version. */
  readonly everyEdit: number;
  /** After that the last version of each day; longer ago the last of each week. */
  readonly everyDay: number;
};
export const historyAges: HistoryAges = { everyEdit: 30, everyDay: 365 };

const LOOK_EVERY = 60_000;
/** Rooms and edits of one round: the rest is for the next. */
const MOST_ROOMS = 50;
const MOST_EDITS = 5_000;
/** Stored edits after which the next round works on a room, also while people write in it. */
const BEHIND = 200;
/** A snapshot should come every 200 edits; a room so far behind lost some. */
const MOST_TAIL = 1_000;

const roomRow = z.object({ id: z.string() });

/** A room whose key was destroyed has no history any more, and must not stand in front of the others for ever. */
const HAS_KEY = `exists (select from keys.data_key k where k.owner_id = h.id and k.kind <> 'plan' and k.destroyed_at is null)`;

const BEHIND_ROOMS = `
  select h.id from room_head h left join room_record r on r.room_id = h.id and r.history_id = h.history_id
  where h.seq > 1 and ${HAS_KEY} and (h.seq >= coalesce(r.seq, 0) + $1
    or h.seq > coalesce(r.seq, 0) and h.written_at < clock_timestamp() - interval '10 minutes')
  order by h.written_at limit $2`;
const LONG_ROOMS = `
  select h.id from room_head h where ${HAS_KEY} and h.seq > coalesce((select max(s.seq) from room_snapshot s
    where s.room_id = h.id and s.history_id = h.history_id), 0) + $1 limit $2`;
const OLD_ROOMS = `
  select v.room_id as id from room_version v join room_head h on h.id = v.room_id
  where ${HAS_KEY} and v.at < date_trunc('day', clock_timestamp() - make_interval(days => $1), 'UTC')
  group by v.room_id
  having bool_or(exists (select from room_update u
      where u.room_id = v.room_id and u.history_id = v.history_id and u.seq <= v.seq))
    or count(*) filter (where v.at < date_trunc('week', clock_timestamp() - make_interval(days => $2), 'UTC'))
      > count(distinct date_trunc('week', v.at, 'UTC'))
        filter (where v.at < date_trunc('week', clock_timestamp() - make_interval(days => $2), 'UTC'))
  limit $3`;

/**
 * Works out history before anybody asks, thins it by age, and makes snapshots that failed. One instance at a time;
 * every round does a bounded part.
 */
export class HistoryKeeper {
  #timer: NodeJS.Timeout | undefined;
  /** The day (UTC) on which nothing was left to thin: what is old enough changes with the day only. */
  #thinnedOn = '';
  #running: Promise<void> | undefined;

  constructor(
    private readonly pool: LivePool,
    private readonly history: RoomHistory,
    private readonly updates: UpdateStore,
    private readonly report: (event: string, error: unknown) => void,
    private readonly ages: HistoryAges = historyAges,
  ) {}

  start(): void {
    this.#timer = setInterval(() => {
      this.#running ??= this.#look();
    }, LOOK_EVERY);
    this.#timer.unref();
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#running;
  }

  /** One round now. @returns false when another instance is at it */
  async round(): Promise<boolean> {
    const client = await this.pool.connect();
    // A connection that breaks fails the next query; without a listener it would end the process.
    const broken = (): void => undefined;
    client.on('error', broken);
    let whole = false;
    try {
      const { rows } = await client.query<{ mine: boolean }>(
        "select pg_try_advisory_lock(hashtextextended('history-keeper', 0)) as mine",
      );
      if (rows[0]?.mine !== true) {
        whole = true;
        return false;
      }
      try {
        await this.#each(BEHIND_ROOMS, [BEHIND, MOST_ROOMS], async (id) => (await this.history.record(id)).destroy());
        await this.#each(LONG_ROOMS, [MOST_TAIL, MOST_ROOMS], (id) => this.#snapshot(id));
        await this.#thinOld();
      } finally {
        await client.query("select pg_advisory_unlock(hashtextextended('history-keeper', 0))");
      }
      whole = true;
      return true;
    } finally {
      client.off('error', broken);
      client.release(!whole);
    }
  }

  async #look(): Promise<void> {
    try {
      await this.round();
    } catch (error) {
      this.report('history-keeper-unavailable', error);
    } finally {
      this.#running = undefined;
    }
  }

  async #thinOld(): Promise<void> {
    const today = new Date().toISOString().slice(0, 10);
    if (this.#thinnedOn === today) return;
    const { everyEdit, everyDay } = this.ages;
    const found = await this.#each(OLD_ROOMS, [everyEdit, everyDay, MOST_ROOMS], (id) => this.#thin(id));
    if (found === 0) this.#thinnedOn = today;
  }

  /** One room that can't be worked on does not keep the others waiting. @returns how many rooms there were */
  async #each(sql: string, values: readonly number[], work: (roomId: string) => Promise<void>): Promise<number> {
    const { rows } = await this.pool.query(sql, [...values]);
    const rooms = z.array(roomRow).parse(rows);
    for (const { id } of rooms)
      try {
        await work(id);
      } catch (error) {
        this.report('history-room-failed', error);
      }
    return rooms.length;
  }

  async #thin(roomId: string): Promise<void> {
    (await this.history.record(roomId)).destroy();
    await this.#snapshot(roomId);
    await this.pool.query('select thin_room($1, make_interval(days => $2), make_interval(days => $3), $4)', [
      roomId,
      this.ages.everyEdit,
      this.ages.everyDay,
      MOST_EDITS,
    ]);
  }

  async #snapshot(roomId: string): Promise<void> {
    const loaded = await this.updates.load(roomId);
    if (loaded === undefined || loaded.updates.length === 0) return;
    const document = new RoomDocument(loaded);
    const { historyId, keyId, seq, schemaVersion } = document;
    try {
      await this.updates.keepSnapshot({ roomId, historyId, keyId, seq }, schemaVersion, document.snapshot());
    } finally {
      document.destroy();
    }
  }
}
