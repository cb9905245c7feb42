import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { KeyStore, type Queryable, type StoredKey } from './keys';

const row = z.object({
  id: z.string(),
  kind: z.enum(['canary', 'plan', 'room', 'meeting']),
  owner_id: z.string(),
  parent_id: z.string().nullable(),
  wrapped: z.instanceof(Uint8Array).nullable(),
  nonce: z.instanceof(Uint8Array).nullable(),
});

/** EntityManager answers rows, pg answers a result that holds them. */
const rowsOf = (answer: unknown): unknown[] => {
  if (Array.isArray(answer)) return answer;
  return answer !== null && typeof answer === 'object' && 'rows' in answer && Array.isArray(answer.rows)
    ? answer.rows
    : [];
};

const bytes = (value: Uint8Array | undefined): Buffer | null => (value === undefined ? null : Buffer.from(value));

/** Wrapped keys in table `keys.data_key`. */
@Injectable()
export class PostgresKeyStore extends KeyStore {
  async add(db: Queryable, key: StoredKey): Promise<void> {
    await db.query(
      'insert into keys.data_key (id, kind, owner_id, parent_id, wrapped, nonce) values ($1, $2, $3, $4, $5, $6)',
      [key.id, key.kind, key.ownerId, key.parentId, bytes(key.content?.wrapped), bytes(key.content?.nonce)],
    );
  }

  async find(db: Queryable, id: string): Promise<StoredKey | undefined> {
    return (await this.findMany(db, [id]))[0];
  }

  async findMany(db: Queryable, ids: readonly string[]): Promise<StoredKey[]> {
    const sql = 'select id, kind, owner_id, parent_id, wrapped, nonce from keys.data_key where id = any ($1::uuid[])';
    return rowsOf(await db.query(sql, [ids])).map((found) => {
      const { id, kind, owner_id, parent_id, wrapped, nonce } = row.parse(found);
      const content = wrapped === null || nonce === null ? null : { wrapped, nonce };
      return { id, kind, ownerId: owner_id, parentId: parent_id, content };
    });
  }

  async destroy(db: Queryable, id: string, at: Date): Promise<void> {
    await db.query(
      'update keys.data_key set wrapped = null, nonce = null, destroyed_at = $2 where id = $1 and destroyed_at is null',
      [id, at],
    );
  }
}
