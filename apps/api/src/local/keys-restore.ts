import { PostgresKeyStore, restoreKeys, StartError } from '@samenplan/api/platform';
import { operate, say } from './operated-installation';

const [path, option] = process.argv.slice(2);

/** Puts keys back that are missing; never one that was destroyed. */
await operate(async ({ owner, masterKey }) => {
  if (path === undefined || (option !== undefined && option !== '--dry-run'))
    throw new StartError('usage: npm run keys:restore -- <file> [--dry-run]');
  const dryRun = option === '--dry-run';
  const done = await restoreKeys(owner, new PostgresKeyStore(), masterKey, { path, dryRun });
  say(`Backup of ${done.createdAt}, whole and unchanged.`);
  say(`${done.added} keys ${dryRun ? 'would be put back' : 'put back'}, ${done.present} were there.`);
  say(`${done.destroyed} are destroyed and stay so.`);
});
