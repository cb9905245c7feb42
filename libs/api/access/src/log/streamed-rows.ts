import type { Client } from 'pg';
import { z } from 'zod';

const FETCH = 2_000;

/** Rows of a query that may be millions, a few thousand in memory. One at a time in a transaction of `db`. */
export async function* streamed<T>(
  db: Client,
  sql: string,
  shape: z.ZodType<T>,
  parameters: unknown[],
): AsyncGenerator<T> {
  await db.query(`declare found no scroll cursor for ${sql}`, parameters);
  for (;;) {
    const { rows } = await db.query(`fetch ${FETCH} from found`);
    yield* z.array(shape).parse(rows);
    if (rows.length < FETCH) break;
  }
  await db.query('close found');
}
