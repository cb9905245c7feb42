import {
  Configuration,
  ConfigurationError,
  connectOwner,
  MasterKey,
  readConfiguration,
  readRunning,
  StartError,
} from '@samenplan/api/platform';
import type { Client } from 'pg';

/** What a command for operations works on: production as much as an installation for trying out. */
export type Operated = {
  readonly owner: Client;
  readonly ownerUrl: string;
  readonly masterKey: MasterKey;
  readonly dataDir: string;
};

export const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

/**
 * Runs a command as the owner of the database, with the settings of the product itself. What goes wrong is one
 * sentence and exit code 1; errors of the database are not shown, because they quote values.
 */
export async function operate(work: (installation: Operated) => Promise<void>): Promise<void> {
  let owner: Client | undefined;
  try {
    const configuration = readConfiguration(process.env);
    const ownerUrl = addressOf(configuration);
    owner = await connectOwner(ownerUrl);
    await work({
      owner,
      ownerUrl,
      dataDir: configuration.dataDir,
      masterKey: new MasterKey(configuration.masterKey, configuration.previousMasterKeys),
    });
  } catch (error) {
    process.stderr.write(`${sentence(error)}\n`);
    process.exitCode = 1;
  } finally {
    await owner?.end();
  }
}

function addressOf({ databaseUrl, dataDir }: Configuration): string {
  const address = databaseUrl ?? readRunning(dataDir)?.ownerUrl;
  if (address === undefined)
    throw new StartError(`Nothing runs on ${dataDir}: start it with npm start, or set DATABASE_URL.`);
  return address;
}

function sentence(error: unknown): string {
  if (error instanceof StartError || error instanceof ConfigurationError) return error.message;
  const code = error instanceof Error && 'code' in error ? ` (${String(error.code)})` : '';
  return `The command failed${code}; what it had committed stays, and it can be run again.`;
}
