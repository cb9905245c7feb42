import { Problem } from '@samenplan/api/platform';
import { z } from 'zod';

/** A moment as the database gives it, within what it can hold. */
export const cursorMoment = z.iso.datetime().regex(/^(?:19|20|21)\d{2}-.*\.\d{6}Z$/);

/** Where a next page begins, as text for an address. */
export const encodeCursor = (parts: readonly string[]): string =>
  Buffer.from(JSON.stringify(parts)).toString('base64url');

/** @throws Problem `input-invalid` when it is not a cursor of ours */
export function decodeCursor<T>(shape: z.ZodType<T>, text: string): T {
  const parsed = shape.safeParse(parseJson(Buffer.from(text, 'base64url').toString()));
  if (!parsed.success) throw new Problem('input-invalid', { errors: [{ path: 'query.cursor', message: 'unknown' }] });
  return parsed.data;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // Not a cursor of ours; the caller says so.
  }
}
