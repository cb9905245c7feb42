import 'reflect-metadata';
import type { Server } from 'node:http';
import { createServer } from 'node:net';
import {
  claimDataFolder,
  ConfigurationError,
  keptMessagesIn,
  Log,
  prepareDatabase,
  Readiness,
  readConfiguration,
  startEmbeddedPostgres,
  StartError,
  type Configuration,
} from '@samenplan/api/platform';
import { createApp } from './create-app';
import { loadDevIdp } from './dev-idp';
import { ensureExampleData } from './example-data';
import { examplePeople } from './example-data/people';
import { HttpDrain } from './http-drain';
import { migrations } from './migrations';
import { WebApp } from './web-app';

/** Example people to begin with; the login page shows all. */
const introduced = new Set(['client', 'poh', 'nurse', 'stranger']);

/** Milliseconds from the signal to the end of the process, whatever hangs. */
const END_WITHIN = 9_000;
/** Of those, how long requests may take that are being answered. */
const ANSWER_WITHIN = 3_000;

/** What was started, in order; ended in the reverse order. */
const started: (() => Promise<void> | void)[] = [];
let starting: Promise<void> | undefined;
let ending: Promise<void> | undefined;
/** The embedded database, while it is ours: nobody else would stop it. */
let ownDatabase: { stop(): Promise<void> } | undefined;

const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

/** Ends what was started. A start that is under way finishes first: half a start could leave the database running. */
function end(): Promise<void> {
  ending ??= (async () => {
    await starting?.catch(() => undefined);
    for (const stop of started.toReversed())
      try {
        await stop();
      } catch (error) {
        new Log('error').error('stop-failed', error);
      }
  })();
  return ending;
}

async function endWith(code: number): Promise<never> {
  // A start that has its own database running is waited for; nothing else is.
  const started = ownDatabase === undefined ? Promise.resolve() : starting?.catch(() => undefined);
  void started?.then(() => setTimeout(giveUp, END_WITHIN));
  await end();
  process.exit(code);
}

/** What is acknowledged is stored already: the rest is sent again, elsewhere or after the next start. */
function giveUp(): never {
  new Log('error').error('stop-took-too-long', undefined);
  void ownDatabase?.stop(); // The signal goes out before this process ends.
  process.exit(1);
}

async function start(): Promise<void> {
  const configuration = readConfiguration(process.env);
  const host = configuration.mode === 'local' ? '127.0.0.1' : '0.0.0.0';
  await refuseTakenPort(configuration.port, host);
  const { ownerUrl, serveUrl, liveUrl } = await startDatabase(configuration);
  const log = new Log(configuration.logLevel);
  const webApp = await WebApp.load(configuration.webRoot);
  const devIdp = await loadDevIdp(configuration, configuration.exampleData ? examplePeople : []);
  const app = await createApp(
    { configuration, serveUrl, liveUrl, log },
    { webApp, ...(devIdp === undefined ? {} : { devIdp }) },
  );
  const http = new HttpDrain(app.getHttpServer() as Server);
  started.push(async () => {
    app.get(Readiness).stop();
    await http.stop(ANSWER_WITHIN);
    await app.close();
  });
  await app.init();
  if (configuration.exampleData) {
    say('Looking after the example people and their plans ...');
    await ensureExampleData(app, ownerUrl);
  }
  await app.listen(configuration.port, host);
  sayWhereMessagesGo(configuration);
  if (!webApp.isBuilt) say(`The web app is not built (${configuration.webRoot}): only the API answers.`);
  say(`Samenplan is ready: ${configuration.publicUrl}`);
  if (devIdp !== undefined && configuration.exampleData) {
    say('Log in without a password as an example person, such as:');
    for (const { name, role } of examplePeople.filter(({ key }) => introduced.has(key))) say(`  ${name}, ${role}`);
  }
}

function sayWhereMessagesGo({ mode, dataDir, messages: { mail, sms } }: Configuration): void {
  const missing = [...(mail.smtpUrl === undefined ? ['Mail'] : []), ...(sms.url === undefined ? ['SMS'] : [])];
  if (missing.length === 0) return;
  const which = `${missing.join(' and ')} ${missing.length === 1 ? 'is' : 'are'}`;
  if (mode === 'local') say(`${which} kept in ${keptMessagesIn(dataDir)} instead of sent.`);
  else say(`${which} off: SMTP_URL and SMS_URL switch them on.`);
}

/** Addresses of a database at this version, by role; PostgreSQL is started when none is configured. */
async function startDatabase(
  configuration: Configuration,
): Promise<{ ownerUrl: string; serveUrl: string; liveUrl: string }> {
  let databaseUrl = configuration.databaseUrl;
  // Several processes may share a database of their own; the embedded one belongs to a single process.
  const exclusive = databaseUrl === undefined;
  const folder =
    configuration.mode === 'local'
      ? claimDataFolder(configuration.dataDir, configuration.port, { exclusive })
      : undefined;
  if (folder !== undefined) started.push(() => folder.release());
  if (databaseUrl === undefined) {
    say(`Starting PostgreSQL in ${configuration.dataDir} ...`);
    const postgres = await startEmbeddedPostgres(configuration.dataDir);
    ownDatabase = postgres;
    started.push(() => postgres.stop());
    databaseUrl = postgres.ownerUrl;
  }
  say('Preparing the database ...');
  const roles = await prepareDatabase({ ...configuration, databaseUrl }, migrations);
  folder?.announce(databaseUrl);
  return { ownerUrl: databaseUrl, ...roles };
}

/** Says so before anything is started, instead of after the database has been prepared. */
async function refuseTakenPort(port: number, host: string): Promise<void> {
  const probe = createServer();
  await new Promise<void>((resolve, reject) => {
    probe.once('error', () =>
      reject(new StartError(`Port ${port} is in use: stop the other program or set PORT to another number.`)),
    );
    probe.listen(port, host, resolve);
  });
  await new Promise((resolve) => probe.close(resolve));
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void endWith(0));
process.on('uncaughtException', (error) => {
  new Log('error').error('uncaught-exception', error);
  void endWith(1);
});

try {
  starting = start();
  await starting;
} catch (error) {
  if (error instanceof ConfigurationError) for (const line of error.lines) process.stderr.write(`${line}\n`);
  else if (error instanceof StartError) process.stderr.write(`${error.message}\n`);
  else new Log('error').error('start-failed', error);
  await endWith(1);
}
