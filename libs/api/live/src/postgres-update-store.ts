import type { Encryption } from '@samenplan/api/platform';
import type { Pool, PoolClient } from 'pg';
import { z } from 'zod';
import { KeptConnection } from './kept-connection';
import { StoreCommit } from './store-commit';
import { snapshotPurpose, updatePurpose } from './store-purposes';
import {
  claimRow,
  decideRow,
  headOf,
  leaseRow,
  loadRow,
  rightOf,
  sinceRow,
  snapshotRow,
  type UpdateRow,
} from './store-rows';
import { CLAIM, DECIDE, LEASE, LOAD_HEAD, LOAD_SNAPSHOT, SINCE } from './store-statements';
import {
  RoomUnavailable,
  UpdateStore,
  type Claim,
  type Head,
  type LeaseAnswer,
  type LeaseAsk,
  type LoadedRoom,
  type RightAnswer,
  type RightAsk,
  type StoredUpdate,
  type Turn,
  type TurnAnswer,
} from './update-store';

/** Owner of the client ids of what the product itself laid down: nobody can claim them. */
const PRODUCT = '00000000-0000-0000-0000-000000000000';
/** Every opened page claims one, for the life of the history: years of daily use, and still a bound. */
const DEFAULT_MOST_CLAIMS = 50_000;
/** The newest and the one before it, in case the newest turns out unreadable in a backup. */
const KEPT_SNAPSHOTS = 2;
/** Milliseconds for a lease read: after that its connection hangs, and another one may not. */
const LEASE_PATIENCE = 3_000;

/** Rooms in PostgreSQL, through the pool of role samenplan_live. */
export class PostgresUpdateStore extends UpdateStore {
  readonly #commit: StoreCommit;
  readonly #leases: KeptConnection;

  constructor(
    private readonly pool: Pool,
    private readonly encryption: Encryption,
    private readonly mostClaims = DEFAULT_MOST_CLAIMS,
  ) {
    super();
    this.#commit = new StoreCommit(pool, encryption);
    this.#leases = new KeptConnection(pool);
  }

  async load(roomId: string): Promise<LoadedRoom | undefined> {
    const { rows } = await this.pool.query(LOAD_HEAD, [roomId]);
    const [found] = z.array(loadRow).parse(rows);
    if (found === undefined) return undefined;
    if (found.keyId === null) throw new RoomUnavailable('The room has no key');
    const place = { roomId, historyId: found.history };
    const snapshot = await this.#loadSnapshot(place);
    const tail = await this.since(roomId, found.history, snapshot?.seq ?? 0);
    if (tail === undefined || tail.head.historyId !== found.history)
      throw new RoomUnavailable('The room changed while it was read');
    return { head: tail.head, keyId: found.keyId, snapshot, updates: tail.updates };
  }

