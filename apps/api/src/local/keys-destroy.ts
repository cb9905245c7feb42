import { Encryption, PostgresKeyStore, StartError, SystemClock } from '@samenplan/api/platform';
import { destroyKeys, type Doomed } from '@samenplan/api/plan';
import { operate, say } from './operated-installation';

const USAGE = 'usage: npm run keys:destroy -- plan <plan id> | section <plan id> <section id>, and --yes-destroy <id>';
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

function read(args: readonly string[]): { doomed: Doomed; confirmed: boolean } {
  const at = args.indexOf('--yes-destroy');
  const words = at < 0 ? args : args.slice(0, at);
  const [what, planId = '', sectionId = null] = words;
  const fits = what === 'plan' ? words.length === 2 : what === 'section' && words.length === 3;
  if (!fits || ![planId, sectionId ?? planId].every((id) => UUID.test(id))) throw new StartError(USAGE);
  return { doomed: { planId, sectionId }, confirmed: at >= 0 && args[at + 1] === (sectionId ?? planId) };
}

/** Makes a plan or section unreadable for good, on every instance. */
await operate(async ({ owner, masterKey }) => {
  const { doomed, confirmed } = read(process.argv.slice(2));
  if (!confirmed)
    throw new StartError(
      `This can't be undone. Nothing was destroyed: repeat it with --yes-destroy ${doomed.sectionId ?? doomed.planId}`,
    );
  const encryption = new Encryption(masterKey, new PostgresKeyStore(), new SystemClock());
  await owner.query('begin');
  const destroyed = await destroyKeys(owner, encryption, doomed);
  await owner.query('commit');
  if (destroyed === undefined) throw new StartError('There is no such plan or section, or it was destroyed before.');
  // Outside the transaction: old versions of the rows still hold the wrapped keys.
  await owner.query('vacuum keys.data_key');
  say(`${destroyed.keyIds.length} keys destroyed, ${destroyed.roomIds.length} rooms closed.`);
  say('Backups of keys still hold them, for 30 days at most.');
});
