import { createServer, type AddressInfo } from 'node:net';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { Log, type Configuration } from '@samenplan/api/platform';
import { testConfiguration, testDatabase, type TestDatabase } from '@samenplan/api/platform/testing';
import { createApp } from '../create-app';
import { loadDevIdp, type ExamplePerson } from '../dev-idp';
import { WebApp } from '../web-app';

export const testPeople: readonly ExamplePerson[] = [
  { key: 'client', name: 'Test Cliënt', role: 'cliënt', about: 'Heeft een plan.' },
  { key: 'poh', name: 'Test POH', role: 'praktijkondersteuner', about: 'Werkt bij de huisarts.' },
];

export interface TestApp {
  readonly app: NestExpressApplication;
  readonly url: string;
  readonly port: number;
  readonly database: TestDatabase;
  /** Folder of this app; its web app lies in `web` below it. */
  readonly dataDir: string;
  close(): Promise<void>;
}

export interface TestAppOptions {
  readonly changes?: Partial<Configuration>;
  /** Levels of assurance that a login needs. */
  readonly acrValues?: readonly string[];
  readonly log?: Log;
  /** Whom the local provider knows. */
  readonly people?: readonly ExamplePerson[];
  /** Fills the data folder before the start. */
  readonly prepare?: (dataDir: string) => void;
}

/** The whole server on a free port, with a database of its own and the local OpenID provider. */
export async function startTestApp({
  changes = {},
  acrValues = [],
  log = new Log('silent'),
  people = testPeople,
  prepare,
}: TestAppOptions = {}): Promise<TestApp> {
  const database = await testDatabase();
  const dataDir = mkdtempSync(join(tmpdir(), 'samenplan-app-'));
  prepare?.(dataDir);
  const port = await freePort();
  const url = `http://localhost:${port}`;
  const configuration = testConfiguration(database, {
    port,
    publicUrl: url,
    dataDir,
    webRoot: join(dataDir, 'web'),
    devIdpModule: resolve('apps/dev-idp/src/main.ts'),
    oidc: { issuer: `${url}/dev-idp`, clientId: 'samenplan', clientSecret: 'only-for-this-test-run', acrValues },
    ...changes,
  });
  const devIdp = await loadDevIdp(configuration, people);
  const app = await createApp(
    { configuration, serveUrl: database.serveUrl, liveUrl: database.liveUrl, log },
    { webApp: await WebApp.load(configuration.webRoot), ...(devIdp === undefined ? {} : { devIdp }) },
  );
  await app.listen(port, '127.0.0.1');
  const close = async (): Promise<void> => {
    await app.close();
    await database.drop();
    rmSync(dataDir, { recursive: true, force: true });
  };
  return { app, url, port, database, dataDir, close };
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((done) => probe.listen(0, '127.0.0.1', done));
  const { port } = probe.address() as AddressInfo;
  await new Promise((done) => probe.close(done));
  return port;
}
