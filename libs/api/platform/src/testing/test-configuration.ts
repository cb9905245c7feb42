import type { Configuration } from '../configuration';
import type { TestDatabase } from './test-database';

/** Settings of local mode on a test database; `changes` replaces what a test cares about. */
export function testConfiguration(
  database: Pick<TestDatabase, 'masterKey' | 'ownerUrl'>,
  changes: Partial<Configuration> = {},
): Configuration {
  return {
    mode: 'local',
    port: 3000,
    dataDir: '/nonexistent',
    databaseUrl: database.ownerUrl,
    databaseServeUrl: undefined,
    databaseLiveUrl: undefined,
    databasePool: 5,
    redisUrl: undefined,
    publicUrl: 'http://localhost:3000',
    oidc: {
      issuer: 'http://localhost:3000/dev-idp',
      clientId: 'samenplan',
      clientSecret: 'x'.repeat(43),
      acrValues: [],
    },
    masterKey: database.masterKey,
    previousMasterKeys: [],
    sessionHours: 12,
    metricsToken: undefined,
    securityContact: 'mailto:security@localhost',
    logLevel: 'silent',
    exampleData: false,
    devIdpModule: undefined,
    webRoot: '/nonexistent',
    ...changes,
  };
}
