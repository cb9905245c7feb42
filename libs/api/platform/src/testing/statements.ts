import { Client } from 'pg';

/** Sent to PostgreSQL by TypeORM or a pool, in a transaction of {@link Database.as} on behalf of one person. */
export type Statements = readonly string[];

const textOf = (query: unknown): string => {
  if (typeof query === 'string') return query;
  return query !== null && typeof query === 'object' && 'text' in query ? String(query.text) : '';
};

/**
 * The SQL of a person's own transactions while `work` runs, in order, without its parameters: what others and
 * background work send at the same time stays out. Counting statements tells how work grows, on any machine.
 */
export async function statementsOf(personId: string, work: () => Promise<unknown>): Promise<Statements> {
  const sent: { readonly client: unknown; readonly sql: string; readonly actor: unknown }[] = [];
  const original: unknown = Client.prototype.query;
  if (typeof original !== 'function') throw new Error('pg has no query');
  Client.prototype.query = function (this: Client, ...given: unknown[]) {
    const values = Array.isArray(given[1]) ? given[1] : [];
    const sql = textOf(given[0]);
    sent.push({ client: this, sql, actor: sql.includes("set_config('samenplan.person'") ? values[0] : undefined });
    return original.apply(this, given);
  } as Client['query'];
  try {
    await work();
  } finally {
    Client.prototype.query = original as Client['query'];
  }
  const acting = new Map<unknown, unknown>();
  return sent.flatMap(({ client, sql, actor }) => {
    if (actor !== undefined) acting.set(client, actor);
    const own = acting.get(client) === personId;
    if (/^(?:commit|rollback)$/i.test(sql)) acting.delete(client);
    return own ? [sql] : [];
  });
}
