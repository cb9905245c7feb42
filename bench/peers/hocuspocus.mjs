// Hocuspocus on a free port; prints the port. With DATABASE_URL it keeps documents in that PostgreSQL, the way its
// database extension does: debounced, after it has told everybody.
import { Database } from '@hocuspocus/extension-database';
import { Server } from '@hocuspocus/server';
import { Pool } from 'pg';

const { DATABASE_URL: connectionString } = process.env;
const extensions = connectionString === undefined ? [] : [await postgres()];

async function postgres() {
  const pool = new Pool({ connectionString, max: 10 });
  await pool.query('create table if not exists hocuspocus_document (name text primary key, data bytea not null)');
  return new Database({
    fetch: async ({ documentName }) => {
      const { rows } = await pool.query('select data from hocuspocus_document where name = $1', [documentName]);
      return rows[0]?.data ?? null;
    },
    store: async ({ documentName, state }) => {
      await pool.query(
        `insert into hocuspocus_document (name, data) values ($1, $2)
         on conflict (name) do update set data = excluded.data`,
        [documentName, state],
      );
    },
  });
}

const server = new Server({ address: '127.0.0.1', port: 0, quiet: true, extensions, stopOnSignals: true });
await server.listen();
console.log(server.address.port);
