import type { Encryption } from '@samenplan/api/platform';
import type { Pool } from 'pg';
import { z } from 'zod';
import type { FoldState } from './history-fold';
import type { IdRanges, Removal } from './history-ranges';
import { readRemovals, readState, writeRemovals } from './history-state';
import type { Version } from './history-versions';
import { checkpointPurpose, recordPurpose, updatePurpose } from './store-purposes';
import { loadRow, updateRow } from './store-rows';
import { LOAD_HEAD } from './store-statements';
import { RoomUnavailable, type StoredUpdate } from './update-store';

/** A room within one history. */
export type Place = { readonly roomId: string; readonly historyId: string };
/** After the first moment and before the second; null: without end. */
export type Period = { readonly from: Date; readonly until: Date | null };
/** An edit that can be read back: where, and when it was stored. */
export type Moment = Place & { readonly seq: number; readonly at: Date };
export type RoomVersion = {
  readonly seq: number;
  /** Of its first edit. */
  readonly first: number;
  readonly from: Date;
  readonly until: Date;
  readonly authors: readonly string[];
  readonly words: Version['words'];
};
export type Restoration = { readonly seq: number; readonly fromSeq: number; readonly fromAt: Date };
/** How far a history was worked out, and what a round adds to it. */
export type Progress = {
  /** What was recorded before: the round counts only when nobody else added to it. */
  readonly since: number;
  /** Checkpoints, sealed by this store; the last one is where the round ended. */
  readonly states: readonly { readonly seq: number; readonly at: Date; readonly payload: Uint8Array }[];
  readonly versions: readonly Version[];
  readonly removals: IdRanges<Removal>;
};

const bytes = z.instanceof(Uint8Array);
const sealedRow = z.object({ seq: z.number(), keyId: z.string(), nonce: bytes, payload: bytes });
const momentRow = z.object({ historyId: z.string(), seq: z.number(), at: z.date() });
const versionRow = z.object({
  seq: z.number(),
  first: z.number(),
  from: z.date(),
  until: z.date(),
  authors: z.array(z.string()),
  added: z.number(),
  removed: z.number(),
});
const restorationRow = z.object({ seq: z.number(), fromSeq: z.number(), fromAt: z.date() });
const SEALED = 'seq::float8 as seq, key_id as "keyId", nonce, payload';

/** History of rooms in PostgreSQL, as role samenplan_live. Rights are not its business: callers decide before. */
export class HistoryStore {
  constructor(
    private readonly pool: Pool,
    private readonly encryption: Encryption,
  ) {}

  /** @throws RoomUnavailable when there is no such room, or it has no key */
  async head(roomId: string): Promise<Place & { seq: number; keyId: string; schemaVersion: number }> {
    const { rows } = await this.pool.query(LOAD_HEAD, [roomId]);
    const [head] = z.array(loadRow).parse(rows);
    if (head === undefined || head.keyId === null) throw new RoomUnavailable('The room has no head or key');
    const { history: historyId, seq, keyId, schemaVersion } = head;
    return { roomId, historyId, seq, keyId, schemaVersion };
  }

