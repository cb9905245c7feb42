import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import type { Wrapped } from './cipher';
import { KeyStore, storedKinds, type Queryable, type StoredKey } from './keys';

const row = z.object({
  id: z.string(),
  kind: z.enum(storedKinds),
  owner_id: z.string(),
  parent_id: z.string().nullable(),
  master_key_id: z.string().nullable(),
  wrapped: z.instanceof(Uint8Array).nullable(),
  nonce: z.instanceof(Uint8Array).nullable(),
});

const COLUMNS = 'id, kind, owner_id, parent_id, master_key_id, wrapped, nonce';

/** EntityManager answers rows, pg answers a result that holds them. */
export const rowsOf = (answer: unknown): unknown[] => {
  if (Array.isArray(answer)) return answer;
  return answer !== null && typeof answer === 'object' && 'rows' in answer && Array.isArray(answer.rows)
    ? answer.rows
    : [];
};

const bytes = (value: Uint8Array | undefined): Buffer | null => (value === undefined ? null : Buffer.from(value));

const keyOf = (found: unknown): StoredKey => {
  const { id, kind, owner_id, parent_id, master_key_id, wrapped, nonce } = row.parse(found);
  const content = wrapped === null || nonce === null ? null : { wrapped, nonce };
  return { id, kind, ownerId: owner_id, parentId: parent_id, masterKeyId: master_key_id, content };
};

/** Wrapped keys in table `keys.data_key`. */
@Injectable()
export class PostgresKeyStore extends KeyStore {
  async add(db: Queryable, key: StoredKey): Promise<void> {
    const { id, kind, ownerId, parentId, masterKeyId, content } = key;
    await db.query(
      `insert into keys.data_key (${COLUMNS}, destroyed_at)
        values ($1, $2, $3, $4, $5, $6, $7, case when $6::bytea is null then clock_timestamp() end)`,
      [id, kind, ownerId, parentId, masterKeyId, bytes(content?.wrapped), bytes(content?.nonce)],
    );
  }

  async find(db: Queryable, id: string): Promise<StoredKey | undefined> {
    return (await this.findMany(db, [id]))[0];
  }

  async findMany(db: Queryable, ids: readonly string[]): Promise<StoredKey[]> {
    const sql = `select ${COLUMNS} from keys.data_key where id = any ($1::uuid[])`;
    return rowsOf(await db.query(sql, [ids])).map(keyOf);
  }

  async destroy(db: Queryable, id: string, at: Date): Promise<void> {
    await db.query(
      'update keys.data_key set wrapped = null, nonce = null, destroyed_at = $2 where id = $1 and destroyed_at is null',
      [id, at],
    );
  }

  async canary(db: Queryable, hold?: 'hold'): Promise<StoredKey | undefined> {
    const sql = `select ${COLUMNS} from keys.data_key where kind = 'canary' ${hold === undefined ? '' : 'for share'}`;
    return rowsOf(await db.query(sql, [])).map(keyOf)[0];
  }

  async page(db: Queryable, only: 'all' | 'wrapped-by-master', after: string, limit: number): Promise<StoredKey[]> {
    const sql =
      only === 'all'
        ? `select ${COLUMNS} from keys.data_key where id > $1 order by id limit $2`
        : `select ${COLUMNS} from keys.data_key where id > $1 and parent_id is null and destroyed_at is null
            order by id limit $2 for update`;
    return rowsOf(await db.query(sql, [after, limit])).map(keyOf);
  }

  async rewrap(db: Queryable, id: string, masterKeyId: string, { wrapped, nonce }: Wrapped): Promise<void> {
    await db.query(
      'update keys.data_key set wrapped = $2, nonce = $3, master_key_id = $4 where id = $1 and destroyed_at is null',
      [id, bytes(wrapped), bytes(nonce), masterKeyId],
    );
  }
}
