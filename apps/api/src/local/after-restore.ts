import { HistoryReset, HistoryStore, PostgresUpdateStore, RoomHistory } from '@samenplan/api/live';
import { Encryption, PostgresKeyStore, StartError, SystemClock } from '@samenplan/api/platform';
import { Pool } from 'pg';
import { operate, say } from './operated-installation';

/**
 * After a restore from a backup: every room begins a new history, so that open pages fetch their text afresh instead of
 * merging what the backup does not know. docs/operations.md says when to run it.
 */
await operate(async ({ ownerUrl, masterKey }) => {
  const pool = new Pool({ connectionString: ownerUrl, max: 2 });
  try {
    const encryption = new Encryption(masterKey, new PostgresKeyStore(), new SystemClock());
    const updates = new PostgresUpdateStore(pool, encryption);
    const history = new RoomHistory(new HistoryStore(pool, encryption));
    const failed: string[] = [];
    const count = await new HistoryReset(pool, encryption, updates, history).resetAll((id) => failed.push(id));
    say(`${count} rooms have a new history.`);
    for (const id of failed) say(`Not this one, because it could not be read: ${id}`);
    if (failed.length > 0)
      throw new StartError(`${failed.length} rooms kept their old history. Rooms whose key was destroyed can stay so.`);
  } finally {
    await pool.end();
  }
});
