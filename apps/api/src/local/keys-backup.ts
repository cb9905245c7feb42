import { statSync } from 'node:fs';
import { join } from 'node:path';
import {
  backUpKeys,
  KEY_BACKUP_DAYS,
  keyBackupName,
  PostgresKeyStore,
  pruneKeyBackups,
  StartError,
} from '@samenplan/api/platform';
import { operate, say } from './operated-installation';

const [place] = process.argv.slice(2);

/** Writes all keys, wrapped, to a new file; in a folder under a name with the date, where older ones are then removed. */
await operate(async ({ owner, masterKey }) => {
  if (place === undefined) throw new StartError('usage: npm run keys:backup -- <folder or new file>');
  const now = new Date();
  const folder = statSync(place, { throwIfNoEntry: false })?.isDirectory() === true ? place : undefined;
  const path = folder === undefined ? place : join(folder, keyBackupName(now));
  if (statSync(path, { throwIfNoEntry: false }) !== undefined)
    throw new StartError('There is a file of that name already: name a new one, or a folder.');
  const keys = await backUpKeys(owner, new PostgresKeyStore(), masterKey, { path, now });
  say(`${keys} keys in ${path}.`);
  const pruned = folder === undefined ? 0 : await pruneKeyBackups(folder, now);
  if (pruned > 0) say(`${pruned} backups of more than ${KEY_BACKUP_DAYS} days ago removed.`);
});
