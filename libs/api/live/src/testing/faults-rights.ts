import { randomUUID } from 'node:crypto';
import type { PoolClient } from 'pg';
import type { NewRight } from './faults-schedule';
import type { LiveWorld, Somebody } from './live-world';

/** A level, and from when by the clock of the database (ms since 1970). */
type Level = { readonly from: number; readonly level: number };

/** What everybody may do in one room after one change, read in its own transaction while it held the head. */
export type Turning = {
  /** Last update of the room that was stored before it. */
  readonly seq: number;
  readonly epoch: number;
  /** Monotonic: before the change was sent, and after it was answered. */
  readonly sentAt: number;
  readonly answeredAt: number;
  /** The same moments on the clock of the round. */
  readonly sent: number;
  readonly answered: number;
  /** By person; ends by the clock follow one another. */
  readonly levels: ReadonlyMap<string, readonly Level[]>;
};

/** A login that ended. */
export type EndedLogin = {
  readonly loginId: string;
  readonly answeredAt: number;
  /** By room: last update of this login, and the last of anybody when the end had been answered. */
  readonly own: ReadonlyMap<string, number>;
  readonly all: ReadonlyMap<string, number>;
};

const BRIEF = '350 milliseconds';
const FOR_LONG = '1 day';
/** Further ends by the clock do not come within a round. */
const HORIZON = 60_000;

/**
 * Changes rights the way the product does, by rows, and keeps what the database said about each change: the order of
 * the database is the measure of what may be seen and stored.
 */
export class FaultyRights {
  readonly turnings = new Map<string, Turning[]>();
  readonly ended: EndedLogin[] = [];
  readonly #rules = new Map<string, string>();

  constructor(
    private readonly world: LiveWorld,
    private readonly planId: string,
    readonly roomIds: readonly string[],
    private readonly people: readonly Somebody[],
    private readonly now: () => number,
  ) {
    for (const id of roomIds) this.turnings.set(id, []);
  }

  /** @param roomId absent: all rooms of the plan */
  async change(personId: string, roomId: string | undefined, to: NewRight): Promise<void> {
    const rooms = roomId === undefined ? this.roomIds : [roomId];
    const [sentAt, sent] = [performance.now(), this.now()];
    const seen = await this.#transaction(async (db) => {
      await this.#write(db, personId, roomId, to);
      const found: ({ readonly id: string } & Pick<Turning, 'seq' | 'epoch' | 'levels'>)[] = [];
      for (const id of rooms) found.push({ id, ...(await this.#look(db, id)) });
      return found;
    });
    const [answeredAt, answered] = [performance.now(), this.now()];
    for (const { id, ...found } of seen) this.turnings.get(id)?.push({ ...found, sentAt, sent, answeredAt, answered });
  }

  async endLogin({ loginId }: Somebody): Promise<void> {
    const own = await this.#transaction(async (db) => {
      await db.query('update login_session set ended_at = clock_timestamp() where id = $1', [loginId]);
      return this.#seqs(
        db,
        'select room_id as id, max(seq) as seq from room_update where session = $2 and room_id = any ($1) group by 1',
        [loginId],
      );
    });
    const answeredAt = performance.now();
    const all = await this.#transaction((db) =>
      this.#seqs(db, 'select id, seq from room_head where id = any ($1)', []),
    );
    this.ended.push({ loginId, answeredAt, own, all });
  }

  /** The level of somebody now, by the database. */
  async levelOf(personId: string, roomId: string): Promise<number> {
    const { rows } = await this.world.owner.query<{ level: number }>(
      'select level from section_right($1, $2, clock_timestamp())',
      [personId, roomId],
    );
    return rows[0]?.level ?? 0;
  }

  async #transaction<T>(work: (db: PoolClient) => Promise<T>): Promise<T> {
    const db = await this.world.owner.connect();
    try {
      await db.query('begin');
      const result = await work(db);
      await db.query('commit');
      return result;
    } catch (error) {
      await db.query('rollback');
      throw error;
    } finally {
      db.release();
    }
  }

  async #write(db: PoolClient, personId: string, roomId: string | undefined, to: NewRight): Promise<void> {
    const hides = to === 'withheld' || to === 'shown';
    const place = `${hides ? 'withhold' : 'share'} ${roomId ?? 'plan'} ${personId}`;
    const ruleId = this.#rules.get(place) ?? randomUUID();
    this.#rules.set(place, ruleId);
    if (to === 'stopped' || to === 'shown') {
      const { rowCount } = await db.query('update access_rule set stopped_at = clock_timestamp() where id = $1', [
        ruleId,
      ]);
      // No such rule yet: the fence stands by itself, as for a stop of something else.
      if (rowCount === 0) await db.query('select fence_rooms($1)', [roomId === undefined ? this.roomIds : [roomId]]);
      return;
    }
    const level = hides ? null : to === 'read' ? 1 : 2;
    const lasts = hides ? null : to === 'brief' ? BRIEF : FOR_LONG;
    await db.query(
      `insert into access_rule (id, plan_id, section_id, subject_type, subject_id, effect, level, ends_at, created_by)
       values ($1, $2, $3, 'person', $4, $5, $6, clock_timestamp() + $7::interval, $4)
       on conflict (id) do update set level = excluded.level, ends_at = excluded.ends_at, stopped_at = null`,
      [ruleId, this.planId, roomId ?? null, personId, hides ? 'withhold' : 'share', level, lasts],
    );
  }

  async #look(db: PoolClient, roomId: string): Promise<Pick<Turning, 'seq' | 'epoch' | 'levels'>> {
    const { rows } = await db.query<{ seq: string; epoch: string; now: Date }>(
      'select seq, access_epoch as epoch, clock_timestamp() as now from room_head where id = $1',
      [roomId],
    );
    const [head] = rows;
    if (head === undefined) throw new Error('The room is gone');
    const levels = new Map<string, readonly Level[]>();
    for (const { personId } of this.people) levels.set(personId, await levelsOf(db, personId, roomId, head.now));
    return { seq: Number(head.seq), epoch: Number(head.epoch), levels };
  }

  async #seqs(db: PoolClient, sql: string, values: readonly unknown[]): Promise<ReadonlyMap<string, number>> {
    const { rows } = await db.query<{ id: string; seq: string }>(sql, [this.roomIds, ...values]);
    return new Map(rows.map(({ id, seq }) => [id, Number(seq)]));
  }
}

async function levelsOf(db: PoolClient, personId: string, roomId: string, now: Date): Promise<readonly Level[]> {
  const found: Level[] = [];
  let from: number | undefined = now.getTime();
  while (from !== undefined && from < now.getTime() + HORIZON) {
    // A Date has whole milliseconds: one later, an end has surely come.
    const { level, until }: RightRow = await rightAt(db, personId, roomId, found.length === 0 ? from : from + 1);
    found.push({ from: found.length === 0 ? 0 : from, level });
    from = until?.getTime();
  }
  return found;
}

type RightRow = { readonly level: number; readonly until: Date | null };

async function rightAt(db: PoolClient, personId: string, roomId: string, at: number): Promise<RightRow> {
  const { rows } = await db.query<RightRow>('select level, until from section_right($1, $2, $3)', [
    personId,
    roomId,
    new Date(at),
  ]);
  return rows[0] ?? { level: 0, until: null };
}
