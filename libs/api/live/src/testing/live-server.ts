import 'reflect-metadata';
import type { IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Injectable, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import {
  Bus,
  Log,
  Metrics,
  PlatformModule,
  UpgradeRouter,
  type BusMessage,
  type Configuration,
} from '@samenplan/api/platform';
import { testConfiguration } from '@samenplan/api/platform/testing';
import { seedSection, type Y } from '@samenplan/shared/live-protocol';
import { Pool } from 'pg';
import { LiveGateway } from '../live.gateway';
import { LiveModule } from '../live.module';
import type { LiveOptions } from '../live-options';
import {
  LiveLogins,
  RoomKind,
  type Introduction,
  type LiveLook,
  type LiveOrigin,
  type LiveVisitor,
} from '../room-kind';
import { Rooms } from '../rooms';
import type { LiveWorld, Somebody } from './live-world';

export const ORIGIN = 'http://localhost:3000';

/** A room kind with the log in memory; rights come from the real tables. */
export class TestKind extends RoomKind {
  readonly kind = 'section';
  readonly path = 'sections';
  readonly looks: LiveLook[] = [];
  readonly refused: string[] = [];
  /** Awaited before a line is written. */
  beforeLog: (look: LiveLook) => Promise<void> = async () => undefined;

  seed(doc: Y.Doc): void {
    seedSection(doc);
  }

  async introduce(_roomId: string, { name }: LiveVisitor): Promise<Introduction> {
    return { name, function: 'tester' };
  }

  async log(look: LiveLook): Promise<void> {
    await this.beforeLog(look);
    this.looks.push(look);
  }

  async refuse({ roomId }: LiveOrigin & { roomId: string }): Promise<void> {
    this.refused.push(roomId);
  }
}

/** Logins by the real table; the cookie holds the id of the login instead of a token. */
class TestLogins extends LiveLogins {
  constructor(private readonly db: Pool) {
    super();
  }

  async visitorOf(request: IncomingMessage): Promise<(LiveVisitor & LiveOrigin) | null> {
    const loginId = /login=([0-9a-f-]{36})/.exec(request.headers.cookie ?? '')?.[1];
    const { rows } = await this.db.query<{ person_id: string; name: string }>(
      'select s.person_id, p.name from login_session s join person p on p.id = s.person_id where s.id = $1 and ended_at is null and expires_at > clock_timestamp()',
      [loginId],
    );
    const [row] = rows;
    if (row === undefined || loginId === undefined) return null;
    return { personId: row.person_id, sessionId: loginId, name: row.name, traceId: 'test', address: '127.0.0.1' };
  }
}

/** A bus that loses everything while `lossy` is set. */
@Injectable()
class LossyBus extends Bus {
  lossy = false;
  readonly #handlers = new Map<string, ((message: unknown) => void | Promise<void>)[]>();

  publish(topic: string, message: BusMessage): void {
    if (this.lossy) return;
    for (const handler of this.#handlers.get(topic) ?? []) setImmediate(() => void handler(message));
  }

  async subscribe(topic: string, handler: (message: unknown) => void | Promise<void>): Promise<() => void> {
    this.#handlers.set(topic, [...(this.#handlers.get(topic) ?? []), handler]);
    return () => undefined;
  }
}

export type LiveServer = {
  /** Such as `ws://127.0.0.1:1234/live/sections`. */
  readonly url: string;
  readonly kind: TestKind;
  readonly rooms: Rooms;
  readonly gateway: LiveGateway;
  /** Value of a figure without labels, or with them as they are printed. */
  figure(name: string): Promise<number>;
  /** Loses every message between instances from now on. */
  loseMessages(): void;
  close(): Promise<void>;
};

/** Changes the bus of an application before anybody uses it. */
export type BusChange = (bus: Bus) => void;

/** A real Nest application with the live engine on a port of its own. */
export async function startLiveServer(
  world: LiveWorld,
  options: Partial<LiveOptions> = {},
  liveUrl = world.database.liveUrl,
  {
    log = new Log('silent'),
    changes = {} as Partial<Configuration>,
    prepareBus = undefined as BusChange | undefined,
  } = {},
): Promise<LiveServer> {
  const kind = new TestKind();
  const db = new Pool({ connectionString: world.database.ownerUrl, max: 3 });
  db.on('error', () => undefined);
  @Module({
    providers: [
      { provide: TestKind, useValue: kind },
      { provide: TestLogins, useValue: new TestLogins(db) },
    ],
    exports: [TestKind, TestLogins],
  })
  class KindModule {}
  const configuration = testConfiguration(world.database, { databasePool: 8, ...changes });
  @Module({
    imports: [
      PlatformModule.forRoot({
        configuration,
        serveUrl: world.database.serveUrl,
        liveUrl,
        entities: [],
        log,
      }),
      LiveModule.forRooms({ kinds: [TestKind], logins: TestLogins, imports: [KindModule], options }),
    ],
  })
  class ServerModule {}
  const bus = new LossyBus();
  const app = await NestFactory.create(ServerModule, {
    logger: false,
    abortOnError: false,
    forceCloseConnections: true,
  });
  if (prepareBus !== undefined) prepareBus(app.get(Bus));
  else if (configuration.redisUrl === undefined) replaceBus(app.get(Bus), bus);
  app.get(UpgradeRouter).attach(app.getHttpServer());
  await app.listen(0, '127.0.0.1');
  const { port } = app.getHttpServer().address() as AddressInfo;
  return {
    url: `ws://127.0.0.1:${port}/live/sections`,
    kind,
    rooms: app.get(Rooms),
    gateway: app.get(LiveGateway),
    figure: async (name) => {
      const lines = (await app.get(Metrics).registry.metrics()).split('\n');
      return Number(lines.find((line) => line.startsWith(`${name} `))?.slice(name.length) ?? 0);
    },
    loseMessages: () => {
      bus.lossy = true;
    },
    close: async () => {
      await app.close();
      await db.end();
    },
  };
}

/** Routes the bus of the application through one that can lose messages. */
function replaceBus(real: Bus, lossy: LossyBus): void {
  real.publish = (topic, message) => lossy.publish(topic, message);
  real.subscribe = (topic, handler) => lossy.subscribe(topic, handler);
}

export const cookieOf = ({ loginId }: Somebody): string => `login=${loginId}`;
