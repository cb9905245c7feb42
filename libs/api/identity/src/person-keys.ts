import type { Encryption } from '@samenplan/api/platform';
import type { EntityManager } from 'typeorm';
import { z } from 'zod';

const idRows = z.array(z.object({ id: z.string() }));

/** Id of the data key of a person, made at the first use: what is the person's own stands under it. */
export async function personKeyOf(tx: EntityManager, encryption: Encryption, personId: string): Promise<string> {
  // Two requests at once get the same key.
  await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 1))', [personId]);
  const sql = "select id from keys.data_key where owner_id = $1 and kind = 'person' and destroyed_at is null";
  const [found] = idRows.parse(await tx.query(sql, [personId]));
  return found?.id ?? encryption.createKey(tx, 'person', personId, null);
}
