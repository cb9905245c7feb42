import type { EntityManager } from 'typeorm';
import { z } from 'zod';

/** Rows of a query, each checked against the shape that the caller counts on. */
export async function rows<T>(
  tx: EntityManager,
  shape: z.ZodType<T>,
  sql: string,
  parameters: unknown[] = [],
): Promise<T[]> {
  return z.array(shape).parse(await tx.query(sql, parameters));
}

const updated = z.tuple([z.unknown(), z.number()]);

/** How many rows an `update` changed. */
export async function changed(tx: EntityManager, sql: string, parameters: unknown[]): Promise<number> {
  return updated.parse(await tx.query(sql, parameters))[1];
}
