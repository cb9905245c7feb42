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
    assuranceByRole: {},
    sessionHours: 12,
    sessionIdleMinutes: 60,
    sessionLimits: {},
    invitationDays: 42,
    metricsToken: undefined,
    messages: {
      mail: {
        smtpUrl: undefined,
        requireTls: false,
        from: 'samenplan@example.org',
        fromName: 'Samenplan',
        bounces: undefined,
      },
      sms: { url: undefined, authorization: undefined, from: 'Bericht', body: '{"to":"{to}","text":"{text}"}' },
      subject: 'Er is iets nieuws in Samenplan',
      discreetSubject: 'Er staat een bericht voor je klaar',
    },
    jobs: false,
    securityContact: 'mailto:security@localhost',
    logLevel: 'silent',
    exampleData: false,
    devIdpModule: undefined,
    webRoot: '/nonexistent',
    ...changes,
  };
}
