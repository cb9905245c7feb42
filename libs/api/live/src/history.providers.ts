import { Inject, type BeforeApplicationShutdown, type OnApplicationBootstrap, type Provider } from '@nestjs/common';
import { Encryption, LivePool, Log } from '@samenplan/api/platform';
import { RoomHistory } from './history';
import { HistoryKeeper } from './history-keeper';
import { HistoryReset } from './history-reset';
import { HistoryStore } from './history-store';
import { UpdateStore } from './update-store';

/** Ties the keeper to the life of the application. */
class KeeperLife implements OnApplicationBootstrap, BeforeApplicationShutdown {
  constructor(@Inject(HistoryKeeper) private readonly keeper: HistoryKeeper) {}

  onApplicationBootstrap(): void {
    this.keeper.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.keeper.stop();
  }
}

/** History of rooms, for {@link LiveModule}. */
export const historyProviders: Provider[] = [
  {
    provide: RoomHistory,
    useFactory: (pool: LivePool, encryption: Encryption) => new RoomHistory(new HistoryStore(pool, encryption)),
    inject: [LivePool, Encryption],
  },
  {
    provide: HistoryReset,
    useFactory: (pool: LivePool, encryption: Encryption, updates: UpdateStore, history: RoomHistory) =>
      new HistoryReset(pool, encryption, updates, history),
    inject: [LivePool, Encryption, UpdateStore, RoomHistory],
  },
  {
    provide: HistoryKeeper,
    useFactory: (pool: LivePool, history: RoomHistory, updates: UpdateStore, log: Log) =>
      new HistoryKeeper(pool, history, updates, (event, error) => log.error(event, error)),
    inject: [LivePool, RoomHistory, UpdateStore, Log],
  },
  KeeperLife,
];
