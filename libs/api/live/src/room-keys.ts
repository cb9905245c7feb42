import type { Pool } from 'pg';
import { z } from 'zod';

const keyRow = z.object({ id: z.string() });

/** Says of a room that does not load whether that is for good. Through the pool of role samenplan_live. */
export class RoomKeys {
  constructor(private readonly pool: Pool) {}

  /** Id of the key of a room whose last key was destroyed; undefined when it has one, or never had. */
  async destroyed(roomId: string): Promise<string | undefined> {
    const { rows } = await this.pool.query(
      `select id from (
          select id, destroyed_at from keys.data_key where owner_id = $1 and kind in ('room', 'meeting')
            order by (destroyed_at is null) desc, created_at desc limit 1
        ) last where destroyed_at is not null`,
      [roomId],
    );
    return z.array(keyRow).parse(rows)[0]?.id;
  }
}
