import {
  Inject,
  Module,
  type BeforeApplicationShutdown,
  type DynamicModule,
  type OnApplicationBootstrap,
  type Provider,
  type Type,
} from '@nestjs/common';
import { addressOf, LOGIN_ENDED } from '@samenplan/api/identity';
import {
  Bus,
  Configuration,
  Encryption,
  KEYS_DESTROYED,
  keysDestroyed,
  LivePool,
  Log,
  Metrics,
  Outbox,
  UpgradeRouter,
} from '@samenplan/api/platform';
import { z } from 'zod';
import { RoomHistory } from './history';
import { HistoryKeeper } from './history-keeper';
import { HistoryReset } from './history-reset';
import { historyProviders } from './history.providers';
import { LiveGateway } from './live.gateway';
import { LiveMetrics } from './live-metrics';
import { liveDefaults, type LiveOptions } from './live-options';
import { MeasuredStore } from './measured-store';
import { PostgresUpdateStore } from './postgres-update-store';
import { LiveLogins, type RoomKind } from './room-kind';
import { RoomKeys } from './room-keys';
import { Rooms } from './rooms';
import { SharedPresence } from './shared-presence';
import { UpdateStore } from './update-store';

export type LiveModuleOptions = {
  /** Providers of the room kinds, found in `imports`. */
  readonly kinds: readonly Type<RoomKind>[];
  /** Provider that knows logins, such as `Logins` of identity. */
  readonly logins: Type<LiveLogins>;
  /** Modules that export the above. */
  readonly imports: NonNullable<DynamicModule['imports']>;
  /** For tests. */
  readonly options?: Partial<LiveOptions>;
};

/** What instances tell each other: hints, never content. */
const WRITTEN = 'room-written';
/** Topic of the outbox (written by the database function `fence_rooms`) and of the bus. */
const FENCED = 'rooms-fenced';
const writtenMessage = z.object({ roomId: z.string(), seq: z.number() });
const fencedMessage = z.object({ roomIds: z.array(z.string()) });

const KINDS = Symbol('RoomKinds');

/** Connects the engine to the bus, the outbox and the life of the application. */
class LiveEngine implements OnApplicationBootstrap, BeforeApplicationShutdown {
  constructor(
    @Inject(Rooms) private readonly rooms: Rooms,
    @Inject(LiveGateway) private readonly gateway: LiveGateway,
    @Inject(Bus) private readonly bus: Bus,
    @Inject(Outbox) outbox: Outbox,
    @Inject(UpgradeRouter) private readonly router: UpgradeRouter,
    @Inject(SharedPresence) private readonly presence: SharedPresence,
  ) {
    outbox.on(FENCED, fencedMessage, async ({ roomIds }) => this.bus.publish(FENCED, { roomIds }));
  }

  async onApplicationBootstrap(): Promise<void> {
    await this.bus.subscribe(WRITTEN, (message) => {
      const { roomId, seq } = writtenMessage.parse(message);
      this.rooms.written(roomId, seq);
    });
    await this.bus.subscribe(LOGIN_ENDED, () => this.rooms.look());
    await this.bus.subscribe(KEYS_DESTROYED, (message) => this.rooms.keysGone(keysDestroyed.parse(message).roomIds));
    await this.bus.subscribe(FENCED, (message) => this.rooms.fenced(fencedMessage.parse(message).roomIds));
    await this.presence.start(this.rooms);
    this.gateway.start(this.router);
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.gateway.drain();
    await this.presence.stop();
  }
}

/** Live rooms of the given kinds, at `/live/<path>/<room id>`. */
@Module({})
export class LiveModule {
  static forRooms({ kinds, logins, imports, options }: LiveModuleOptions): DynamicModule {
    const limits: LiveOptions = { ...liveDefaults, ...options };
    const providers: Provider[] = [
      { provide: KINDS, useFactory: (...found: RoomKind[]) => found, inject: [...kinds] },
      {
        provide: UpdateStore,
        useFactory: (pool: LivePool, encryption: Encryption, metrics: Metrics) =>
          new MeasuredStore(new PostgresUpdateStore(pool, encryption), metrics.registry),
        inject: [LivePool, Encryption, Metrics],
      },
      {
        provide: SharedPresence,
        useFactory: (bus: Bus, encryption: Encryption, pool: LivePool, log: Log) =>
          new SharedPresence(bus, encryption, pool, (event, error) => log.error(event, error)),
        inject: [Bus, Encryption, LivePool, Log],
      },
      {
        provide: Rooms,
        useFactory: (
          store: UpdateStore,
          found: readonly RoomKind[],
          bus: Bus,
          log: Log,
          metrics: Metrics,
          pool: LivePool,
          presence: SharedPresence,
        ) =>
          new Rooms(
            {
              store,
              kinds: found,
              options: limits,
              // Where nobody else listens this is noise: this instance has it.
              announce: (roomId, seq) => {
                if (bus.isShared) bus.publish(WRITTEN, { roomId, seq });
              },
              report: (event, error) => log.error(event, error),
              presence,
              destroyedKey: (roomId) => new RoomKeys(pool).destroyed(roomId),
            },
            (counts) => new LiveMetrics(metrics.registry, counts),
          ),
        inject: [UpdateStore, KINDS, Bus, Log, Metrics, LivePool, SharedPresence],
      },
      {
        provide: LiveGateway,
        useFactory: (rooms: Rooms, found: readonly RoomKind[], known: LiveLogins, log: Log, settings: Configuration) =>
          new LiveGateway({
            rooms,
            kinds: found,
            logins: known,
            options: limits,
            log,
            addressOf: (request) => addressOf(request, settings.mode === 'production'),
          }),
        inject: [Rooms, KINDS, logins, Log, Configuration],
      },
      LiveEngine,
      ...historyProviders,
    ];
    const exports = [Rooms, RoomHistory, HistoryReset, HistoryKeeper];
    return { module: LiveModule, global: true, imports, providers, exports };
  }
}
