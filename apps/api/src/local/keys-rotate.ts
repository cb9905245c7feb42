import { PostgresKeyStore, rotateKeys, StartError } from '@samenplan/api/platform';
import { operate, say } from './operated-installation';

/** Puts every key under MASTER_KEY. docs/operations.md says in which order a rotation goes. */
await operate(async ({ owner, masterKey }) => {
  if (masterKey.ids.length === 1)
    say('MASTER_KEY_PREVIOUS is not set: this only checks that every key is under MASTER_KEY.');
  const { keys, rewrapped, unreadable } = await rotateKeys(owner, masterKey, new PostgresKeyStore());
  say(`${keys} keys looked at, ${rewrapped} put under the newest master key.`);
  if (unreadable > 0)
    throw new StartError(
      `${unreadable} keys are under a master key that is not set: add it to MASTER_KEY_PREVIOUS and run this again. Keep the older keys.`,
    );
  say('None is left under an older one: MASTER_KEY_PREVIOUS can go, instance by instance.');
});
