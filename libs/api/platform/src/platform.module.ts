import { Module, type DynamicModule } from '@nestjs/common';
import { Bus, InProcessBus } from './bus';
import { MasterKey } from './cipher';
import { Clock, SystemClock } from './clock';
import { Configuration } from './configuration';
import { Database, LivePool, type DatabaseOptions } from './database';
import { Encryption } from './encryption';
import { HealthController, Readiness } from './health.controller';
import { Jobs } from './jobs';
import { KeyNews } from './key-news';
import { KeyStore } from './keys';
import { Log } from './logging';
import { Mailer } from './mail';
import { mailerFor, smsFor } from './messengers';
import { Metrics, MetricsController } from './metrics';
import { Outbox } from './outbox';
import { PlatformFigures } from './platform-figures';
import { PostgresKeyStore } from './postgres-key-store';
import { RedisBus } from './redis-bus';
import { SmsSender } from './sms';
import { UpgradeRouter } from './upgrade-router';

export interface PlatformOptions {
  readonly configuration: Configuration;
  /** From {@link prepareDatabase}. */
  readonly serveUrl: string;
  readonly liveUrl: string;
  /** Entities of all libraries. */
  readonly entities: DatabaseOptions['entities'];
  readonly log: Log;
  /** Another clock for tests. */
  readonly clock?: Clock;
}

/** Everything a library needs from the machine, for all modules of the application. */
@Module({})
export class PlatformModule {
  static forRoot({ configuration, serveUrl, liveUrl, entities, log, clock }: PlatformOptions): DynamicModule {
    const providers = [
      { provide: Configuration, useValue: configuration },
      { provide: Log, useValue: log },
      { provide: Clock, useValue: clock ?? new SystemClock() },
      { provide: MasterKey, useValue: new MasterKey(configuration.masterKey, configuration.previousMasterKeys) },
      {
        provide: Database,
        useFactory: ({ ids }: MasterKey) =>
          Database.open({ url: serveUrl, entities, poolSize: configuration.databasePool, masterKeyIds: ids }),
        inject: [MasterKey],
      },
      { provide: LivePool, useFactory: () => new LivePool(liveUrl, configuration.databasePool) },
      { provide: KeyStore, useClass: PostgresKeyStore },
      {
        provide: Bus,
        useFactory: ({ registry }: Metrics) =>
          configuration.redisUrl === undefined
            ? new InProcessBus(log)
            : new RedisBus(configuration.redisUrl, log, registry),
        inject: [Metrics],
      },
      Encryption,
      {
        provide: Jobs,
        useFactory: (metrics: Metrics) => new Jobs({ url: serveUrl, enabled: configuration.jobs }, log, metrics),
        inject: [Metrics],
      },
      KeyNews,
      { provide: Mailer, useFactory: () => mailerFor(configuration) },
      { provide: SmsSender, useFactory: () => smsFor(configuration) },
      Outbox,
      Metrics,
      PlatformFigures,
      Readiness,
      UpgradeRouter,
    ];
    return {
      module: PlatformModule,
      global: true,
      controllers: [HealthController, MetricsController],
      providers,
      exports: providers,
    };
  }
}
