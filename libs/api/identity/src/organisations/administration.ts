import { Injectable } from '@nestjs/common';
import { Database, Problem } from '@samenplan/api/platform';
import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import type { Visitor } from '../visitor';

const yes = z.array(z.object({ yes: z.boolean() }));
const updated = z.tuple([z.unknown(), z.number()]);

/**
 * The one door to an organisation for who administers it. Row-level security asks the same again for every row that
 * is written; the triggers of the tables write the administration log.
 */
@Injectable()
export class Administration {
  constructor(private readonly database: Database) {}

  /**
   * One transaction of an administrator of this organisation.
   * @throws Problem `not-found` for who does not administer it, as for one that does not exist
   */
  async of<T>(visitor: Visitor, organisationId: string, work: (tx: EntityManager) => Promise<T>): Promise<T> {
    return this.database.as(visitor, async (tx) => {
      const sql = 'select administers(acting_person(), $1) as yes';
      if (yes.parse(await tx.query(sql, [organisationId]))[0]?.yes !== true) throw new Problem('not-found');
      return work(tx);
    });
  }
}

/** @throws Problem `not-found` when an update reached no row: it is not there, has ended, or is of another organisation */
export async function changeOne(tx: EntityManager, sql: string, parameters: unknown[]): Promise<void> {
  if (updated.parse(await tx.query(sql, parameters))[1] === 0) throw new Problem('not-found');
}

/** Columns to set for the fields that were given: `name = $3, phone = $4`, with their values. */
export function settings(
  columns: Readonly<Record<string, string>>,
  given: Readonly<Record<string, unknown>>,
  first: number,
): { readonly sql: string; readonly values: unknown[] } | null {
  const fields = Object.keys(columns).filter((field) => given[field] !== undefined);
  if (fields.length === 0) return null;
  return {
    sql: fields.map((field, nth) => `${columns[field] ?? ''} = $${first + nth}`).join(', '),
    values: fields.map((field) => given[field]),
  };
}
