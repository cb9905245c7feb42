import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import {
  headsFile,
  headsIn,
  keepVerification,
  LogChain,
  sentenceOf,
  verifyLog,
  type Head,
  type LogFault,
} from '@samenplan/api/access';
import { Encryption, PostgresKeyStore, StartError, SystemClock } from '@samenplan/api/platform';
import { operate, say } from './operated-installation';

const USAGE = 'usage: npm run log:verify -- [--plan <plan id>] [--heads <file>]... [--words]';
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
/** Sentences that are printed; the count is always that of all. */
const MOST_SHOWN = 1_000;

function read(): { readonly planId: string | null; readonly files: readonly string[]; readonly words: boolean } {
  try {
    const { values } = parseArgs({
      options: {
        plan: { type: 'string' },
        heads: { type: 'string', multiple: true, default: [] },
        words: { type: 'boolean', default: false },
      },
    });
    const planId = values.plan ?? null;
    if (planId !== null && !UUID.test(planId)) throw new StartError(USAGE);
    return { planId, files: values.heads, words: values.words };
  } catch {
    throw new StartError(USAGE);
  }
}

async function headsOf(files: readonly string[]): Promise<Head[]> {
  const heads: Head[] = [];
  for (const file of files)
    try {
      for await (const head of headsIn(file)) heads.push(head);
    } catch {
      throw new StartError(`The heads in ${file} can't be read.`);
    }
  return heads;
}

/** Says whether lines of the access log were changed, removed or added past the product. */
await operate(async ({ owner, masterKey, dataDir }) => {
  const { planId, files, words } = read();
  const own = headsFile(dataDir);
  const heads = await headsOf(existsSync(own) ? [own, ...files] : files);
  const encryption = new Encryption(masterKey, new PostgresKeyStore(), new SystemClock());
  const chain = await LogChain.open(owner, encryption);
  let shown = 0;
  const kinds = new Map<LogFault['kind'], number>();
  const found = await verifyLog(owner, chain, { planId, heads, words: words ? encryption : null }, (fault) => {
    shown += 1;
    kinds.set(fault.kind, (kinds.get(fault.kind) ?? 0) + 1);
    if (shown <= MOST_SHOWN) say(sentenceOf(fault));
  });
  if (planId === null) await keepVerification(owner, found, kinds);
  if (shown > MOST_SHOWN) say(`And ${shown - MOST_SHOWN} more.`);
  say(`${found.lines} lines of ${found.plans} plans under ${found.seals} seals; ${found.waiting} wait for their seal.`);
  say(`${found.rounds} rounds of sealing; ${found.heads} heads kept outside the database compared.`);
  if (!words) say('The words of lines were not opened: --words does that, and finds lines that were put in.');
  if (found.heads === 0) say('Without heads from outside, lines that were taken away at the end can not be noticed.');
  if (found.faults > 0) throw new StartError(`${found.faults} faults: the log is not as it was written.`);
  say('Every line is as it was written.');
});
