import { randomUUID } from 'node:crypto';
import type { Encryption } from '@samenplan/api/platform';
import type { Pool } from 'pg';
import { z } from 'zod';
import type { RoomHistory } from './history';
import { writeState } from './history-state';
import { RoomDocument } from './room-document';
import { snapshotPurpose } from './store-purposes';
import { RoomUnavailable, type UpdateStore } from './update-store';

const MOST_ATTEMPTS = 5;
const PAGE = 500;
const roomRow = z.object({ id: z.string() });
const replacedRow = z.object({ replaced: z.boolean() });

/**
 * Begins a new history of a room, from its document as it is stored: for after a backup was restored. Open sessions
 * hear 4409 within a second and edits that wait are refused, on every instance, because the head says so. Whoever has
 * the old document fetches this one afresh and never merges. Numbers of versions go on; old versions stay readable.
 */
export class HistoryReset {
  constructor(
    private readonly pool: Pool,
    private readonly encryption: Encryption,
    private readonly updates: UpdateStore,
    private readonly history: RoomHistory,
  ) {}

  /** @returns id of the new history */
  async reset(roomId: string): Promise<string> {
    for (let attempt = 1; attempt <= MOST_ATTEMPTS; attempt += 1) {
      const historyId = await this.#try(roomId);
      if (historyId !== undefined) return historyId;
    }
    throw new RoomUnavailable('The room is written in all the time');
  }

  /**
   * Every room of the installation, one after another. Can be run again: a room simply gets another history.
   * @param failed called for a room that could not be read, such as one whose key was destroyed; the others go on
   * @returns how many rooms have a new history
   */
  async resetAll(failed: (roomId: string, error: unknown) => void): Promise<number> {
    let [count, last] = [0, '00000000-0000-0000-0000-000000000000'];
    for (;;) {
      const { rows } = await this.pool.query('select id from room_head where id > $1 order by id limit $2', [
        last,
        PAGE,
      ]);
      const rooms = z.array(roomRow).parse(rows);
      for (const { id } of rooms)
        try {
          await this.reset(id);
          count += 1;
        } catch (error) {
          failed(id, error);
        }
      const end = rooms.at(-1);
      if (end === undefined) return count;
      last = end.id;
    }
  }

  /** Undefined when somebody wrote meanwhile. */
  async #try(roomId: string): Promise<string | undefined> {
    const loaded = await this.updates.load(roomId);
    if (loaded === undefined) throw new RoomUnavailable('There is no such room');
    const document = new RoomDocument(loaded);
    const fold = await this.history.record(roomId);
    try {
      const { seq, keyId, schemaVersion } = document;
      if (fold.seq !== seq) return undefined;
      const place = { roomId, historyId: randomUUID() };
      // Before the head changes: whoever reads the new history finds its beginning. Without a head it is nothing.
      if (seq > 0) {
        const at = (await this.history.store.moment(roomId, seq))?.at ?? new Date();
        const state = { seq, at, payload: await writeState(fold.state()) };
        await this.history.store.keep(place, keyId, {
          since: 0,
          states: [state],
          versions: [],
          removals: fold.removals,
        });
      }
      const sealed = await this.encryption.seal(this.pool, keyId, snapshotPurpose(place, seq), document.snapshot());
      const { rows } = await this.pool.query('select replace_history($1, $2, $3, $4, $5, $6, $7, $8, $9) as replaced', [
        roomId,
        document.historyId,
        seq,
        place.historyId,
        schemaVersion,
        [...document.doc.store.clients.keys()],
        sealed.keyId,
        sealed.nonce,
        sealed.payload,
      ]);
      return z.array(replacedRow).parse(rows)[0]?.replaced === true ? place.historyId : undefined;
    } finally {
      document.destroy();
      fold.destroy();
    }
  }
}
