import type { EntityManager } from 'typeorm';
import { z } from 'zod';

/** Lists of shapes, made once: zod compiles a shape when it is used first, which takes longer than reading a few rows. */
const lists = new WeakMap<z.ZodType, z.ZodType>();

function listOf<T>(shape: z.ZodType<T>): z.ZodType<T[]> {
  const known = lists.get(shape);
  if (known !== undefined) return known as z.ZodType<T[]>;
  const list = z.array(shape);
  lists.set(shape, list);
  return list;
}

/** Rows of a query, each checked against the shape that the caller counts on. */
export async function rows<T>(
  tx: EntityManager,
  shape: z.ZodType<T>,
  sql: string,
  parameters: unknown[] = [],
): Promise<T[]> {
  return listOf(shape).parse(await tx.query(sql, parameters));
}

const updated = z.tuple([z.unknown(), z.number()]);

/** How many rows an `update` changed. */
export async function changed(tx: EntityManager, sql: string, parameters: unknown[]): Promise<number> {
  return updated.parse(await tx.query(sql, parameters))[1];
}
