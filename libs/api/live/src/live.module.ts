import {
  Inject,
  Module,
  type BeforeApplicationShutdown,
  type DynamicModule,
  type OnApplicationBootstrap,
  type Provider,
  type Type,
} from '@nestjs/common';
import { LOGIN_ENDED } from '@samenplan/api/identity';
import { Bus, Encryption, LivePool, Log, Metrics, Outbox, UpgradeRouter } from '@samenplan/api/platform';
import { z } from 'zod';
import { LiveGateway } from './live.gateway';
import { LiveMetrics } from './live-metrics';
import { liveDefaults, type LiveOptions } from './live-options';
import { PostgresUpdateStore } from './postgres-update-store';
import { LiveLogins, type RoomKind } from './room-kind';
import { Rooms } from './rooms';
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

const OPTIONS = Symbol('LiveOptions');
const KINDS = Symbol('RoomKinds');

/** Connects the engine to the bus, the outbox and the life of the application. */
class LiveEngine implements OnApplicationBootstrap, BeforeApplicationShutdown {
  constructor(
    @Inject(Rooms) private readonly rooms: Rooms,
    @Inject(LiveGateway) private readonly gateway: LiveGateway,
    @Inject(Bus) private readonly bus: Bus,
    @Inject(Outbox) outbox: Outbox,
    @Inject(UpgradeRouter) private readonly router: UpgradeRouter,
  ) {
    outbox.on(FENCED, fencedMessage, async ({ roomIds }) => this.bus.publish(FENCED, { roomIds }));
  }

  async onApplicationBootstrap(): Promise<void> {
    await this.bus.subscribe(WRITTEN, (message) => {
      const { roomId, seq } = writtenMessage.parse(message);
      this.rooms.written(roomId, seq);
    });
    await this.bus.subscribe(LOGIN_ENDED, () => this.rooms.look());
    await this.bus.subscribe(FENCED, (message) => this.rooms.fenced(fencedMessage.parse(message).roomIds));
    this.gateway.start(this.router);
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.gateway.drain();
  }
}

/** Live rooms of the given kinds, at `/live/<path>/<room id>`. */
@Module({})
export class LiveModule {
  static forRooms({ kinds, logins, imports, options }: LiveModuleOptions): DynamicModule {
    const settings: LiveOptions = { ...liveDefaults, ...options };
    const providers: Provider[] = [
      { provide: OPTIONS, useValue: settings },
      { provide: KINDS, useFactory: (...found: RoomKind[]) => found, inject: [...kinds] },
      {
        provide: UpdateStore,
        useFactory: (pool: LivePool, encryption: Encryption) => new PostgresUpdateStore(pool, encryption),
        inject: [LivePool, Encryption],
      },
      {
        provide: Rooms,
        useFactory: (store: UpdateStore, found: readonly RoomKind[], bus: Bus, log: Log, metrics: Metrics) =>
          new Rooms(
            {
              store,
              kinds: found,
              options: settings,
              announce: (roomId, seq) => bus.publish(WRITTEN, { roomId, seq }),
              report: (event, error) => log.error(event, error),
            },
            (counts) => new LiveMetrics(metrics.registry, counts),
          ),
        inject: [UpdateStore, KINDS, Bus, Log, Metrics],
      },
      {
        provide: LiveGateway,
        useFactory: (rooms: Rooms, found: readonly RoomKind[], known: LiveLogins, log: Log) =>
          new LiveGateway(rooms, found, known, settings, (event, error) => log.error(event, error)),
        inject: [Rooms, KINDS, logins, Log],
      },
      LiveEngine,
    ];
    return { module: LiveModule, global: true, imports, providers, exports: [Rooms] };
  }
}