  /** Who took away what, up to and including `seq`; undefined when nothing was worked out yet. */
  async record(place: Place): Promise<{ seq: number; removals: IdRanges<Removal> } | undefined> {
    const row = await this.#sealed(
      `select ${SEALED} from room_record where room_id = $1 and history_id = $2`,
      place,
      [],
    );
    if (row === undefined) return undefined;
    const payload = await this.encryption.open(this.pool, recordPurpose(place, row.seq), row);
    return { seq: row.seq, removals: await readRemovals(payload) };
  }

  /** The newest checkpoint at `seq` or before it. */
  async checkpoint(place: Place, seq: number): Promise<FoldState | undefined> {
    const row = await this.#sealed(
      `select ${SEALED} from room_checkpoint where room_id = $1 and history_id = $2 and seq <= $3 order by seq desc limit 1`,
      place,
      [seq],
    );
    if (row === undefined) return undefined;
    return readState(await this.encryption.open(this.pool, checkpointPurpose(place, row.seq), row));
  }

  /**
   * At most `most` stored updates after `after`, up to and including `upto`.
   * @throws RoomUnavailable when one is missing
   */
  async updates(place: Place, after: number, upto: number, most: number): Promise<StoredUpdate[]> {
    const { rows } = await this.pool.query(
      `select seq::float8 as "updateSeq", author, session, at, access_epoch::float8 as "updateEpoch", key_id as "keyId",
          nonce, payload
        from room_update where room_id = $1 and history_id = $2 and seq > $3 and seq <= $4 order by seq limit $5`,
      [place.roomId, place.historyId, after, upto, most],
    );
    const updates: StoredUpdate[] = [];
    for (const row of z.array(updateRow).parse(rows)) {
      if (row.updateSeq !== after + updates.length + 1) throw new RoomUnavailable('The log of the room has a hole');
      const update = await this.encryption.open(this.pool, updatePurpose(place, row.author, row.session), row);
      updates.push({ seq: row.updateSeq, author: row.author, at: row.at, epoch: row.updateEpoch, update });
    }
    if (updates.length < Math.min(most, upto - after)) throw new RoomUnavailable('The log of the room ends too early');
    return updates;
  }

  /** The edit of that number, in whichever history it was; undefined when it is not there (any more). */
  async moment(roomId: string, seq: number): Promise<Moment | undefined> {
    return this.#moment(roomId, 'seq = $2', seq);
  }

  /** The last edit that was stored at that time or before it. */
  async momentAt(roomId: string, at: Date): Promise<Moment | undefined> {
    return this.#moment(roomId, 'at <= $2', at);
  }

  /** Newest first: versions that lie within one of the periods as a whole. */
  async versions(roomId: string, periods: readonly Period[], before: number, most: number): Promise<RoomVersion[]> {
    const { rows } = await this.pool.query(
      `select seq::float8 as seq, first_seq::float8 as first, from_at as from, at as until, authors, words_added as added, words_removed as removed
        from room_version v where room_id = $1 and seq < $2
          and exists (select from unnest($3::timestamptz[], $4::timestamptz[]) p(starts, ends)
            where v.from_at > p.starts and (p.ends is null or v.at < p.ends))
        order by seq desc limit $5`,
      [roomId, before, periods.map(({ from }) => from), periods.map(({ until }) => until), most],
    );
    return z
      .array(versionRow)
      .parse(rows)
      .map(({ added, removed, ...version }) => ({ ...version, words: { added, removed } }));
  }

  /** Edits of these versions that brought one back, oldest first. */
  async restorations(roomId: string, versions: readonly Pick<RoomVersion, 'seq' | 'first'>[]): Promise<Restoration[]> {
    const { rows } = await this.pool.query(
      `select r.seq::float8 as seq, r.from_seq::float8 as "fromSeq", r.from_at as "fromAt" from room_restoration r
        where r.room_id = $1 and exists (select from unnest($2::bigint[], $3::bigint[]) v(first, seq)
          where r.seq between v.first and v.seq) order by r.seq`,
      [roomId, versions.map(({ first }) => first), versions.map(({ seq }) => seq)],
    );
    return z.array(restorationRow).parse(rows);
  }

  async addRestoration(roomId: string, { seq, fromSeq, fromAt }: Restoration): Promise<void> {
    await this.pool.query('insert into room_restoration values ($1, $2, $3, $4) on conflict do nothing', [
      roomId,
      seq,
      fromSeq,
      fromAt,
    ]);
  }

  /** Records what was worked out. @returns false when somebody else was first; nothing is recorded then */
  async keep(place: Place, keyId: string, { since, states, versions, removals }: Progress): Promise<boolean> {
    const last = states.at(-1);
    if (last === undefined) return true;
    const record = await this.encryption.seal(
      this.pool,
      keyId,
      recordPurpose(place, last.seq),
      await writeRemovals(removals),
    );
    const sealed = [];
    for (const { seq, at, payload } of states)
      sealed.push({
        seq,
        at,
        ...(await this.encryption.seal(this.pool, keyId, checkpointPurpose(place, seq), payload)),
      });
    // One statement: it counts as a whole, and only when the record still stands where this began.
    const { rowCount } = await this.pool.query(
      `with record as (
          insert into room_record (room_id, history_id, seq, key_id, nonce, payload)
            select $1, $2, $3::bigint, $4, $5, $6
            where $7::bigint = 0 or exists (select from room_record where room_id = $1 and history_id = $2)
          on conflict (room_id, history_id) do update
            set seq = excluded.seq, key_id = excluded.key_id, nonce = excluded.nonce, payload = excluded.payload
            where room_record.seq = $7::bigint
          returning seq
        ), states as (
          insert into room_checkpoint (room_id, history_id, seq, at, key_id, nonce, payload)
            select $1, $2, c.* from unnest($8::bigint[], $9::timestamptz[], $10::uuid[], $11::bytea[], $12::bytea[]) c
            where exists (select from record) on conflict do nothing
        ), versions as (
          insert into room_version (room_id, history_id, seq, first_seq, from_at, at, authors, words_added, words_removed)
            select $1, $2, v.seq, v.first_seq, v.from_at, v.at, array(select jsonb_array_elements_text(v.authors)::uuid), v.added, v.removed
            from jsonb_to_recordset($13::jsonb)
              as v(seq bigint, first_seq bigint, from_at timestamptz, at timestamptz, authors jsonb, added int, removed int)
            where exists (select from record) on conflict do nothing
        )
        select from record`,
      [
        place.roomId,
        place.historyId,
        last.seq,
        record.keyId,
        record.nonce,
        record.payload,
        since,
        sealed.map(({ seq }) => seq),
        sealed.map(({ at }) => at),
        sealed.map((one) => one.keyId),
        sealed.map(({ nonce }) => nonce),
        sealed.map(({ payload }) => payload),
        JSON.stringify(versions.map(versionJson)),
      ],
    );
    return rowCount === 1;
  }

  async #moment(roomId: string, condition: string, value: number | Date): Promise<Moment | undefined> {
    const { rows } = await this.pool.query(
      `with histories as (
          select history_id from room_head where id = $1 union select history_id from room_record where room_id = $1
        )
        select found.history_id as "historyId", found.seq::float8 as seq, found.at from histories h cross join lateral (
          (select history_id, seq, at from room_update
            where room_id = $1 and history_id = h.history_id and ${condition} order by seq desc limit 1)
          union all
          (select history_id, seq, at from room_checkpoint
            where room_id = $1 and history_id = h.history_id and ${condition} order by seq desc limit 1)
        ) found order by found.seq desc limit 1`,
      [roomId, value],
    );
    const [row] = z.array(momentRow).parse(rows);
    return row === undefined ? undefined : { roomId, ...row };
  }

  async #sealed(sql: string, place: Place, more: readonly number[]): Promise<z.infer<typeof sealedRow> | undefined> {
    const { rows } = await this.pool.query(sql, [place.roomId, place.historyId, ...more]);
    return z.array(sealedRow).parse(rows)[0];
  }
}

const versionJson = ({ seq, first, from, until, authors, words }: Version): object => ({
  seq,
  first_seq: first,
  from_at: new Date(from),
  at: new Date(until),
  authors,
  ...words,
});