  async since(
    roomId: string,
    historyId: string,
    seq: number,
  ): Promise<{ head: Head; updates: readonly StoredUpdate[] } | undefined> {
    const { rows } = await this.pool.query({ name: 'live-since', text: SINCE, values: [roomId, historyId, seq] });
    const found = z.array(sinceRow).parse(rows);
    const [first] = found;
    if (first === undefined) return undefined;
    const updates: StoredUpdate[] = [];
    for (const row of found) if (row.updateSeq !== null) updates.push(await this.#open({ roomId, historyId }, row));
    updates.forEach((update, i) => {
      if (update.seq !== seq + 1 + i) throw new RoomUnavailable('The log of the room has a hole');
    });
    if (first.history === historyId && first.seq !== seq + updates.length)
      throw new RoomUnavailable('The log of the room ends too early');
    return { head: headOf(first), updates };
  }

  async decide(asks: readonly RightAsk[]): Promise<readonly RightAnswer[]> {
    const values = [asks.map((ask) => ask.roomId), asks.map((ask) => ask.personId), asks.map((ask) => ask.loginId)];
    const { rows } = await this.pool.query({ name: 'live-decide', text: DECIDE, values });
    return z
      .array(decideRow)
      .parse(rows)
      .map((row) => ({
        ...rightOf(row),
        head: row.seq === null ? null : headOf(row),
        loginAlive: row.alive,
      }));
  }

  async commit(turns: readonly Turn[], wait: boolean): Promise<readonly TurnAnswer[]> {
    return this.#commit.run(turns, wait);
  }

  async claim(roomId: string, historyId: string, clientIds: readonly number[], personId: string): Promise<Claim> {
    for (let attempt = 0; ; attempt += 1) {
      const { rows } = await this.pool.query({
        name: 'live-claim',
        text: CLAIM,
        values: [roomId, historyId, clientIds, personId, this.mostClaims],
      });
      const claims = z.array(claimRow).parse(rows);
      if (claims.some(({ made, owner }) => !made && owner !== null && owner !== personId)) return 'foreign';
      if (claims.every(({ made, owner }) => made || owner === personId)) return 'own';
      // No row and no owner: the cap, or somebody who claimed it in this very moment and shows the next time.
      if (attempt === 1) return 'too-many';
    }
  }

  async seed(roomId: string, update: Uint8Array, clientIds: readonly number[]): Promise<void> {
    const { rows } = await this.pool.query(LOAD_HEAD, [roomId]);
    const [head] = z.array(loadRow).parse(rows);
    if (head === undefined || head.keyId === null) throw new RoomUnavailable('The room has no head or key');
    const { nonce, payload } = await this.encryption.seal(
      this.pool,
      head.keyId,
      updatePurpose({ roomId, historyId: head.history }, null, null),
      update,
    );
    // One statement: the update of the head finds 1 row for exactly one of those who come at the same time.
    await this.pool.query(
      `with first as (update room_head set seq = 1 where id = $1 and history_id = $2 and seq = 0 returning id, access_epoch),
       claims as (insert into client_id_claim (room_id, history_id, client_id, person)
         select id, $2, unnest($3::bigint[]), $7 from first on conflict do nothing)
       insert into room_update (room_id, seq, history_id, access_epoch, client_ids, key_id, nonce, payload)
       select id, 1, $2, access_epoch, $3, $4, $5, $6 from first`,
      [roomId, head.history, clientIds, head.keyId, nonce, payload, PRODUCT],
    );
  }

  async keepSnapshot(
    room: Pick<Turn, 'roomId' | 'historyId' | 'keyId' | 'seq'>,
    schemaVersion: number,
    content: Uint8Array,
  ): Promise<void> {
    const { nonce, payload } = await this.encryption.seal(
      this.pool,
      room.keyId,
      snapshotPurpose(room, room.seq),
      content,
    );
    await this.pool.query(
      `insert into room_snapshot (room_id, history_id, seq, schema_version, key_id, nonce, payload)
       values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing`,
      [room.roomId, room.historyId, room.seq, schemaVersion, room.keyId, nonce, payload],
    );
    await this.pool.query(
      `delete from room_snapshot where room_id = $1 and history_id = $2 and seq not in (
         select seq from room_snapshot where room_id = $1 and history_id = $2 order by seq desc limit ${KEPT_SNAPSHOTS})`,
      [room.roomId, room.historyId],
    );
  }

  /** The regular round has a connection of its own: a busy pool must not cost the lease. */
  async lease(ask: LeaseAsk, urgent = false): Promise<LeaseAnswer> {
    if (urgent) return this.#readLease(this.pool, ask);
    return this.#leases.use((client) => this.#readLease(client, ask));
  }

  async #readLease(db: Pool | PoolClient, { roomIds, logins }: LeaseAsk): Promise<LeaseAnswer> {
    const values = [roomIds, logins.map(({ loginId }) => loginId), logins.map(({ personId }) => personId)];
    const query = { name: 'live-lease', text: LEASE, values, query_timeout: LEASE_PATIENCE };
    const { rows } = await db.query(query);
    const heads = new Map<string, Pick<Head, 'seq' | 'epoch' | 'historyId'>>();
    const deadLogins = new Set<string>();
    for (const row of z.array(leaseRow).parse(rows)) {
      if (row.login !== null) deadLogins.add(row.login);
      if (row.id !== null && row.seq !== null && row.epoch !== null && row.history !== null)
        heads.set(row.id, { seq: row.seq, epoch: row.epoch, historyId: row.history });
    }
    return { heads, deadLogins };
  }

  async close(): Promise<void> {
    await Promise.all([this.#leases.close(), this.#commit.close()]);
  }

  async #loadSnapshot(place: { roomId: string; historyId: string }): Promise<LoadedRoom['snapshot']> {
    const { rows } = await this.pool.query(LOAD_SNAPSHOT, [place.roomId, place.historyId]);
    const [found] = z.array(snapshotRow).parse(rows);
    if (found === undefined) return undefined;
    return { seq: found.seq, payload: await this.encryption.open(this.pool, snapshotPurpose(place, found.seq), found) };
  }

  async #open(place: { roomId: string; historyId: string }, row: UpdateRow): Promise<StoredUpdate> {
    const update = await this.encryption.open(this.pool, updatePurpose(place, row.author, row.session), row);
    return { seq: row.updateSeq, author: row.author, at: row.at, epoch: row.updateEpoch, update };
  }
}
