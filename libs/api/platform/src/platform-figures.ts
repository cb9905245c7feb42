import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Database, LivePool } from './database';
import { Metrics } from './metrics';
import { Outbox } from './outbox';

/** Figures of what every library leans on. */
@Injectable()
export class PlatformFigures implements OnModuleInit {
  constructor(
    private readonly metrics: Metrics,
    private readonly database: Database,
    private readonly livePool: LivePool,
    private readonly outbox: Outbox,
  ) {}

  onModuleInit(): void {
    const { metrics, database, livePool, outbox } = this;
    metrics.watch(
      'samenplan_database_waiting',
      'Requests that wait for a connection to the database',
      () => database.waitingCount,
    );
    metrics.watch(
      'samenplan_live_database_waiting',
      'Live work that waits for a connection to the database',
      () => livePool.waitingCount,
    );
    metrics.watch(
      'samenplan_outbox_lag_seconds',
      'Time since nothing waited in the outbox of this instance',
      () => outbox.lag / 1_000,
    );
  }
}
